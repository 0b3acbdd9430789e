/**
 * A request whose record was altered in the org is frozen until an eligible contact has looked and signed: it goes on as
 * it is on record, or it ends. A freeze moves no deadline and no window; while it holds nothing is decided, opened or asked.
 */
import { type Altered, changerPaths, endOf, type LookChoice, sealedPaths } from '../core/alterations.ts';
import type { Json } from '../core/canonical.ts';
import { isCommitment } from '../core/commitments.ts';
import { AppError } from '../core/errors.ts';
import { CONTENT_FIELDS } from '../core/requests.ts';
import { eligibleContacts, type Identity, type RosterContact } from '../core/roster.ts';
import { dropOpening } from './break-glass/break-glass-opening.ts';
import { isBefore } from './clock.ts';
import { tellLooked } from './looks-told.ts';
import { requestFields, requestIntention, requestRow, shortened, timelineIntention } from './org-rows.ts';
import { overtakeApprovals } from './overtaken.ts';
import { partiesOf } from './parties.ts';
import type { Pointer, RelayPorts, Rows, Unit } from './ports.ts';
import { revokeNow } from './revoke.ts';
import type { Fields, StoredRequest } from './rows.ts';
import { announceSettled, forgetTimers } from './settled.ts';
import { OPEN_WINDOW } from './timers.ts';
import { transition } from './transitions.ts';

/** How the altered row is now: as logged, still as it was found, or there is none. */
export type InOrg = 'As_logged' | 'As_found' | 'Gone';

/** Where rows of the org are known as they were written. */
type LookedAt = { projections: Pick<Rows['projections'], 'byRecord'> };

type Standing = Awaited<ReturnType<Rows['alterations']['standing']>>;

/** What is known of the row without reading the org: whether the logged values have been written back. */
export async function rowNow(rows: LookedAt, { entry }: Altered): Promise<InOrg> {
  if ((entry.kind ?? 'changed') !== 'changed') return 'Gone';
  const row = await rows.projections.byRecord(entry.object, entry.record);
  const waits = row?.intended ?? {};
  return entry.fields.some(({ name }) => name in waits) ? 'As_found' : 'As_logged';
}

/** @returns why this contact may not look, in a sentence; null when he may */
export function hindranceToLook(
  request: StoredRequest,
  contacts: readonly RosterContact[],
  contactId: string,
  altered: Standing,
): string | null {
  const isAmong = (eligible: readonly RosterContact[]) => eligible.some(({ id }) => id === contactId);
  if (!isAmong(eligibleContacts(contacts, partiesOf(request))))
    return 'You may not decide on this request; another contact must look at the alteration.';
  const nobody: Identity = { userId: null, address: null };
  const changers = altered.flatMap(changerOf);
  return changers.every((requester) => isAmong(eligibleContacts(contacts, { requester, target: nobody })))
    ? null
    : 'The alteration was made as your own user; another contact must look at it.';
}

/** Nobody where the org tells of none. */
function changerOf({ entry: { by }, openings }: Standing[number]): Identity[] {
  if (by === null) return [];
  const path = changerPaths(by);
  const valueAt = (where: string) => openings.find((one) => one.path === where)?.value ?? null;
  return [{ userId: by, address: valueAt(path.address), username: valueAt(path.username) }];
}

/** One alteration in the clear. */
export interface AlterationView {
  object: string;
  kind: string;
  /** Name of who changed the row last, as the org tells it; his user id where the name is not known. */
  by: string | null;
  /** When, as the org tells it. */
  at: string | null;
  inOrg: InOrg;
  fields: { name: string; logged: Json; found: Json }[];
}

/** What waits for a look, in the clear. */
export async function alterationsInClear(rows: LookedAt, altered: Standing): Promise<AlterationView[]> {
  const alterations: AlterationView[] = [];
  for (const one of altered) {
    const { object, record, kind = 'changed', by, modifiedAt: at = null } = one.entry;
    const clear = new Map(one.openings.map(({ path, value }) => [path, value]));
    const values = one.entry.fields.map(({ name, logged, found }) => {
      const path = sealedPaths(object, record, name);
      const first = clear.get(path.logged) ?? null;
      return {
        name,
        logged: isCommitment(logged) ? first : logged,
        found: isCommitment(found) ? (clear.get(path.found) ?? first) : found,
      };
    });
    const name = by === null ? null : (clear.get(`User/${by}/Name`) ?? by);
    alterations.push({ object, kind, by: name, at, inOrg: await rowNow(rows, one), fields: values });
  }
  return alterations;
}

export interface FreezeView {
  alterations: AlterationView[];
  mayLook: boolean;
  /** Why this contact may not look; null when he may. */
  because: string | null;
}

/** What a contact reads of it beside the request; null while the request is not frozen. */
export async function freezeView(
  rows: Rows,
  request: StoredRequest,
  contacts: readonly RosterContact[],
  contactId: string,
): Promise<FreezeView | null> {
  if (!request.frozen) return null;
  const altered = await rows.alterations.standing(request.id);
  const because = hindranceToLook(request, contacts, contactId, altered);
  return { alterations: await alterationsInClear(rows, altered), mayLook: because === null, because };
}

