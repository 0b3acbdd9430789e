/** A request as the rules read it, and who takes part in it. */
import type { AccessRequest } from '../core/requests.ts';
import type { Identity } from '../core/roster.ts';
import { textOf } from './revisions.ts';
import type { StoredRequest } from './rows.ts';

export const partiesOf = ({
  requester,
  target,
  content,
}: StoredRequest): { requester: Identity; target: Identity } => ({
  requester: {
    userId: requester?.id ?? null,
    address: requester?.email ?? textOf(content, 'Requested_By_Address__c'),
    username: requester?.username ?? null,
  },
  target: {
    userId: target?.id ?? null,
    address: target?.email ?? null,
    username: target?.username ?? null,
  },
});

/** The request as the rules read it. */
export function domainRequest(request: StoredRequest): AccessRequest {
  const { content } = request;
  const text = (field: string) => textOf(content, field);
  const named = (person: StoredRequest['target']) =>
    person && { id: person.id, name: person.name, address: person.email };
  const viewed = text('Data_Viewed__c');
  const hours = content['Hours_Wanted__c'];
  return {
    id: request.id,
    name: request.name,
    org: request.orgId,
    revision: request.revision,
    state: request.state,
    caseNumber: request.caseNumber,
    caseId: text('Support_Case_Id__c'),
    requestingParty: text('Requesting_Party__c'),
    incidentType: text('Incident_Type__c'),
    purpose: text('Purpose__c') ?? '',
    necessity: text('Necessity__c') ?? '',
    dataViewed: viewed === null ? null : viewed === 'Yes',
    targetUser: named(request.target),
    environment: text('Environment__c'),
    hoursWanted: typeof hours === 'number' ? hours : null,
    requestedBy: named(request.requester) ?? { id: null, name: '', address: text('Requested_By_Address__c') },
    submittedAt: request.submittedAt,
    deadline: request.deadline,
  };
}
