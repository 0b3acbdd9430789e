/** The user whose login is wanted: asked to grant when the window opens, free to decline, asked to revoke at its end. */
import { randomUUID } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { unavoidableEnd } from '../core/grants.ts';
import { requesterName } from './announce.ts';
import { clockTime, later } from './clock.ts';
import { postMail } from './deliveries.ts';
import { linkToken, tokenHash, tokenPlaceholder } from './links.ts';
import { grantMail, revokeMail } from './mails/grant.ts';
import { requestIntention, timelineIntention } from './org-rows.ts';
import type { Pointer, RelayPorts, Unit } from './ports.ts';
import { readerOf } from './readers.ts';
import { textOf } from './revisions.ts';
import type { GrantorLink, GrantStep, Person, StoredRequest } from './rows.ts';
import { ASK_REVOKE } from './timers.ts';

/** The row of the platform's page in which the grant is given. */
export const GRANT_TO = 'Salesforce.com Support';
/** While a grant stands after its window, its user is asked again after a day. */
const ASK_AGAIN = { hours: 24 } as const;

const settingsUrl = (instanceUrl: string) =>
  `${instanceUrl}/lightning/settings/personal/GrantLoginAccess/home`;

/** @returns null for a publisher, whose row bears a name that we do not know */
export const grantTo = (request: StoredRequest): string | null =>
  textOf(request.content, 'Requesting_Party__c') === 'Package_publisher' ? null : GRANT_TO;

export interface OpenWindow {
  start: string;
  end: string;
}

/** The shortest duration to choose, and the date on which that grant ends by itself. */
export function grantChoice(target: Person, { start, end }: OpenWindow) {
  return unavoidableEnd({ windowStart: start, windowEnd: end, zone: target.timeZone ?? 'UTC' });
}

/** Asks for the grant, once for each request. @param opened the entry that opened the window */
export async function askGrantor(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { window, at, opened }: { window: OpenWindow; at: string; opened: Pointer },
): Promise<void> {
  const { target } = request;
  if (!target || request.grantStep !== 'Not_asked') return;
  const { org, origin } = ports;
  const standing = (await sharers(unit, request)).find(({ grantEnd }) => covers(grantEnd, target, window));
  if (standing) return takeOver(unit, ports, request, { standing, at, opened });
  const id = randomUUID();
  const hash = await tokenHash(ports, await linkToken(ports, id));
  await unit.grantorLinks.put({
    ...{ tokenHash: hash, requestId: request.id, userId: target.id, madeAt: at, declinedAt: null },
  });
  const { duration, date } = grantChoice(target, window);
  const content = grantMail({
    orgName: org.name,
    grantorName: target.name,
    requester: requesterName(request),
    approvers: request.settledBy ? [request.settledBy] : [],
    caseNumber: request.caseNumber,
    checkPhrase: request.checkPhrase ?? '',
    requestingParty: textOf(request.content, 'Requesting_Party__c') ?? '',
    grantTo: grantTo(request),
    duration,
    unavoidableEnd: date,
    window,
    ...readerOf(target),
    settingsUrl: settingsUrl(org.instanceUrl),
    declineUrl: `${origin}/grants/${await tokenPlaceholder(ports)}/decline`,
  });
  await step(unit, ports, request, { step: 'Asked', at });
  if (target.email === null) return;
  const contact = { id: null, name: target.name, address: target.email };
  const key = `grant:${request.id}`;
  await postMail(unit, { id, at, key, kind: 'grant', requestId: request.id, contact, content });
}

/** Other requests of the same user and party whose grant stands: a user has one grant for each party. */
export async function sharers(unit: Unit, request: StoredRequest): Promise<StoredRequest[]> {
  const party = (one: StoredRequest) => grantTo(one);
  const others = await unit.requests.list(['Window_open', 'Completed', 'Revoked']);
  return others.filter(
    (other) =>
      other.id !== request.id &&
      other.targetUser === request.targetUser &&
      other.grantStep === 'Granted' &&
      party(other) === party(request),
  );
}

/** Whether a grant that lasts through this date can be used until the window's end, in the grantor's zone. */
function covers(grantEnd: string | null, target: Person, { end }: OpenWindow): boolean {
  const last = Temporal.Instant.from(end)
    .toZonedDateTimeISO(target.timeZone ?? 'UTC')
    .toPlainDate();
  return grantEnd !== null && Temporal.PlainDate.compare(grantEnd, last) >= 0;
}