export interface Looked {
  choice: LookChoice;
  /** Name of the contact, and his id. */
  by: string;
  contactId: string;
  reason: string;
  at: string;
  /** Of the freeze.ended entry. */
  pointer: Pointer;
}

/** What the timeline says of the rows when the request goes on. */
const ROWS: Readonly<Record<InOrg, string>> = {
  As_logged: 'The org holds the values on record.',
  As_found: 'The org could not be written yet: the values on record count all the same.',
  Gone: 'The row is gone from the org: what is on record counts all the same.',
};

/** In the unit that logs the look, the end of the freeze before anything else. @param altered what was looked at */
export async function endFreeze(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { altered, ...looked }: Looked & { altered: readonly Altered[] },
): Promise<void> {
  const { choice, by, contactId, reason, at, pointer } = looked;
  await unit.requests.change(request.id, { frozen: false });
  const thawed = { ...request, frozen: false };
  if (choice === 'End_request') await end(unit, ports, thawed, looked);
  const states: InOrg[] = [];
  for (const one of altered) states.push(await rowNow(unit, one));
  const row = states.find((state) => state !== 'As_logged') ?? 'As_logged';
  const now = (await unit.requests.get(request.id)) ?? thawed;
  for (const one of altered) await writeBack(unit, now, one, at);
  const fields = { Frozen__c: false, Freeze_Ended_At__c: at, Freeze_Ended_By__c: shortened(by) };
  await unit.projections.intend(requestIntention(request.id, fields, pointer));
  const outcome = choice === 'Go_on' ? `goes on as it is on record. ${ROWS[row]}` : 'is ended.';
  const entry = {
    ...{ requestId: request.id, kind: 'Decision' as const, at, actor: by, textKey: 'freeze.ended' },
    ...{ values: { choice, reason, row } },
    summary: `${by} looked at the alteration: the request ${outcome} Reason: ${reason}`,
  };
  await unit.projections.intend(timelineIntention(request.orgId, entry, pointer));
  // The window began meanwhile: what is left of it opens now.
  const { state, windowStart } = request;
  if (choice === 'Go_on' && state === 'Approved' && windowStart !== null) {
    const when = isBefore(windowStart, at) ? at : windowStart;
    await unit.enqueue(OPEN_WINDOW, { request: request.id }, { key: request.id, at: when });
  }
  await tellLooked(unit, ports, thawed, { choice, by, at, except: contactId });
}

/** Once more: the first time the org may have refused it, or it was taken back with an approval that lost. */
async function writeBack(
  unit: Unit,
  request: StoredRequest,
  { entry: { object, record, kind = 'changed', fields: altered } }: Altered,
  at: string,
): Promise<void> {
  if (kind !== 'changed') return;
  if (object !== requestRow(record).object) {
    const row = await unit.projections.byRecord(object, record);
    if (row?.intended) await unit.projections.intend({ object, key: row.key, fields: row.intended });
    return;
  }
  const logged: Fields = { ...plainContent(request), ...requestFields(request) };
  const fields = Object.fromEntries(
    altered.flatMap(({ name }) => (name in logged ? [[name, logged[name] ?? null]] : [])),
  );
  if (Object.keys(fields).length === 0) return;
  await unit.projections.intend({
    ...requestRow(record),
    recordId: record,
    fields: { ...fields, Restored_At__c: at },
  });
}

/** What people wrote, as it is on record: every field that the org has, also where it is empty. */
function plainContent({ content }: StoredRequest): Fields {
  return Object.fromEntries(
    CONTENT_FIELDS.map((name) => {
      const value = content[name] ?? null;
      return [name, typeof value === 'object' ? null : value];
    }),
  );
}

/** As a contact revokes what is authorized, and a requester cancels what is not. */
async function end(unit: Unit, ports: RelayPorts, request: StoredRequest, looked: Looked): Promise<void> {
  const { by, contactId, reason, at, pointer } = looked;
  const because = `look ${pointer.index} at an alteration`;
  const to = endOf(request.state);
  if (to === null) throw new AppError('request_closed', 'Nothing is left that could be ended.');
  if (to === 'Revoked')
    return revokeNow(unit, ports, request, { by, reason, at, because, except: contactId });
  // What was about to be opened or approved may stand in the org, if only its answer was lost: the row is set right.
  await dropOpening(unit, request);
  await overtakeApprovals(unit, request.id, { because: 'the request was ended', at });
  const fields = { ...requestFields({ ...request, breakGlass: null }), Restored_At__c: at };
  await transition(unit, request, {
    ...{ to, at, because, fields, change: { settledAt: at, settledBy: by, nextOpen: null } },
    entry: {
      ...{ kind: 'Decision', actor: by, textKey: 'request.cancelled', values: { reason } },
      summary: `Ended by ${by}: ${reason}`,
    },
  });
  await forgetTimers(unit, request.id);
  const ended = { ...request, state: to, settledAt: at };
  await announceSettled(unit, ports, ended, { state: to, by, at, except: contactId });
}
