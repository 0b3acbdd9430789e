/** The validation rules of force-app, evaluated by the local org's formula engine. */
import { join } from 'node:path';
import type { RequestState } from '../companion/src/core/requests.ts';
import { readProjectFiles } from '../scripts/local-org/deploy/check/files.ts';
import { buildProject } from '../scripts/local-org/deploy/check/project.ts';
import { scopeOf } from '../scripts/local-org/deploy/check/rules/formulas.ts';
import { textOf } from '../scripts/local-org/deploy/check/xml.ts';
import { compileFormula, evaluate } from '../scripts/local-org/formula/formula.ts';

export type Row = Record<string, string | number | boolean | null>;

export const USER = '005000000000001AAA';
export const ORG15 = '00D000000000001';
export const ORG = '00D000000000001EAA';
export const REQUEST = 'Access_Request__c';

export const metadata = buildProject(readProjectFiles(join(import.meta.dirname, '..')));
export const rules = metadata.of('ValidationRule').map(({ name, object, root }) => ({
  name,
  object: object ?? '',
  message: textOf(root, 'errorMessage'),
  formula: compileFormula(textOf(root, 'errorConditionFormula'), scopeOf(object ?? '', metadata), 'boolean'),
}));

/** Names of the rules that refuse a write; `prior` null = an insert. */
export function refusals(
  object: string,
  writer: 'person' | 'companion',
  prior: Row | null,
  record: Row,
): string[] {
  const environment = {
    record,
    prior,
    isNew: prior === null,
    user: { Id: USER },
    organization: { Id: ORG15 },
    permissions: (name: string) => writer === 'companion' && name === 'Countersign_Companion',
    customMetadata: () => null,
    now: Temporal.Instant.from('2026-11-21T10:00:00Z'),
    zone: 'Europe/Berlin',
    blanks: 'blank' as const,
  };
  return rules
    .filter((rule) => rule.object === object && evaluate(rule.formula, environment) === true)
    .map(({ name }) => name);
}

/** A value that is not blank, by the field's type. */
export function someValue(object: string, field: string): string | number | boolean {
  switch (metadata.field(object, field)?.type) {
    case 'Number':
      return 7;
    case 'Checkbox':
      return true;
    case 'Date':
      return '2026-11-22';
    case 'DateTime':
      return '2026-11-22T10:00:00.000+0000';
    default:
      return 'Something';
  }
}

/** All fields of an object, empty; checkboxes are never empty. */
export function blank(object: string): Row {
  const fields = [...(metadata.object(object)?.fields.values() ?? [])];
  return Object.fromEntries(fields.map(({ name, type }) => [name, type === 'Checkbox' ? false : null]));
}

export const request = (state: RequestState): Row => ({
  ...blank(REQUEST),
  ...{ State__c: state, Requested_By__c: USER, Org_Id__c: ORG, Support_Case_Number__c: '47103852' },
  ...{
    Purpose__c: 'Look at the failing sync',
    Necessity__c: 'Only visible as the user',
    Data_Viewed__c: 'Yes',
  },
  ...{ Incident_Type__c: 'Support_escalation', Requesting_Party__c: 'Salesforce_employee' },
  ...{ Target_User__c: '005000000000009AAA', Environment__c: 'Production', Hours_Wanted__c: 2 },
});
