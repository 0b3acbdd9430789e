/** Who is who: names as the ledger's commitments open them; else the pseudonym, the record id. */
import type { Json } from '../core/canonical.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { type Reader, WITHHELD } from './reader.ts';

/** @returns each contact's name by the contact's id. */
export function contactNames(entries: readonly LedgerEntry[], reader: Reader): Map<string, string> {
  const names = new Map<string, string>();
  for (const entry of entries) {
    if (entry.type === 'roster.sealed') {
      for (const { id, name } of entry.contacts) names.set(id, reader.text(name));
    } else if (entry.type === 'roster.changed') names.set(entry.contact, reader.text(entry.entry.name));
  }
  return names;
}

/** @returns each user's name by the user's id; what is withheld in one place may be open in another. */
export function userNames(entries: readonly LedgerEntry[], reader: Reader): Map<string, string> {
  const names = new Map<string, string>();
  const learn = (id: Json | undefined, name: string) => {
    if (typeof id === 'string' && name !== '' && name !== WITHHELD) names.set(id, name);
  };
  for (const entry of entries) {
    if (entry.type === 'request.revision') {
      for (const person of [entry.fields['Target_User__c'], entry.fields['Requested_By__c']]) {
        learn((person as { id?: Json } | null | undefined)?.id, reader.text(person));
      }
    } else if (entry.type === 'grant.seen') {
      learn(entry.user, reader.text(entry.userName));
    } else if (entry.type === 'access.seen' && entry.target['state'] === 'Resolved') {
      learn(entry.target['userId'], reader.text(entry.targetName));
    }
  }
  return names;
}
