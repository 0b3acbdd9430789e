const FIELDS = [
  'Support_Case_Number__c',
  'Support_Case_Id__c',
  'Requesting_Party__c',
  'Incident_Type__c',
  'Purpose__c',
  'Necessity__c',
  'Data_Viewed__c',
  'Target_User__c',
  'Environment__c',
  'Hours_Wanted__c',
  'Break_Glass__c',
  'Break_Glass_Reason__c',
  'Break_Glass_Confirmation__c',
];
const qualified = (name) => `Access_Request__c.${name}`;

/** Fields read when a draft is taken up again. */
export const DRAFT_FIELDS = [
  ...FIELDS.map(qualified),
  qualified('Target_User__r.Name'),
  qualified('Client_Key__c'),
  qualified('Name'),
  qualified('Extends__c'),
  qualified('Extends__r.Name'),
];

/** What an extension takes over from the request before it: all but the reasons for more time and its length. */
const OWN_OF_AN_EXTENSION = ['Necessity__c', 'Hours_Wanted__c'];

/** Values of the form from a draft's record; `valueOf` is the platform's reader of one field. */
export function valuesOfDraft(record, valueOf) {
  const values = Object.fromEntries(
    FIELDS.map((name) => [name, valueOf(record, qualified(name)) ?? undefined]),
  );
  return {
    ...values,
    Target_User__c$name: valueOf(record, qualified('Target_User__r.Name')) ?? undefined,
    Extends__c: valueOf(record, qualified('Extends__c')) ?? undefined,
    Extends__c$name: valueOf(record, qualified('Extends__r.Name')) ?? undefined,
  };
}

/** Values of the form for a new request that extends this one. */
export function valuesOfExtension(record, valueOf) {
  const values = { ...valuesOfDraft(record, valueOf) };
  OWN_OF_AN_EXTENSION.forEach((name) => delete values[name]);
  return { ...values, Extends__c: record.id, Extends__c$name: valueOf(record, qualified('Name')) };
}
