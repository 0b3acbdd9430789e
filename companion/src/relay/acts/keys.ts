/** What the acts on passkeys have in common: the key they are about, its holder, and what is shown of both. */
import type { Json } from '../../core/canonical.ts';
import { AppError } from '../../core/errors.ts';
import { deviceKind, printedFingerprint } from '../../core/keys.ts';
import { isAvailable, type RosterContact, samePerson } from '../../core/roster.ts';
import type { Passkey } from '../rows.ts';
import type { Sealer } from '../sealer.ts';
import type { ActGround, Prepared } from './kind.ts';

export interface KeyInQuestion {
  key: Passkey;
  holder: RosterContact;
}

/** @throws AppError not_found when the roster has no such key in one of the states */
export async function findKey(
  { rows, roster }: ActGround,
  subject: string,
  states: readonly Passkey['state'][],
): Promise<KeyInQuestion> {
  const key = await rows.passkeys.byFingerprint(printedFingerprint(subject));
  const holder = roster.contacts.find(({ id, sealed, active }) => id === key?.contactId && sealed && active);
  if (!key || !holder || !states.includes(key.state))
    throw new AppError('not_found', 'There is no passkey for which this could be signed.');
  return { key, holder };
}

/** Why this contact may not sign for somebody else; nobody signs for himself under another entry. */
export function hindranceFor({ contact }: ActGround, holder: RosterContact): string | null {
  if (!isAvailable(contact)) return 'Your own entry must be sealed, active and have a passkey.';
  const others = [holder, ...(holder.unsigned ? [holder.unsigned] : [])];
  return contact.id === holder.id || others.some((person) => samePerson(contact, person))
    ? 'Another contact must sign this.'
    : null;
}

export async function sealedHolder(seal: Sealer['seal'], { id, name, address }: RosterContact) {
  const path = `Authorization_Contact__c/${id}`;
  return {
    holder: { id, name: await seal(`${path}/Name`, name) },
    address: await seal(`${path}/Address__c`, address),
  };
}

/** The key and its holder, as they are shown and signed. */
export function preparedKey(
  { key, holder }: KeyInQuestion,
  about: { readonly [name: string]: Json },
): Prepared {
  const shown = {
    ...about,
    fingerprint: key.fingerprint,
    device: deviceKind(key.aaguid, key.backedUp),
    enrolledAt: key.enrolledAt,
  };
  const { id, name, address } = holder;
  return {
    plain: { ...shown, state: key.state, holder: { id, name, address } },
    sealed: async (seal) => ({ ...(await sealedHolder(seal, holder)), ...shown }),
  };
}
