/**
 * Opens the window of an emergency. What the policy let through is kept as an opening under way; then the org's rows are
 * written in one call, all or nothing; then the ledger says opened, and everybody is told. Safe to repeat at any point:
 * the rows are the same at each attempt, and what the org has taken is known by its ledger leaf.
 */
import { BREAK_GLASS_CAP, openingsWithin } from '../../core/break-glass.ts';
import { AppError } from '../../core/errors.ts';
import { contentDiffers } from '../../core/requests.ts';
import type { RequestTerms } from '../../core/terms.ts';
import { openingOf, openingsBeside } from './break-glass.ts';
import { tellOpened, tellOpeningRefused } from './break-glass-news.ts';
import { nextReminder } from './break-glass-review.ts';
import { clocksAgree, clockTime, isBefore } from '../clock.ts';
import { requesterName } from '../announce.ts';
import {
  breakGlassFields,
  checkpointIntention,
  eventRow,
  requestFields,
  requestIntention,
  requestRow,
  timelineIntention,
} from '../org-rows.ts';
import { policyInForce } from '../policy.ts';
import type { Intention, Pointer, RawRequest, RelayPorts, Unit } from '../ports.ts';
import { contentOf, textOf } from '../revisions.ts';
import { rosterInForce } from '../roster.ts';
import type { BreakGlassUse, StoredRequest } from '../rows.ts';
import { forgetTimers } from '../settled.ts';
import { BREAK_GLASS_REVIEW, CLOSE_WINDOW, OPEN_WINDOW } from '../timers.ts';

const ATTEMPTS = 3;
/** Says nothing about the rows, and that the org may have taken them. */
const AWAY: readonly string[] = ['org_unreachable', 'rate_limited', 'org_replaced'];

interface LetThrough {
  /** The policy.evaluated entry. */
  pointer: Pointer;
  terms: RequestTerms;
  at: string;
  change: Partial<StoredRequest>;
}

/**
 * Keeps the opening, in the unit that logged the evaluation.
 * @throws AppError request_changed when another emergency was let through meanwhile and the cap is reached with it
 */
export async function keepOpening(
  unit: Unit,
  request: StoredRequest,
  { pointer, terms, at, change }: LetThrough,
): Promise<void> {
  const { requester, targetUser, id } = request;
  // Looked at after the append: from there on no other opening of this org is kept before this one.
  const beside = await openingsBeside(unit, id, at);
  const counted = openingsWithin(beside, { requester: requester?.id ?? null, targetUser }, at);
  if (counted >= BREAK_GLASS_CAP.count)
    throw new AppError('request_changed', 'Another emergency opened a window meanwhile.');
  const breakGlass = openingOf(request, terms, { index: pointer.index, leaf: pointer.leaf }, at);
  const numbers = { approvalsGiven: 0, approvalsNeeded: terms.quorum };
  await unit.requests.change(id, { ...change, ...numbers, nextOpen: null, breakGlass });
}

/**
 * Opens what is under way. The caller holds the request's lease.
 * @returns false when the ground it was let through on is no longer so: it is evaluated anew
 * @throws AppError org_unreachable, request_changed: tried again later
 */
export async function openKept(ports: RelayPorts, id: string): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const request = await ports.store.rows(ports.org.orgId).requests.get(id);
    const use = request?.breakGlass;
    if (!request || !use || request.state !== 'Submitted') return true;
    const raw = await readAgain(ports, id);
    const isSent = await isOurs(ports, request, use, raw);
    const isTaken = isSent && raw.modifiedById === ports.org.userId;
    if (!isTaken && (await isLost(ports, request, use, { raw, isSent }))) {
      await ports.store.unit(ports.org.orgId, (unit) => dropOpening(unit, request), { lock: id });
      return false;
    }
    const refusal = await writeAndConclude(ports, request, use, raw);
    if (refusal === null) return true;
    if (attempt < ATTEMPTS) continue;
    await tellOpeningRefused(ports, request, refusal.message);
    throw new AppError('request_changed', 'The org refused the rows of this request.');
  }
}

async function readAgain({ org }: RelayPorts, id: string): Promise<RawRequest> {
  const [raw] = await org.readRequests({ ids: [id] }, { deleted: true });
  if (raw && !raw.deleted) return raw;
  throw new AppError('request_changed', 'This request is no longer in the org.');
}

/**
 * Whether the org may hold the row as an attempt without an answer left it. The leaf alone is no secret: whoever edits rows
 * could write it, so this companion must have sent them. Whoever has changed the row since may have changed the ground.
 */
async function isOurs(
  { org, store }: RelayPorts,
  request: StoredRequest,
  use: BreakGlassUse,
  { fields }: RawRequest,
): Promise<boolean> {
  if (fields['State__c'] !== 'Approved' || fields['Ledger_Leaf__c'] !== use.evaluated.leaf) return false;
  const { object, key } = openingEvent(request, use);
  return (await store.rows(org.orgId).projections.get(object, key)) !== null;
}

/** Nothing opens on another ground than the one that the policy let through. */
async function isLost(
  ports: RelayPorts,
  request: StoredRequest,
  use: BreakGlassUse,
  { raw, isSent }: { raw: RawRequest; isSent: boolean },
): Promise<boolean> {
  const rows = ports.store.rows(ports.org.orgId);
  const isAsLeft = isSent || raw.fields['State__c'] === 'Submitted';
  if (!isAsLeft || contentDiffers(request.content, contentOf(raw))) return true;
  if (request.frozen || !isBefore(await clockTime(ports), use.window.end)) return true;
  if (!(await clocksAgree(rows))) return true;
  const policy = await policyInForce(rows);
  const roster = await rosterInForce(rows, ports);
  return policy.version !== request.policyVersion || roster.version !== request.rosterVersion;
}

