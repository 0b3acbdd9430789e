/** The terms that the policy sets for one request, by what the request says of itself. */
import type { AccessPolicy } from '../core/policy.ts';
import { type RequestTerms, termsOf } from '../core/terms.ts';
import { textOf } from './revisions.ts';
import type { StoredRequest } from './rows.ts';

export function termsFor(
  policy: AccessPolicy,
  { content, risk }: Pick<StoredRequest, 'content' | 'risk'>,
): RequestTerms {
  const viewed = textOf(content, 'Data_Viewed__c');
  return termsOf(policy, {
    incidentType: textOf(content, 'Incident_Type__c'),
    environment: textOf(content, 'Environment__c'),
    dataViewed: viewed === null ? null : viewed === 'Yes',
    risk,
  });
}
