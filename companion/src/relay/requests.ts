/** What happens when a request is seen in the org: new, changed by people, cancelled, or asked to be revoked. */
import { AppError } from '../core/errors.ts';
import {
  changeableContent,
  CONTENT_FIELDS,
  contentDiffers,
  FINAL_STATES,
  isRequestState,
  OPEN_STATES,
} from '../core/requests.ts';
import { dropOpening } from './break-glass/break-glass-opening.ts';
import { clockTime, isBefore } from './clock.ts';
import { evaluate } from './evaluate.ts';
import { firstSeen } from './first-seen.ts';
import { requestIntention, requestRow, timelineIntention } from './org-rows.ts';
import { overtakeApprovals } from './overtaken.ts';
import { answered } from './questions.ts';
import type { RawRequest, RelayPorts, Unit } from './ports.ts';
import { contentOf, logRevision, textOf } from './revisions.ts';
import { revoke } from './revoke.ts';
import type { StoredRequest } from './rows.ts';
import { announceSettled, forgetTimers } from './settled.ts';
import { writeSoon } from './writing.ts';

/** States in which a cancellation by people is a transition of the table. */
const CANCELLABLE = ['Submitted', ...OPEN_STATES];

/** Takes in one row as it was read. A row that says nothing new changes nothing, however often it comes. */
export async function requestSeen(ports: RelayPorts, raw: RawRequest): Promise<void> {
  if (await takeIn(ports, raw)) await evaluate(ports, raw.id);
}

/** The same, but for the evaluation of a request that is new. @returns whether it is, and is to be evaluated */
export async function takeIn(ports: RelayPorts, raw: RawRequest): Promise<boolean> {
  const { org, store } = ports;
  if (raw.orgId !== org.orgId || raw.deleted) return false;
  const known = await store.rows(org.orgId).requests.get(raw.id);
  if (!known) return firstSeen(ports, raw);
  await seenOfKnown(ports, known, raw);
  return false;
}

/** Takes in a row of a request that is known. Most say nothing new: looks overlap, so that each row comes again. */
export async function seenOfKnown(ports: RelayPorts, known: StoredRequest, raw: RawRequest): Promise<void> {
  const isCancelled = raw.fields['State__c'] === 'Cancelled' && CANCELLABLE.includes(known.state);
  if (!isCancelled && !contentDiffers(known.content, contentOf(raw))) return;
  await ports.store.exclusive(ports.org.orgId, raw.id, () => seenAgain(ports, raw));
}

/**
 * An altered row is no input, also when a decision reads it before the watch does: taken in as a revision, the
 * alteration would be the record that it is held against.
 */
function requireUnaltered({ state, content }: StoredRequest, raw: RawRequest): void {
  const found = contentOf(raw);
  const open = changeableContent([state], raw.fields['State__c']);
  const altered = CONTENT_FIELDS.filter(
    (field) => !open.has(field) && (content[field] ?? null) !== (found[field] ?? null),
  );
  if (altered.length === 0) return;
  throw new AppError('request_changed', `The request was altered in the org: ${altered.join(', ')}.`);
}

/** Under the request's lease. @throws AppError request_changed when the row holds what nobody may change any more */
export async function seenAgain(ports: RelayPorts, raw: RawRequest): Promise<void> {
  const { org, store } = ports;
  const known = await store.rows(org.orgId).requests.get(raw.id);
  if (!known) return;
  requireUnaltered(known, raw);
  const found = String(raw.fields['State__c']);
  if (found === 'Cancelled' && CANCELLABLE.includes(known.state)) return cancelled(ports, known, raw);
  if (!isRequestState(found) || !contentDiffers(known.content, contentOf(raw))) return;
  if (isBefore(raw.modifiedAt, known.modifiedAt)) return;
  const request = await revised(ports, known, raw);
  if (request.state === 'More_information') await takeAnswer(ports, known, request, raw);
  const wantsRevocation = raw.fields['Revocation_Requested__c'] === true;
  if (wantsRevocation && !FINAL_STATES.includes(request.state)) {
    const reason = textOf(request.content, 'Revocation_Reason__c');
    await revoke(ports, request, { by: raw.requestedBy?.name ?? 'an administrator', reason });
  }
}

/** The requester has written into the answer: the thread goes on, and the contacts may decide as before. */
async function takeAnswer(
  ports: RelayPorts,
  known: StoredRequest,
  request: StoredRequest,
  raw: RawRequest,
): Promise<void> {
  const text = textOf(request.content, 'Answer__c');
  if (text === null || text === textOf(known.content, 'Answer__c')) return;
  const at = await clockTime(ports);
  const by = raw.requestedBy?.name ?? 'The requester';
  await ports.store.unit(ports.org.orgId, (unit) => answered(unit, ports, request, { text, by, at }), {
    lock: raw.id,
  });
}

async function revised(ports: RelayPorts, known: StoredRequest, raw: RawRequest): Promise<StoredRequest> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  return store.unit(
    org.orgId,
    async (unit) => {
      const change = await newRevision(unit, ports, known, raw, at);
      await unit.requests.change(raw.id, change);
      return { ...known, ...change };
    },
    { lock: raw.id },
  );
}

async function newRevision(unit: Unit, ports: RelayPorts, known: StoredRequest, raw: RawRequest, at: string) {
  const revision = known.revision + 1;
  const pointer = await logRevision(unit, ports, raw, { revision, state: known.state, at });
  await unit.projections.intend(requestIntention(raw.id, { Revision__c: revision }, pointer));
  return { revision, revisionIndex: pointer.index, content: contentOf(raw), modifiedAt: raw.modifiedAt };
}

async function cancelled(ports: RelayPorts, known: StoredRequest, raw: RawRequest): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(
    org.orgId,
    async (unit) => {
      // What was about to be written belongs to a state that the request has left.
      await unit.projections.abandon(requestRow(raw.id));
      const changed = contentDiffers(known.content, contentOf(raw));
      const revised = changed ? await newRevision(unit, ports, known, raw, at) : {};
      const pointer = await unit.append({
        ...{ v: 1, type: 'request.state', org: org.orgId, at, request: raw.id },
        ...{ from: known.state, to: 'Cancelled', because: 'cancelled in the org' },
      });
      const who = raw.requestedBy?.name ?? null;
      await unit.requests.change(raw.id, { ...revised, state: 'Cancelled', settledAt: at, settledBy: who });
      const reason = textOf(contentOf(raw), 'Cancel_Reason__c');
      const entry = {
        ...{ requestId: raw.id, kind: 'Revision' as const, at, actor: who, textKey: 'request.cancelled' },
        values: { reason },
        summary: `Cancelled${reason ? `: ${reason}` : ''}`,
      };
      await unit.projections.intend(timelineIntention(org.orgId, entry, pointer));
      await dropOpening(unit, known);
      await overtakeApprovals(unit, raw.id, { because: 'the request was cancelled', at });
      await forgetTimers(unit, raw.id);
      const request = { ...known, state: 'Cancelled' as const, settledAt: at };
      await announceSettled(unit, ports, request, { state: 'Cancelled', by: who, at });
    },
    { lock: raw.id },
  );
  await writeSoon(ports);
}
