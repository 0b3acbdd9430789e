/** A contact as GraphQL hands it out, in the shape `answerOf` takes. */
export function contactRow(values = {}) {
  const { Role__c: role = 'Security_lead', Standing__c: standing = 'In_force' } = values;
  const picked = (value) => (value === null ? null : { value, label: value.replaceAll('_', ' ') });
  return {
    Id: 'a02000000000001AAA',
    Name: 'Marit Jansen',
    Address__c: 'marit@bank.example',
    Level__c: 1,
    Active__c: true,
    May_Decide__c: true,
    Channels__c: null,
    Language__c: 'en',
    Time_Zone__c: 'Europe/Berlin',
    User__c: null,
    User__r: null,
    Roster_State__c: 'Sealed',
    Unsigned_Change__c: null,
    Away_Until__c: null,
    Passkeys__c: 1,
    Keys_Waiting__c: 0,
    Passkey_Enrolled_At__c: '2026-11-01T08:00:00Z',
    Last_Key_Use__c: '2026-11-20T09:00:00Z',
    ...values,
    Role__c: picked(role),
    Standing__c: picked(standing),
  };
}

/** The governance status as GraphQL hands it out. */
export function statusRow(values = {}) {
  return {
    Id: 'a09000000000001AAA',
    Mode__c: { value: 'Opt_out_enabled', label: 'Opt-out enabled' },
    Mode_Since__c: '2026-11-01T00:00:00Z',
    Mode_Set_By__c: 'operator',
    Mode_Signed_By__c: 'Marit Jansen',
    Policy_Version__c: 'Default-411e3565d7f40c1e',
    Policy_Since__c: '2026-11-01T00:00:00Z',
    Policy_Signed_By__c: null,
    Roster_Version__c: 'roster-0011223344556677',
    Waiting__c: '[]',
    Alarms__c: '[]',
    Asking__c: '[]',
    ...values,
  };
}

/** Picklist values of a contact, as the UI API answers. */
export function contactPicklists() {
  const values = (...names) => ({
    values: names.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
  });
  return {
    picklistFieldValues: {
      Role__c: values('Security_lead', 'Compliance_lead'),
      Language__c: values('en', 'de'),
    },
  };
}
