import breakGlassFollows from '@salesforce/label/c.Form_Break_Glass_Follows';
import breakGlassIntro from '@salesforce/label/c.Form_Break_Glass_Intro';
import sectionBreakGlass from '@salesforce/label/c.Form_Section_Break_Glass';
import sectionCase from '@salesforce/label/c.Form_Section_Case';
import sectionPurpose from '@salesforce/label/c.Form_Section_Purpose';
import sectionScope from '@salesforce/label/c.Form_Section_Scope';

const text = (name) => ({ name, kind: 'text' });
const choice = (name) => ({ name, kind: 'choice' });
const long = (name) => ({ name, kind: 'long' });

const isBlank = (value) => value === undefined || value === null || String(value).trim() === '';
const isBreakGlass = (values) => values.Break_Glass__c === true;

/**
 * The form in reading order; `optional` may stay empty when a request is submitted, and what has a `when` is there only
 * while that holds of the values.
 */
const SECTIONS = [
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
  {
    heading: sectionBreakGlass,
    // Before there is a case there is nothing to confirm.
    when: (values) => isBreakGlass(values) || !isBlank(values.Support_Case_Number__c),
    intro: breakGlassIntro,
    follows: (values) => (isBreakGlass(values) ? breakGlassFollows : undefined),
    fields: [
      { name: 'Break_Glass__c', kind: 'tick', optional: true },
      { ...long('Break_Glass_Reason__c'), when: isBreakGlass },
      { ...text('Break_Glass_Confirmation__c'), when: isBreakGlass },
    ],
  },
];

/** The sections and fields that are there for these values. */
export function sectionsFor(values) {
  return SECTIONS.filter(({ when }) => !when || when(values)).map((section) => ({
    ...section,
    fields: section.fields.filter(({ when }) => !when || when(values)),
  }));
}

/** Whether the case number that is typed to confirm break-glass is another one than the request's. */
export function isMistyped(values) {
  const trimmed = (name) => String(values[name] ?? '').trim();
  return isBreakGlass(values) && trimmed('Break_Glass_Confirmation__c') !== trimmed('Support_Case_Number__c');
}

/** A draft needs no more than this; the org asks for it in every state. */
const ALWAYS_REQUIRED = ['Support_Case_Number__c'];

const FIELD_NAMES = SECTIONS.flatMap((section) => section.fields.map((field) => field.name));

/** Fields that `values` lacks for a draft, or for a request that is handed in. */
export function missingFields(values, { isDraft }) {
  const needed = sectionsFor(values)
    .flatMap((section) => section.fields)
    .filter((field) => (isDraft ? ALWAYS_REQUIRED.includes(field.name) : !field.optional))
    .map((field) => field.name);
  return needed.filter((name) => isBlank(values[name]));
}

/** Field values as the org stores them: texts trimmed, hours a number, what is blank, or not asked for, as null. */
export function contentOf(values) {
  const there = sectionsFor(values).flatMap((section) => section.fields.map((field) => field.name));
  return Object.fromEntries(
    FIELD_NAMES.map((name) => {
      if (name === 'Break_Glass__c') {
        return [name, isBreakGlass(values)];
      }
      if (!there.includes(name) || isBlank(values[name])) {
        return [name, null];
      }
      return [name, name === 'Hours_Wanted__c' ? Number(values[name]) : String(values[name]).trim()];
    }),
  );
}
