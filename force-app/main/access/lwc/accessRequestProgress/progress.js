/**
 * What the timeline and the decisions of a request say of its approvals, put together by person. Nothing is decided here:
 * who was asked, what was delivered and what counts is what the companion wrote.
 */
const FAILED = /^notice\..+\.failed$/;

/** Values of a timeline entry; none when they cannot be read. */
function valuesOf(entry) {
  try {
    return JSON.parse(entry.Text_Values__c ?? '{}') ?? {};
  } catch {
    return {};
  }
}

const contactsIn = (values) => (Array.isArray(values.contacts) ? values.contacts : []);

function receiptsOf(entries) {
  return entries
    .filter((entry) => entry.Kind__c === 'Notice' && (entry.Text_Key__c ?? '').startsWith('notice.request.'))
    .map((entry) => ({ entry, values: valuesOf(entry) }));
}

function answersOf(decisions, contactId) {
  return decisions
    .filter((decision) => decision.Authorization_Contact__c === contactId)
    .map((decision) => ({
      id: decision.Id,
      decision: decision.Decision__c,
      at: decision.Received_At__c,
      isEnded: Boolean(decision.Ended_At__c),
      isEffective: Boolean(decision.Effective_At__c),
      because: decision.Ended_Because__c,
    }));
}

function personOf({ id, name, role }, { receipts, reminders, decisions }) {
  return {
    id,
    name,
    role,
    receipts: receipts
      .filter(({ values }) => values.contact === id)
      .map(({ entry }) => ({
        id: entry.Id,
        text: entry.Summary__c,
        at: entry.At__c,
        isFailed: FAILED.test(entry.Text_Key__c),
      })),
    remindedAt: reminders.filter(({ ids }) => ids.has(id)).at(-1)?.at,
    answers: answersOf(decisions, id),
  };
}

/** People who were told or have answered though no level asked them: notified only, or on a level of before. */
function othersThan(asked, { receipts, decisions }) {
  const others = new Map();
  for (const { values } of receipts) {
    if (values.contact && !asked.has(values.contact)) {
      others.set(values.contact, { id: values.contact, name: values.to, role: undefined });
    }
  }
  for (const decision of decisions) {
    const id = decision.Authorization_Contact__c;
    if (id && !asked.has(id)) {
      const contact = decision.Authorization_Contact__r;
      others.set(id, { id, name: contact?.Name, role: contact?.Role__c$label });
    }
  }
  return [...others.values()];
}

/**
 * @param {object[]} entries timeline entries, oldest first
 * @param {object[]} decisions in the order of receipt
 * @returns {{levels: object[], others: object[], failures: object[]}} a person stands at the first level that asked him
 */
export function progressOf(entries, decisions) {
  const asked = new Set();
  const reminders = entries
    .filter((entry) => entry.Text_Key__c === 'ladder.reminded')
    .map((entry) => ({
      at: entry.At__c,
      ids: new Set(contactsIn(valuesOf(entry)).map(({ id }) => id)),
    }));
  const ground = { receipts: receiptsOf(entries), reminders, decisions };
  const levels = entries
    .filter((entry) => entry.Text_Key__c === 'ladder.asked')
    .map((entry) => {
      const values = valuesOf(entry);
      const people = contactsIn(values).filter(({ id }) => !asked.has(id));
      people.forEach(({ id }) => asked.add(id));
      return {
        id: entry.Id,
        level: values.level,
        at: entry.At__c,
        people: people.map((person) => personOf(person, ground)),
      };
    });
  const others = othersThan(asked, ground).map((person) => personOf(person, ground));
  const failures = entries
    .filter((entry) => FAILED.test(entry.Text_Key__c ?? ''))
    .map((entry) => ({ id: entry.Id, text: entry.Summary__c, at: entry.At__c }));
  return { levels, others, failures };
}
