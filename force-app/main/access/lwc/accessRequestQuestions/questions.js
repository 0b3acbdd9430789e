/** What the entry says in its own words; its summary when the values cannot be read. */
function textOf(entry) {
  try {
    return JSON.parse(entry.Text_Values__c ?? '{}')?.text ?? entry.Summary__c;
  } catch {
    return entry.Summary__c;
  }
}

/**
 * Questions and answers among the entries of a timeline, in order.
 *
 * @param {object[]} entries timeline entries, oldest first
 */
export function questionsOf(entries) {
  return entries
    .filter((entry) => ['Question', 'Answer'].includes(entry.Kind__c))
    .map((entry) => ({
      id: entry.Id,
      kind: entry.Kind__c$label,
      isAnswer: entry.Kind__c === 'Answer',
      text: textOf(entry),
      actor: entry.Actor__c,
      at: entry.At__c,
    }));
}
