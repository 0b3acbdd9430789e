import sectionCase from '@salesforce/label/c.Form_Section_Case';
import sectionPurpose from '@salesforce/label/c.Form_Section_Purpose';
import sectionScope from '@salesforce/label/c.Form_Section_Scope';

const text = (name) => ({ name, kind: 'text' });
const choice = (name) => ({ name, kind: 'choice' });
const long = (name) => ({ name, kind: 'long' });

/** The form in reading order; `optional` may stay empty when a request is submitted. */
export const SECTIONS = [
  {
    heading: sectionCase,
    fields: [
      text('Support_Case_Number__c'),
      { ...text('Support_Case_Id__c'), optional: true },
      choice('Requesting_Party__c'),
      choice('Incident_Type__c'),
    ],
  },
  {
    heading: sectionPurpose,
    fields: [long('Purpose__c'), long('Necessity__c'), { name: 'Data_Viewed__c', kind: 'radio' }],
  },
  {
    heading: sectionScope,
    fields: [
      { name: 'Target_User__c', kind: 'user' },
      choice('Environment__c'),
      { name: 'Hours_Wanted__c', kind: 'number' },
    ],
  },
];

/** A draft needs no more than this; the org asks for it in every state. */
const ALWAYS_REQUIRED = ['Support_Case_Number__c'];

export const FIELD_NAMES = SECTIONS.flatMap((section) => section.fields.map((field) => field.name));

const isBlank = (value) => value === undefined || value === null || String(value).trim() === '';

/** Fields that `values` lacks for a draft, or for a request that is handed in. */
export function missingFields(values, { isDraft }) {
  const needed = SECTIONS.flatMap((section) => section.fields)
    .filter((field) => (isDraft ? ALWAYS_REQUIRED.includes(field.name) : !field.optional))
    .map((field) => field.name);
  return needed.filter((name) => isBlank(values[name]));
}

/** Field values as the org stores them: texts trimmed, hours a number, what is blank as null. */
export function contentOf(values) {
  return Object.fromEntries(
    FIELD_NAMES.map((name) => {
      if (isBlank(values[name])) {
        return [name, null];
      }
      return [name, name === 'Hours_Wanted__c' ? Number(values[name]) : String(values[name]).trim()];
    }),
  );
}
