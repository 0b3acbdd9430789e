/** One transition of one request: into the ledger, the store, the org and the timeline, in the caller's unit. */
import { AppError } from '../core/errors.ts';
import { canTransition, OPEN_STATES, type RequestState } from '../core/requests.ts';
import { NOTHING_AWAITED } from './awaited.ts';
import { requestIntention, requestRow, timelineIntention, type TimelineEntry } from './org-rows.ts';
import type { Pointer, Unit } from './ports.ts';
import type { Fields, StoredRequest } from './rows.ts';

export interface Transition {
  to: RequestState;
  at: string;
  /** For the ledger: without names. */
  because: string;
  /** More columns that change with it. */
  change?: Partial<Omit<StoredRequest, 'orgId' | 'id' | 'state'>>;
  /** More fields of the org's row. */
  fields?: Fields;
  entry: Omit<TimelineEntry, 'requestId' | 'at'>;
}

/** @throws AppError request_closed when the state table does not know this transition */
export async function transition(unit: Unit, request: StoredRequest, step: Transition): Promise<Pointer> {
  const { to, at, because } = step;
  if (!canTransition(request.state, to)) {
    throw new AppError('request_closed', `A request that is ${request.state} cannot become ${to}.`);
  }
  const pointer = await unit.append({
    v: 1,
    type: 'request.state',
    org: request.orgId,
    at,
    request: request.id,
    from: request.state,
    to,
    because,
  });
  await unit.requests.change(request.id, { ...step.change, state: to });
  const repair = (await skipsStates(unit, request, to)) ? { Restored_At__c: at } : {};
  const awaited = OPEN_STATES.includes(to) ? {} : NOTHING_AWAITED;
  const fields = { ...awaited, ...step.fields, ...repair, State__c: to };
  await unit.projections.intend(requestIntention(request.id, fields, pointer));
  const entry = { ...step.entry, requestId: request.id, at };
  await unit.projections.intend(timelineIntention(request.orgId, entry, pointer));
  return pointer;
}

/**
 * While the org was out of reach several transitions may have gathered. They reach it as one write, which its state
 * table refuses unless the write says that it brings the row back in step.
 */
async function skipsStates(unit: Unit, request: StoredRequest, to: RequestState): Promise<boolean> {
  const { object, key } = requestRow(request.id);
  const written = await unit.projections.get(object, key);
  return written?.intended?.['State__c'] !== undefined && written.intended['State__c'] !== to;
}
