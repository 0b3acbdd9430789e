/** A request that is new: its first revision goes on record as it was read. */
import { asksForBreakGlass } from '../core/break-glass.ts';
import { utf8 } from '../core/bytes.ts';
import { checkPhrase } from '../core/phrases.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { modeNow } from './modes.ts';
import { timelineIntention } from './org-rows.ts';
import { policyInForce } from './policy.ts';
import type { RawRequest, RelayPorts, Unit } from './ports.ts';
import { contentOf, logRevision, textOf } from './revisions.ts';
import type { StoredRequest } from './rows.ts';
import { termsFor } from './terms.ts';
import { EXPIRE } from './timers.ts';

/** A draft is the requester's own until it is submitted; what starts in any other state is the watch's business. */
export const isSubmitted = (raw: RawRequest): boolean => raw.fields['State__c'] === 'Submitted';

/** @returns whether it was new, and is to be evaluated */
export async function firstSeen(ports: RelayPorts, raw: RawRequest): Promise<boolean> {
  if (!isSubmitted(raw)) return false;
  const { org, store } = ports;
  const at = await clockTime(ports);
  return store.unit(org.orgId, async (unit) => {
    // Held first: whoever takes it in at the same moment has then done so, and is seen.
    await unit.holdLedger();
    if (await unit.requests.get(raw.id)) return false;
    await takeInNew(unit, ports, raw, at);
    return true;
  });
}

/** Within a unit that holds the ledger and has found that nobody has taken it in. */
export async function takeInNew(
  unit: Unit,
  ports: RelayPorts,
  raw: RawRequest,
  at: string,
): Promise<StoredRequest> {
  const { orgId } = ports.org;
  const pointer = await logRevision(unit, ports, raw, { revision: 1, state: 'Submitted', at });
  const request = await submitted(unit, ports, raw, { at, index: pointer.index });
  await unit.requests.put(request);
  await unit.append({
    ...{ v: 1, type: 'request.state', org: orgId, at, request: raw.id },
    ...{ from: 'New', to: 'Submitted', because: 'raised by the requester' },
  });
  const who = raw.requestedBy?.name ?? textOf(request.content, 'Requested_By_Address__c') ?? 'nobody known';
  const entry = {
    ...{ requestId: raw.id, kind: 'Revision' as const, at: request.submittedAt ?? at, actor: who },
    ...{ textKey: 'request.submitted', values: { case: request.caseNumber } },
    summary: `Raised by ${who} for support case ${request.caseNumber}`,
  };
  await unit.projections.intend(timelineIntention(orgId, entry, pointer));
  if (request.deadline)
    await unit.enqueue(EXPIRE, { request: raw.id }, { key: raw.id, at: request.deadline });
  return request;
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
