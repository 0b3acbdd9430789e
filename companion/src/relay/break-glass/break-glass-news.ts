/** Tells the contacts of break-glass: at once when it opened, before the review is due, and when it was reviewed. */
import { requesterName } from '../announce.ts';
import { clockTime } from '../clock.ts';
import { raiseFinding } from '../findings.ts';
import { type BreakGlassMail, breakGlassMail } from '../mails/break-glass.ts';
import { notify, type NoticeReader } from '../notify.ts';
import type { RelayPorts, Unit } from '../ports.ts';
import { textOf } from '../revisions.ts';
import { standing } from '../roster.ts';
import type { StoredContact, StoredRequest } from '../rows.ts';

/** Everybody whom the signed roster names, with a vote or without, whatever somebody has made of the rows since. */
async function signedContacts(unit: Unit): Promise<StoredContact[]> {
  return (await unit.contacts.list())
    .filter(({ sealed }) => sealed?.['active'] === true)
    .flatMap((row) => standing(row) ?? []);
}

async function tell(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { what, key, at, except }: { what: BreakGlassMail['what']; key: string; at: string; except?: string },
): Promise<void> {
  const { org } = ports;
  const use = request.breakGlass;
  if (use === null) return;
  const text = (field: string) => textOf(request.content, field) ?? '';
  for (const contact of await signedContacts(unit)) {
    if (contact.id === except) continue;
    const content = (reader: NoticeReader) =>
      breakGlassMail({
        ...reader,
        ...{ what, orgName: org.name, requestName: request.name, caseNumber: request.caseNumber },
        ...{ requester: requesterName(request), targetUser: request.target?.name ?? '' },
        requestingParty: text('Requesting_Party__c'),
        ...{ window: use.window, reviewDue: use.reviewDue, checkPhrase: request.checkPhrase ?? '' },
        dataViewed: text('Data_Viewed__c') === 'Yes',
        url: `${reader.origin}/requests/${org.orgId}/${request.id}`,
        reviewUrl: `${reader.origin}/signatures/break-glass-review/${request.id}`,
      });
    const about = { kind: 'break-glass' as const, requestId: request.id, matter: key };
    await notify(unit, ports, { at, key: `${key}:${contact.id}`, ...about, contact, content });
  }
}

/** Everybody at once: nobody of them was asked. */
export function tellOpened(unit: Unit, ports: RelayPorts, request: StoredRequest, at: string): Promise<void> {
  return tell(unit, ports, request, { what: { kind: 'opened' }, key: `break-glass:${request.id}`, at });
}

/** Told once of a request: the policy let an emergency through, and what should open it stands nowhere. */
export async function tellOpeningRefused(
  ports: RelayPorts,
  { id, name, caseNumber }: StoredRequest,
  refusal: string,
): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, (unit) =>
    raiseFinding(unit, org.orgId, at, {
      key: `break-glass-not-opened:${id}`,
      kind: 'Break_glass_not_opened',
      severity: 'Critical',
      title: `Break-glass not opened: ${name}`,
      details: `The policy let this emergency through, and the org refuses the rows that open its window. Nothing is open. It is tried again, less and less often, until its deadline. The org says: “${refusal}”`,
      nextStep:
        'Mend what the org refuses: a validation rule of its own, a field or a permission of the integration user. Raise an ordinary request if it cannot wait.',
      facts: [
        ['Request', name],
        ['Support case', caseNumber],
      ],
      requestId: id,
      subject: { request: id },
      detail: 'The org refuses what break-glass opens.',
    }),
  );
}

/** @param hours before the due time at which this reminder is meant to come; told are those that are left, also when it is late */
export function tellReviewDue(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { hours, at }: { hours: number; at: string },
): Promise<void> {
  return tell(unit, ports, request, {
    what: { kind: 'due', hours: hoursLeft(request.breakGlass?.reviewDue ?? at, at) },
    key: `break-glass:${request.id}:due:${hours}`,
    at,
  });
}

const hoursLeft = (reviewDue: string, at: string): number =>
  Math.max(1, Math.round(Temporal.Instant.from(at).until(reviewDue).total('hours')));

export function tellReviewed(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { by, outcome, at, except }: { by: string; outcome: string; at: string; except: string },
): Promise<void> {
  return tell(unit, ports, request, {
    what: { kind: 'reviewed', by, outcome },
    ...{ key: `break-glass:${request.id}:reviewed`, at, except },
  });
}
