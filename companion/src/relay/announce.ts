/** Tells contacts of a request that waits: those who can decide, and those who are notified only. */
import type { RosterContact } from '../core/roster.ts';
import { inPlaceOf } from './in-place.ts';
import { requestMail } from './mails/request.ts';
import { notify, type NoticeReader } from './notify.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { textOf } from './revisions.ts';
import type { StoredRequest } from './rows.ts';

export async function announce(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  contacts: readonly RosterContact[],
  /** The whole roster: a mail says in whose place its reader is asked. */
  roster: readonly RosterContact[],
  at: string,
  /** Share of the time that has passed, for a reminder; null for the first asking. */
  reminder: number | null = null,
): Promise<void> {
  const { org } = ports;
  const { content: fields } = request;
  const hours = fields['Hours_Wanted__c'];
  for (const contact of contacts) {
    const content = (reader: NoticeReader) =>
      requestMail({
        ...reader,
        orgName: org.name,
        environment: textOf(fields, 'Environment__c') ?? '',
        requestName: request.name,
        caseNumber: request.caseNumber,
        checkPhrase: request.checkPhrase ?? '',
        requestingParty: textOf(fields, 'Requesting_Party__c') ?? '',
        requester: requesterName(request),
        incidentType: textOf(fields, 'Incident_Type__c') ?? '',
        targetUser: request.target?.name ?? '',
        dataViewed: textOf(fields, 'Data_Viewed__c') === 'Yes',
        hoursWanted: typeof hours === 'number' ? hours : 0,
        deadline: request.deadline ?? at,
        reminder,
        mayDecide: contact.mayDecide,
        inPlaceOf: inPlaceOf(roster, request, contact.id, at),
        url: `${reader.origin}/requests/${org.orgId}/${request.id}`,
      });
    const occasion = reminder === null ? '' : `:${reminder}`;
    const matter = `request:${request.id}${occasion}`;
    const kind = reminder === null ? ('request' as const) : ('reminder' as const);
    const about = { kind, requestId: request.id, matter };
    const key = `request:${request.id}:${contact.id}${occasion}`;
    await notify(unit, ports, { at, key, ...about, contact, content });
  }
}

export function requesterName({ requester, content }: StoredRequest): string {
  return requester?.name ?? textOf(content, 'Requested_By_Address__c') ?? 'unknown';
}