const openingEvent = ({ orgId }: StoredRequest, { evaluated }: BreakGlassUse) =>
  eventRow(orgId, evaluated.index, 'Break_glass');

const heldRows = (request: StoredRequest, use: BreakGlassUse) => [
  requestRow(request.id),
  openingEvent(request, use),
];

/**
 * Takes back what was to be opened, because the request ends in another way or is evaluated anew.
 * @returns whether there was something: the org may hold it as approved, and must be set right
 */
export async function dropOpening(unit: Unit, request: StoredRequest): Promise<boolean> {
  const use = request.breakGlass;
  if (use === null || use.opened !== null) return false;
  for (const row of heldRows(request, use)) await unit.projections.abandon(row);
  await unit.requests.change(request.id, { breakGlass: null });
  return true;
}

function approved(request: StoredRequest, use: BreakGlassUse, at: string): StoredRequest {
  const { start, end } = use.window;
  return {
    ...request,
    state: 'Approved',
    settledAt: at,
    settledBy: null,
    windowStart: start,
    windowEnd: end,
    breakGlass: use,
  };
}

/** The same at each attempt: what an attempt without an answer may have left in the org is no alteration. */
function openingRows(request: StoredRequest, use: BreakGlassUse): Intention[] {
  const { start, end } = use.window;
  const opened = { ...use, opened: { index: use.evaluated.index, at: start } };
  const who = requesterName(request);
  const reason = textOf(request.content, 'Break_Glass_Reason__c') ?? '';
  const entry = {
    ...{ requestId: request.id, kind: 'Break_glass' as const, at: start, actor: who },
    ...{ textKey: 'breakglass.opened', values: { start, end, reviewDue: use.reviewDue, reason } },
    summary: `BREAK-GLASS: nobody approved it. Every contact is told, and one must review it within 24 hours. Reason: ${reason}`,
  };
  const fields = { ...requestFields(approved(request, use, start)), ...breakGlassFields(opened) };
  return [
    requestIntention(request.id, fields, use.evaluated),
    timelineIntention(request.orgId, entry, use.evaluated),
  ];
}

/** @returns why the org refuses it; null when it is open */
async function writeAndConclude(
  ports: RelayPorts,
  request: StoredRequest,
  use: BreakGlassUse,
  raw: RawRequest,
): Promise<AppError | null> {
  const { org, store, projector, log } = ports;
  const at = await clockTime(ports);
  const checkpoint = checkpointIntention(org.orgId, await store.ledger.checkpoint(org.orgId, at));
  const held = openingRows(request, use).map((row) => ({ ...row, held: true }));
  await store.unit(org.orgId, async (unit) => {
    for (const row of [...held, checkpoint]) await unit.projections.intend(row);
  });
  try {
    await projector.flush({
      only: [...held, checkpoint],
      ifUnmodifiedSince: { [request.id]: raw.modifiedAt },
    });
  } catch (error) {
    if (!(error instanceof AppError) || AWAY.includes(error.code)) throw error;
    // Refused: it stands nowhere.
    await store.unit(org.orgId, async (unit) => {
      for (const row of heldRows(request, use)) await unit.projections.abandon(row);
    });
    log.warn({ request: request.id, code: error.code }, 'the org refused what break-glass opens');
    return error;
  }
  await store.unit(org.orgId, (unit) => conclude(unit, ports, request.id, use, at), { lock: request.id });
  return null;
}

/** The org has taken it: the ledger says opened, and everybody is told. */
async function conclude(
  unit: Unit,
  ports: RelayPorts,
  id: string,
  use: BreakGlassUse,
  at: string,
): Promise<void> {
  const { orgId } = ports.org;
  const request = await unit.requests.get(id);
  if (request?.state !== 'Submitted' || request.breakGlass?.evaluated.index !== use.evaluated.index) return;
  // Whoever deactivates an entry must not keep its owner from hearing of it.
  const told = (await unit.contacts.list()).filter(({ sealed }) => sealed?.['active'] === true);
  const { index } = await unit.append({
    ...{ v: 1, type: 'breakglass.opened', org: orgId, at, request: id, revision: request.revision },
    ...{ evaluated: use.evaluated.index, window: use.window, reviewDue: use.reviewDue },
    told: told.map((contact) => contact.id),
  });
  await unit.append({
    ...{ v: 1, type: 'request.state', org: orgId, at, request: id },
    ...{ from: request.state, to: 'Approved', because: `break-glass ${index}: nobody approved it` },
  });
  const opened = approved(request, { ...use, opened: { index, at } }, at);
  const { state, settledAt, settledBy, windowStart, windowEnd, breakGlass } = opened;
  await unit.requests.change(id, { state, settledAt, settledBy, windowStart, windowEnd, breakGlass });
  await forgetTimers(unit, id);
  const data = { request: id };
  await unit.enqueue(OPEN_WINDOW, data, { key: id, at: use.window.start });
  await unit.enqueue(CLOSE_WINDOW, data, { key: id, at: use.window.end });
  await unit.enqueue(BREAK_GLASS_REVIEW, data, { key: id, at: nextReminder(use.reviewDue, at) });
  await tellOpened(unit, ports, opened, at);
}