/** As with an extension: the user has granted already and is not asked again. */
async function takeOver(
  unit: Unit,
  { org }: RelayPorts,
  request: StoredRequest,
  { standing, at, opened }: { standing: StoredRequest; at: string; opened: Pointer },
): Promise<void> {
  const { grantStep, grantEnd } = standing;
  await unit.requests.change(request.id, { grantStep, grantEnd });
  // No fact of its own: the watch has logged the grant.
  const fields = { Grant_Step__c: grantStep, Grant_End__c: grantEnd };
  await unit.projections.intend(requestIntention(request.id, fields, opened));
  const name = request.target?.name ?? 'The user';
  const entry = {
    ...{ requestId: request.id, kind: 'Grant' as const, at, actor: null, textKey: 'grant.taken_over' },
    ...{ values: { name, request: standing.name, until: grantEnd } },
    summary: `${name} is not asked again: the grant of ${standing.name} stands and lasts through ${grantEnd ?? ''}`,
  };
  await unit.projections.intend(timelineIntention(org.orgId, entry, opened));
}

async function step(
  unit: Unit,
  { org }: RelayPorts,
  request: StoredRequest,
  { step: grantStep, at }: { step: 'Asked'; at: string },
): Promise<void> {
  const user = request.target?.id ?? '';
  const pointer = await unit.append({
    ...{ v: 1, type: 'grant.asked', org: org.orgId, at, request: request.id, user },
  });
  await unit.requests.change(request.id, { grantStep });
  await unit.projections.intend(requestIntention(request.id, { Grant_Step__c: grantStep }, pointer));
  const name = request.target?.name ?? 'the user';
  const hasAddress = request.target?.email !== null;
  const entry = {
    ...{
      requestId: request.id,
      kind: 'Grant' as const,
      at,
      actor: null,
      textKey: 'grant.asked',
      values: { name },
    },
    summary: hasAddress
      ? `${name} is asked to grant login access`
      : `${name} has no mail address and must be asked by hand`,
  };
  await unit.projections.intend(timelineIntention(org.orgId, entry, pointer));
}

/** Asks for the grant to be taken back, unless another window of that user still needs it. */
export async function askToRevoke(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { at, because, round }: { at: string; because: 'window ended' | 'revoked'; round: number },
): Promise<void> {
  const { target } = request;
  const current = await unit.requests.get(request.id);
  if (!target || target.email === null || !current) return;
  // Of an earlier window the grant may stand that this one has used.
  const holder = current.grantStep === 'Granted' ? current : (await sharers(unit, request))[0];
  if (!holder) return;
  const others = await unit.requests.list(['Window_open']);
  if (others.some((other) => other.id !== request.id && other.targetUser === request.targetUser)) return;
  const { org } = ports;
  const usableUntil =
    holder.grantEnd ?? Temporal.Instant.from(at).toZonedDateTimeISO('UTC').toPlainDate().toString();
  const content = revokeMail({
    orgName: org.name,
    grantorName: target.name,
    caseNumber: request.caseNumber,
    checkPhrase: request.checkPhrase ?? '',
    grantTo: grantTo(request),
    usableUntil,
    because,
    ...readerOf(target),
    settingsUrl: settingsUrl(org.instanceUrl),
  });
  const contact = { id: null, name: target.name, address: target.email };
  const key = `revoke:${request.id}:${round}`;
  await postMail(unit, { at, key, kind: 'revoke', requestId: request.id, contact, content });
  const again = later(at, ASK_AGAIN);
  const data = { request: request.id, round: round + 1 };
  await unit.enqueue(ASK_REVOKE, data, { key: request.id, at: again });
}

export interface GrantorView {
  now: string;
  org: { id: string; name: string };
  grantor: string;
  requester: string;
  approvers: string[];
  caseNumber: string;
  requestingParty: string;
  purpose: string;
  checkPhrase: string;
  duration: string;
  unavoidableEnd: string;
  window: OpenWindow;
  settingsUrl: string | null;
  step: GrantStep;
}

/** @throws AppError not_found */
export async function grantorView(ports: RelayPorts, link: GrantorLink): Promise<GrantorView> {
  const { org, store } = ports;
  const request = await store.rows(org.orgId).requests.get(link.requestId);
  const { windowStart: start, windowEnd: end, target } = request ?? {};
  if (!request || !start || !end || !target) throw new AppError('not_found', 'There is no such request.');
  const { duration, date } = grantChoice(target, { start, end });
  return {
    now: await clockTime(ports),
    org: { id: org.orgId, name: org.name },
    grantor: target.name,
    requester: requesterName(request),
    approvers: request.settledBy ? [request.settledBy] : [],
    caseNumber: request.caseNumber,
    requestingParty: textOf(request.content, 'Requesting_Party__c') ?? '',
    purpose: textOf(request.content, 'Purpose__c') ?? '',
    checkPhrase: request.checkPhrase ?? '',
    duration,
    unavoidableEnd: date,
    window: { start, end },
    settingsUrl: settingsUrl(org.instanceUrl),
    step: request.grantStep,
  };
}
