/** What happens when a request is seen in the org: new, changed by people, cancelled, or asked to be revoked. */
import { AppError } from '../core/errors.ts';
import { asksForBreakGlass } from '../core/break-glass.ts';
import {
  changeableContent,
  CONTENT_FIELDS,
  contentDiffers,
  FINAL_STATES,
  isRequestState,
  OPEN_STATES,
} from '../core/requests.ts';
import { checkPhrase } from '../core/phrases.ts';
import { utf8 } from '../core/bytes.ts';
import { dropOpening } from './break-glass/break-glass-opening.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { evaluate } from './evaluate.ts';
import { requestIntention, requestRow, timelineIntention } from './org-rows.ts';
import { modeNow } from './modes.ts';
import { overtakeApprovals } from './overtaken.ts';
import { policyInForce } from './policy.ts';
import { answered } from './questions.ts';
import type { RawRequest, RelayPorts, Unit } from './ports.ts';
import { contentOf, logRevision, textOf } from './revisions.ts';
import { revoke } from './revoke.ts';
import type { StoredRequest } from './rows.ts';
import { announceSettled, forgetTimers } from './settled.ts';
import { termsFor } from './terms.ts';
import { EXPIRE } from './timers.ts';
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
  await store.exclusive(org.orgId, raw.id, () => seenAgain(ports, raw));
  return false;
}

async function firstSeen(ports: RelayPorts, raw: RawRequest): Promise<boolean> {
  // A draft is the requester's own until it is submitted; what starts in any other state is the watch's business.
  if (raw.fields['State__c'] !== 'Submitted') return false;
  const { org, store } = ports;
  const at = await clockTime(ports);
  return store.unit(org.orgId, async (unit) => {
    // Held first: whoever takes it in at the same moment has then done so, and is seen.
    await unit.holdLedger();
    if (await unit.requests.get(raw.id)) return false;
    const pointer = await logRevision(unit, ports, raw, { revision: 1, state: 'Submitted', at });
    const request = await submitted(unit, ports, raw, { at, index: pointer.index });
    await unit.requests.put(request);
    await unit.append({
      ...{ v: 1, type: 'request.state', org: org.orgId, at, request: raw.id },
      ...{ from: 'New', to: 'Submitted', because: 'raised by the requester' },
    });
    const who = raw.requestedBy?.name ?? textOf(request.content, 'Requested_By_Address__c') ?? 'nobody known';
    const entry = {
      ...{ requestId: raw.id, kind: 'Revision' as const, at: request.submittedAt ?? at, actor: who },
      ...{ textKey: 'request.submitted', values: { case: request.caseNumber } },
      summary: `Raised by ${who} for support case ${request.caseNumber}`,
    };
    await unit.projections.intend(timelineIntention(org.orgId, entry, pointer));
    if (request.deadline)
      await unit.enqueue(EXPIRE, { request: raw.id }, { key: raw.id, at: request.deadline });
    return true;
  });
}

async function submitted(
  unit: Unit,
  ports: RelayPorts,
  raw: RawRequest,
  { at, index }: { at: string; index: number },
): Promise<StoredRequest> {
  const { policy } = await policyInForce(unit);
  // The org's word on when it was submitted, unless its clock runs ahead: the deadline must not move out for that.
  const submittedAt = isBefore(raw.modifiedAt, at) ? raw.modifiedAt : at;
  return {
    orgId: ports.org.orgId,
    id: raw.id,
    name: raw.name,
    revision: 1,
    revisionIndex: index,
    state: 'Submitted',
    content: contentOf(raw),
    requester: raw.requestedBy,
    target: raw.targetUser,
    targetUser: raw.targetUser?.id ?? null,
    caseNumber: textOf(contentOf(raw), 'Support_Case_Number__c') ?? '',
    modifiedAt: raw.modifiedAt,
    submittedAt,
    deadline: later(submittedAt, {
      minutes: termsFor(policy, { content: contentOf(raw), risk: null }).deadlineMinutes,
    }),
    nextOpen: null,
    gates: [],
    policyVersion: null,
    rosterVersion: null,
    mode: await modeNow(unit, submittedAt),
    risk: null,
    checkPhrase: checkPhrase(await ports.hmac(ports.linkSecret, utf8(`phrase:${raw.id}`))),
    settledAt: null,
    settledBy: null,
    approvalsGiven: 0,
    approvalsNeeded: null,
    ladderDone: [],
    windowStart: null,
    windowEnd: null,
    outcome: null,
    grantStep: 'Not_asked',
    grantEnd: null,
    // The row may not say yet what the ledger says of it.
    frozen: raw.fields['Frozen__c'] === true || (await unit.alterations.standing(raw.id)).length > 0,
    breakGlass: null,
    isBreakGlass: asksForBreakGlass(contentOf(raw)),
  };
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
