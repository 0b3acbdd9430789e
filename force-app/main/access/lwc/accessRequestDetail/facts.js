const text = (name) => ({ name, read: (request) => ({ text: request[`${name}$label`] ?? request[name] }) });
const long = (name) => ({ name, read: (request) => ({ text: request[name], long: true }) });
const at = (name) => ({ name, read: (request) => ({ at: request[name] }) });
const day = (name) => ({ name, read: (request) => ({ date: request[name] }) });
const parent = (name, relationship) => ({ name, read: (request) => ({ text: request[relationship]?.Name }) });
/** Shown only when the record holds a value: an empty one would ask a question nobody has. */
const whenFilled = (fact) => ({ ...fact, optional: true });

const CONTENT = [
  text('Support_Case_Number__c'),
  whenFilled(text('Support_Case_Id__c')),
  text('Requesting_Party__c'),
  text('Incident_Type__c'),
  parent('Target_User__c', 'Target_User__r'),
  text('Data_Viewed__c'),
  text('Environment__c'),
  text('Hours_Wanted__c'),
  parent('Requested_By__c', 'Requested_By__r'),
  whenFilled(text('Requested_By_Address__c')),
  whenFilled(at('Submitted_At__c')),
  whenFilled(text('Mode__c')),
  whenFilled(text('Freeze_Ended_By__c')),
  whenFilled(at('Freeze_Ended_At__c')),
  long('Purpose__c'),
  long('Necessity__c'),
  whenFilled(long('Answer__c')),
  whenFilled(long('Cancel_Reason__c')),
  whenFilled(long('Revocation_Reason__c')),
];

const WINDOW = [
  at('Window_Start__c'),
  at('Window_End__c'),
  whenFilled(text('Decided_By__c')),
  whenFilled(at('Decided_At__c')),
  whenFilled(text('Outcome__c')),
  whenFilled(text('Check_Phrase__c')),
];

const GRANT = [text('Grant_Step__c'), day('Grant_End__c')];

const BREAK_GLASS = [
  long('Break_Glass_Reason__c'),
  whenFilled(text('Break_Glass_Review__c')),
  whenFilled(at('Break_Glass_Review_Due__c')),
  whenFilled(text('Break_Glass_Reviewed_By__c')),
  whenFilled(at('Break_Glass_Reviewed_At__c')),
];

function factsFrom(definitions, request, fieldInfos) {
  return definitions
    .map(({ name, read, optional }) => ({
      label: fieldInfos?.[name]?.label ?? name,
      ...read(request),
      optional,
    }))
    .filter((fact) => !fact.optional || fact.text || fact.at || fact.date);
}

/** What was asked for. `fieldInfos` are the object's fields by API name. */
export const contentFacts = (request, fieldInfos) => factsFrom(CONTENT, request, fieldInfos);

/** The emergency and its review; undefined for an ordinary request. */
export function breakGlassFacts(request, fieldInfos) {
  return request.Break_Glass__c ? factsFrom(BREAK_GLASS, request, fieldInfos) : undefined;
}

/** When entry is authorized, and by whom; undefined as long as nobody has approved. */
export function windowFacts(request, fieldInfos) {
  return request.Window_Start__c ? factsFrom(WINDOW, request, fieldInfos) : undefined;
}

/** Where the grant of the user stands; undefined as long as the user has not been asked. */
export function grantFacts(request, fieldInfos) {
  const isAsked = request.Grant_Step__c && request.Grant_Step__c !== 'Not_asked';
  return isAsked ? factsFrom(GRANT, request, fieldInfos) : undefined;
}
