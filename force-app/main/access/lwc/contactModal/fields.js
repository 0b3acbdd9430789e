/** The longest text of a name field, as the platform sets it. */
const NAME_LENGTH = 80;

/** A contact as a form begins: what the row says, or what a new row would have. */
export function draftOf(contact, timeZone) {
  return {
    Name: contact?.Name ?? '',
    Address__c: contact?.Address__c ?? '',
    Role__c: contact?.Role__c ?? '',
    Level__c: contact?.Level__c ?? 1,
    Active__c: contact?.Active__c ?? true,
    May_Decide__c: contact?.May_Decide__c ?? true,
    Channels__c: contact?.Channels__c ?? '',
    Language__c: contact?.Language__c ?? 'en',
    Time_Zone__c: contact ? (contact.Time_Zone__c ?? '') : timeZone,
    User__c: contact?.User__c ?? null,
  };
}

const stored = (value) => (value === '' ? null : value);

/**
 * Fields to save: all of a new contact, of another those that differ.
 *
 * @param {object} draft values of the form
 * @param {object | undefined} before the form as it began; undefined for a new contact
 */
export function fieldsToSave(draft, before) {
  const entries = Object.entries(draft).filter(
    ([name, value]) => !before || stored(value) !== stored(before[name]),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, stored(value)]));
}

/** Whether a calendar knows the zone; an empty one is left to the companion. */
export function isKnownZone(name) {
  if (!name) {
    return true;
  }
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: name }));
  } catch {
    return false;
  }
}

export const nameLength = NAME_LENGTH;
