const picklist = (...values) => ({
  values: values.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
});

/** Object info as `GET /ui-api/object-info/Access_Request__c` answers, reduced to what the panels read. */
export function objectInfoOf({ createable = true, updateable = true } = {}) {
  const field = (label, more = {}) => ({ label, inlineHelpText: null, length: 0, ...more });
  return {
    apiName: 'Access_Request__c',
    createable,
    updateable,
    defaultRecordTypeId: '012000000000000AAA',
    fields: {
      Name: field('Access Request'),
      State__c: field('State'),
      Support_Case_Number__c: field('Support Case Number', {
        length: 40,
        inlineHelpText: 'As support wrote it.',
      }),
      Support_Case_Id__c: field('Support Case Id', { length: 18 }),
      Requesting_Party__c: field('Requesting Party'),
      Incident_Type__c: field('Incident Type'),
      Purpose__c: field('Purpose', { length: 4000 }),
      Necessity__c: field('Necessity', { length: 4000 }),
      Data_Viewed__c: field('Data Viewed', { inlineHelpText: 'Does anybody look at records?' }),
      Target_User__c: field('Target User'),
      Environment__c: field('Environment'),
      Hours_Wanted__c: field('Hours Wanted'),
      Break_Glass__c: field('Break-glass'),
      Break_Glass_Reason__c: field('Break-glass reason', { length: 4000 }),
      Break_Glass_Confirmation__c: field('Break-glass confirmation', { length: 40 }),
      Break_Glass_Review__c: field('Break-glass review'),
      Cancel_Reason__c: field('Cancel Reason', { length: 255 }),
      Revocation_Reason__c: field('Revocation Reason', { length: 255 }),
      Answer__c: field('Answer', { length: 4000 }),
    },
  };
}

/** Picklist values as `GET /ui-api/object-info/Access_Request__c/picklist-values/{recordTypeId}` answers. */
export function picklistsOf() {
  return {
    picklistFieldValues: {
      Requesting_Party__c: picklist('Salesforce_employee', 'Contract_partner'),
      Incident_Type__c: picklist('Support_escalation', 'Database_operations'),
      Data_Viewed__c: picklist('Yes', 'No'),
      Environment__c: picklist('Production', 'Sandbox'),
      State__c: picklist(
        'Draft',
        'Submitted',
        'Awaiting_decision',
        'Approved',
        'Window_open',
        'Completed',
        'Denied',
      ),
    },
  };
}

/** A request as GraphQL hands it out, in the shape `answerOf` takes. */
export function requestRow(values = {}) {
  const state = values.State__c ?? 'Awaiting_decision';
  return {
    Id: 'a00000000000001AAA',
    Name: 'AR-000001',
    Support_Case_Number__c: '48211906',
    Target_User__r: { Name: 'Ada Morgan' },
    Requested_By__r: { Name: 'Priya Nair' },
    Deadline__c: '2099-01-01T12:00:00.000Z',
    Next_Open__c: null,
    Window_Start__c: null,
    Window_End__c: null,
    Purpose__c: 'The nightly export fails.',
    Gates__c: null,
    Gate_Summary__c: null,
    ...values,
    State__c: { value: state, label: state.replaceAll('_', ' ') },
  };
}

/** Waits until the component has rendered what was emitted or clicked. */
// The end of the task queue is when wires, promises and rendering have run.
// eslint-disable-next-line @lwc/lwc/no-async-operation
export const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
