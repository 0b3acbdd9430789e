/** English words of a request that is frozen because its record was altered, and of the look that ends it. */
export const enFreeze = {
  badge: 'Frozen',
  title: 'Frozen: the record was altered',
  lead: 'Somebody changed it in the org past the rules. What is on record counts, and nothing is decided or opened until a contact who may decide has looked. The deadline runs on.',
  link: 'Look at it, and sign how it goes on',
  whoWhen: (what: string, by: string, when: string) => `${what}, last by ${by}, ${when}`,
  values: (logged: string, found: string) => `On record: ${logged}. Found in the org: ${found}.`,
  nobody: 'nobody known',
  noTime: 'at an unknown time',
  empty: '(empty)',
  unknown: 'The alteration was found by an earlier version; the finding says what it was.',
  kinds: {
    changed: (object: string) => `${object} changed`,
    deleted: (object: string) => `${object} deleted`,
    missing: (object: string) => `${object} gone`,
    'not ours': (object: string) => `${object} not written by Countersign`,
  } as Readonly<Record<string, (object: string) => string>>,
  objects: { Access_Request__c: 'Request', Access_Decision__c: 'Decision' } as Readonly<
    Record<string, string>
  >,
  inOrg: {
    As_logged: 'In the org now: as on record; it was written back.',
    As_found: 'In the org now: still as found; it is being written back, and what is on record counts.',
    Gone: 'In the org now: nothing. What is on record counts.',
  } as Readonly<Record<string, string>>,
  label: (number: number) => `Alteration ${number}`,
  fieldLabel: (number: number, field: string) => `Alteration ${number}: ${field}`,
  heading: 'A look at an altered request',
  actLead:
    'The record of this request was changed in the org past the rules. Compare what is on record with what was found, and ask the person named, by a way you know. Then sign whether the request goes on as it is on record, or ends. A later alteration freezes it again.',
  choices: {
    Go_on: 'Go on: what is on record counts',
    End_request: 'End the request',
  } as Readonly<Record<string, string>>,
  shown: {
    state: 'How it stands',
    mayEnd: 'Can be ended',
    deadline: 'Decision due',
    loginAs: 'Log in as',
    alterations: 'Alterations',
  } as Readonly<Record<string, string>>,
  fields: {
    State__c: 'How it stands',
    Deadline__c: 'Decision due',
    Window_Start__c: 'Window opens',
    Window_End__c: 'Window ends',
    Decided_By__c: 'Decided by',
    Decided_At__c: 'Decided at',
    Decision__c: 'Decision',
    Reason__c: 'Reason',
    Frozen__c: 'Frozen',
  } as Readonly<Record<string, string>>,
};
