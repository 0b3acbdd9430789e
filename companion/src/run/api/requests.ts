/** Access requests as programs and operators see them: all that is known, in the clear, of one org. */
import { answeredWith } from '../../core/answers.ts';
import { AppError } from '../../core/errors.ts';
import { alterationsInClear } from '../../relay/freezes.ts';
import type { StoredRequest } from '../../store/requests.ts';
import type { Rows } from '../../store/unit.ts';
import type { Listed, PageQuery, Reads } from '../../web/api/ports.ts';

type Query<Name extends keyof Reads> = Parameters<Reads[Name]>[1];
type Answer<Name extends keyof Reads> = Awaited<ReturnType<Reads[Name]>>;

/** One row more than asked for tells whether there is a next page. */
export async function listed<Row, Item>(
  { after, limit }: PageQuery,
  read: (page: PageQuery) => Promise<Row[]>,
  { item, at, id }: { item: (row: Row) => Item; at: (row: Row) => string; id: (row: Row) => string },
): Promise<Listed<Item>> {
  const rows = await read({ after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(item), next: last ? { at: at(last), id: id(last) } : null };
}

/** @throws AppError malformed for an answer of nobody */
export async function requestsPage(
  rows: Rows,
  { state, caseNumber, targetUser, breakGlass, answeredBy, answer, since, until }: Query<'requests'>,
  page: PageQuery,
): Promise<Answer<'requests'>> {
  if (answer !== undefined && answeredBy === undefined)
    throw new AppError('malformed', 'Name with answeredBy the contact whose answers you mean.');
  const where = {
    ...(answeredBy !== undefined && {
      id: answeredWith(await rows.decisions.answersOf(answeredBy), answer ?? 'Any'),
    }),
    ...(state !== undefined && { state }),
    ...(caseNumber !== undefined && { caseNumber }),
    ...(targetUser !== undefined && { targetUser }),
    ...(breakGlass !== undefined && { isBreakGlass: breakGlass === 'true' }),
  };
  return listed(page, (part) => rows.requests.page(where, { ...part, since, until }), {
    item: summaryOf,
    at: ({ submittedAt }) => submittedAt ?? '',
    id: ({ id }) => id,
  });
}

export async function requestDetail(rows: Rows, id: string): Promise<Answer<'request'>> {
  const request = await known(rows, id);
  const { requester, content, windowStart: start, windowEnd: end } = request;
  const intakes = await rows.intakes.ofRequest(id);
  const earlier = textIn(content, 'Extends__c');
  const later = (await rows.requests.ofCase(request.caseNumber, id)).filter(
    (other) => textIn(other.content, 'Extends__c') === id,
  );
  const address = requester?.email ?? textIn(content, 'Requested_By_Address__c');
  return {
    ...summaryOf(request),
    revision: request.revision,
    caseId: textIn(content, 'Support_Case_Id__c'),
    requester: { id: requester?.id ?? null, name: requester?.name ?? address ?? '', address },
    purpose: textIn(content, 'Purpose__c') ?? '',
    necessity: textIn(content, 'Necessity__c') ?? '',
    mode: request.mode,
    nextOpen: request.nextOpen,
    gates: [...request.gates],
    policyVersion: request.policyVersion,
    rosterVersion: request.rosterVersion,
    window: start && end ? { start, end } : null,
    emergency: emergencyOf(request),
    alterations: request.frozen ? await alterationsInClear(rows, await rows.alterations.standing(id)) : [],
    looks: await looksAt(rows, id),
    extends:
      earlier === null ? null : { id: earlier, name: (await rows.requests.get(earlier))?.name ?? null },
    extendedBy: later.map(({ id, name, state }) => ({ id, name, state })),
    grant: { step: request.grantStep, end: request.grantEnd },
    intake: intakes.map(({ key, sender, receivedAt, ask, index }) => ({
      ...{ key, sender, receivedAt, ask, ledgerIndex: index },
    })),
  };
}

/** Every look that ended a freeze of the request, oldest first. */
async function looksAt(rows: Rows, id: string): Promise<Answer<'request'>['looks']> {
  const signed = await rows.acts.ofSubject('alteration-look', id);
  if (signed.length === 0) return [];
  const names = new Map((await rows.contacts.list()).map((contact) => [contact.id, contact.name]));
  return signed.map((act) => ({
    contact: { id: act.contactId, name: names.get(act.contactId) ?? '' },
    choice: act.choice === 'End_request' ? 'End_request' : 'Go_on',
    ...{ reason: act.reason, signedAt: act.signedAt, digest: act.digest, keyFingerprint: act.fingerprint },
    ...{ ledgerIndex: act.index, ledgerLeaf: act.leaf },
  }));
}

function emergencyOf({ content, breakGlass, isBreakGlass }: StoredRequest): Answer<'request'>['emergency'] {
  if (!isBreakGlass) return null;
  const use = breakGlass?.opened ? breakGlass : null;
  const { outcome, name: by, reason, at } = use?.review ?? {};
  return {
    reason: textIn(content, 'Break_Glass_Reason__c') ?? '',
    openedAt: use?.opened?.at ?? null,
    reviewDue: use?.reviewDue ?? null,
    overdue: use?.overdue ?? false,
    review: outcome && by && reason && at ? { outcome, by, reason, at } : null,
  };
}

export async function requestTimeline(rows: Rows, id: string): Promise<Answer<'timeline'>> {
  await known(rows, id);
  return rows.projections.timeline(id);
}

export async function requestDecisions(rows: Rows, id: string): Promise<Answer<'decisions'>> {
  await known(rows, id);
  const names = new Map((await rows.contacts.list()).map((contact) => [contact.id, contact.name]));
  return (await rows.decisions.ofRequest(id)).map((decision) => ({
    contact: { id: decision.contactId, name: names.get(decision.contactId) ?? '' },
    decision: decision.decision,
    reason: decision.reason,
    status: decision.status,
    because: decision.because,
    receivedAt: decision.receivedAt,
    settledAt: decision.settledAt,
    digest: decision.digest,
    keyFingerprint: decision.fingerprint,
    policyVersion: decision.policyVersion,
    rosterVersion: decision.rosterVersion,
    ledgerIndex: decision.index,
    ledgerLeaf: decision.leaf,
  }));
}

export function deliveriesPage(
  rows: Rows,
  { request, contact, status }: Query<'deliveries'>,
  page: PageQuery,
): Promise<Answer<'deliveries'>> {
  const where = {
    ...(request !== undefined && { requestId: request }),
    ...(contact !== undefined && { contactId: contact }),
    ...(status !== undefined && { status }),
  };
  return listed(page, (part) => rows.deliveries.page(where as { requestId?: string }, part), {
    item: ({ message, ...row }) => ({ ...row, to: message.to.address, subject: message.subject }),
    at: ({ madeAt }) => madeAt,
    id: ({ id }) => id,
  });
}

function summaryOf(request: StoredRequest): Answer<'requests'>['items'][number] {
  const { content, target } = request;
  const hours = content['Hours_Wanted__c'];
  return {
    id: request.id,
    name: request.name,
    state: request.state,
    frozen: request.frozen,
    caseNumber: request.caseNumber,
    requestingParty: textIn(content, 'Requesting_Party__c'),
    incidentType: textIn(content, 'Incident_Type__c'),
    targetUser: target && { id: target.id, name: target.name },
    environment: textIn(content, 'Environment__c'),
    dataViewed: content['Data_Viewed__c'] === 'Yes',
    hoursWanted: typeof hours === 'number' ? hours : null,
    submittedAt: request.submittedAt,
    deadline: request.deadline,
    settledAt: request.settledAt,
    settledBy: request.settledBy,
    breakGlass: request.isBreakGlass,
    outcome: request.outcome,
  };
}

async function known(rows: Rows, id: string): Promise<StoredRequest> {
  const request = await rows.requests.get(id);
  if (!request) throw new AppError('not_found', 'There is no such request.');
  return request;
}

function textIn(content: StoredRequest['content'], field: string): string | null {
  const value = content[field];
  return typeof value === 'string' && value !== '' ? value : null;
}
