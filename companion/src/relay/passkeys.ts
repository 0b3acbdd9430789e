/** The passkeys of contacts: enrolled, vouched for, named, revoked. What counts is signed and on the ledger. */
import { AppError } from '../core/errors.ts';
import {
  deviceKind,
  fingerprintOf,
  INVITED_BY_HOLDER,
  type KeyState,
  plainFingerprint,
  printedFingerprint,
  VOUCH_AWAITED,
} from '../core/keys.ts';
import { FOUNDING_SETTING, type Founding } from './acts/founding-roster.ts';
import { clockTime } from './clock.ts';
import { raiseFinding } from './findings.ts';
import { contactIntention } from './org-rows.ts';
import type { Pointer, RelayPorts, Rows, Unit } from './ports.ts';
import { standing } from './roster.ts';
import type { Passkey, StoredContact } from './rows.ts';
import { sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

export const RP_SETTING = 'relay.rpId';

export type NewPasskey = Omit<
  Passkey,
  'contactId' | 'fingerprint' | 'enrolledAt' | 'state' | 'name' | 'lastUsedAt' | 'revokedAt'
>;

/** A passkey as its holder sees it. */
export interface PasskeyView {
  fingerprint: string;
  /** Hex without blanks: what its acts are about. */
  subject: string;
  name: string;
  device: string;
  synced: boolean;
  state: KeyState;
  enrolledAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export const passkeyView = (key: Passkey): PasskeyView => ({
  fingerprint: key.fingerprint,
  subject: plainFingerprint(key.fingerprint),
  name: key.name === '' ? deviceKind(key.aaguid, key.backedUp) : key.name,
  device: deviceKind(key.aaguid, key.backedUp),
  synced: key.backedUp,
  ...{ state: key.state, enrolledAt: key.enrolledAt, lastUsedAt: key.lastUsedAt, revokedAt: key.revokedAt },
});

/**
 * The first key of a founding member needs nobody to vouch for it: nobody stands before him. As soon as his entry was
 * changed by a signature, or he has had a key, he is as everybody else.
 */
async function isBeginning(rows: Rows, contactId: string): Promise<boolean> {
  const founding = (await rows.settings.get(FOUNDING_SETTING)) as unknown as Founding | null;
  if (!founding?.contacts.some(({ id }) => id === contactId)) return false;
  if ((await rows.passkeys.ofContact(contactId)).length > 0) return false;
  const changes = await rows.acts.ofSubject('roster-change', contactId);
  return changes.every(({ choice }) => choice !== 'Accept');
}

/**
 * Keeps a new key and logs it, in the unit that has used up what allowed it.
 * @param invitedBy see KeyEnrolled
 * @throws AppError assertion_invalid for a key that was enrolled before, whoever holds it
 */
export async function enrol(
  unit: Unit,
  ports: RelayPorts,
  contact: StoredContact,
  { passkey, name, invitedBy, at }: { passkey: NewPasskey; name: string; invitedBy: string; at: string },
): Promise<Passkey> {
  const { orgId } = ports.org;
  const fingerprint = printedFingerprint(await fingerprintOf(ports.sha256, passkey.publicKey));
  if (await unit.passkeys.byFingerprint(fingerprint))
    throw new AppError('assertion_invalid', 'This key was enrolled before.');
  const isFirst = await isBeginning(unit, contact.id);
  const { credentialId, publicKey, alg, aaguid, rpId } = passkey;
  if ((await unit.settings.get(RP_SETTING)) === null) {
    await unit.append({ v: 1, type: 'rp_id.set', org: orgId, at, rpId });
    await unit.settings.put(RP_SETTING, rpId, at);
  }
  const key: Passkey = {
    ...passkey,
    ...{ contactId: contact.id, fingerprint, enrolledAt: at, name, lastUsedAt: null, revokedAt: null },
    state: isFirst ? 'Active' : 'Waiting',
  };
  await unit.passkeys.put(key);
  const { seal, openings } = sealer(ports);
  const address = await seal(`Authorization_Contact__c/${contact.id}/Address__c`, contact.address);
  const pointer = await unit.append(
    {
      ...{ v: 1, type: 'key.enrolled', org: orgId, at, contact: contact.id, address },
      ...{ credentialId, publicKey, alg, aaguid, rpId, invitedBy },
      vouchedForBy: isFirst ? null : VOUCH_AWAITED,
    },
    openings,
  );
  await showPasskeys(unit, contact.id, pointer, at);
  return key;
}

/** Shows in the org how many keys of the contact may sign. */
export async function showPasskeys(unit: Unit, contactId: string, pointer: Pointer, enrolledAt?: string) {
  const keys = await unit.passkeys.ofContact(contactId);
  const fields = {
    Passkeys__c: keys.filter(({ state }) => state === 'Active').length,
    ...(enrolledAt !== undefined && { Passkey_Enrolled_At__c: enrolledAt }),
  };
  await unit.projections.intend(contactIntention(contactId, fields, pointer));
}

/** Takes the key away from its holder for good. */
export async function revokeKey(
  unit: Unit,
  orgId: string,
  key: Passkey,
  { signed, at }: { signed: number; at: string },
): Promise<void> {
  await unit.passkeys.change(key.credentialId, { state: 'Revoked', revokedAt: at });
  const about = { contact: key.contactId, fingerprint: plainFingerprint(key.fingerprint), signed };
  const pointer = await unit.append({ v: 1, type: 'key.revoked', org: orgId, at, ...about });
  await showPasskeys(unit, key.contactId, pointer);
}

/** Tells every contact what happens to somebody's keys: whoever lost one hears of it, too. */
export async function tellOfKey(
  unit: Unit,
  orgId: string,
  at: string,
  told: {
    key: string;
    severity: 'Warning' | 'Notice';
    contact: Pick<StoredContact, 'id' | 'name'>;
    fingerprint: string | null;
    title: string;
    details: string;
    nextStep: string;
    detail: string;
  },
): Promise<void> {
  const { key, severity, contact, fingerprint, title, details, nextStep, detail } = told;
  await raiseFinding(unit, orgId, at, {
    ...{ key, kind: 'Passkey_change', severity, title, details, nextStep, detail, requestId: null },
    facts: [['Contact', contact.name], ...(fingerprint ? ([['Fingerprint', fingerprint]] as const) : [])],
    subject: { contact: contact.id },
  });
}

/**
 * Asked inside the unit that logs a signature: the key may have been revoked since the signature was checked.
 * @throws AppError assertion_invalid
 */
export async function requireLiveKey(rows: Rows, contactId: string, credentialId: string): Promise<void> {
  const keys = await rows.passkeys.ofContact(contactId);
  if (keys.some((key) => key.credentialId === credentialId && key.state === 'Active')) return;
  throw new AppError('assertion_invalid', 'The passkey may not sign any more.');
}

const NAME = { shortest: 1, longest: 60 };

/** @throws AppError malformed */
function keyName(text: string): string {
  const name = text.trim();
  if (name.length < NAME.shortest || name.length > NAME.longest)
    throw new AppError('malformed', `A passkey's name has ${NAME.shortest} to ${NAME.longest} characters.`);
  return name;
}

async function holder(rows: Rows, contactId: string): Promise<StoredContact> {
  const row = await rows.contacts.get(contactId);
  const contact = row && standing(row);
  if (contact?.active) return contact;
  throw new AppError('not_signed_in', 'This contact is not on the sealed roster any more.');
}

/** Own keys, the newest first. @throws AppError not_signed_in */
export async function ownPasskeys({ org, store }: RelayPorts, contactId: string): Promise<PasskeyView[]> {
  const rows = store.rows(org.orgId);
  await holder(rows, contactId);
  return (await rows.passkeys.ofContact(contactId)).map(passkeyView).reverse();
}

/**
 * A further key of somebody who is signed in. It waits until an older one of his has signed it. Who holds none in force
 * gets his by a mailed link alone: a sign-in at the identity provider must put no key in place.
 * @throws AppError not_signed_in, not_eligible, malformed, assertion_invalid
 */
export async function addPasskey(
  ports: RelayPorts,
  contactId: string,
  { passkey, name }: { passkey: NewPasskey; name: string },
): Promise<PasskeyView> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const key = await store.unit(org.orgId, async (unit) => {
    const contact = await holder(unit, contactId);
    const invitedBy = INVITED_BY_HOLDER;
    const added = await enrol(unit, ports, contact, { passkey, name: keyName(name), invitedBy, at });
    // Looked at after the append: from there on no key of this org is revoked.
    const keys = await unit.passkeys.ofContact(contactId);
    if (keys.some(({ credentialId, state }) => state === 'Active' && credentialId !== added.credentialId))
      return added;
    throw new AppError('not_eligible', 'You have no passkey that could sign this one. Use your invitation.');
  });
  await writeSoon(ports);
  return passkeyView(key);
}

/** The name is for its holder's eyes; it is no evidence. @throws AppError not_found, malformed, not_signed_in */
export async function renamePasskey(
  { org, store }: RelayPorts,
  contactId: string,
  { subject, name }: { subject: string; name: string },
): Promise<PasskeyView> {
  const rows = store.rows(org.orgId);
  await holder(rows, contactId);
  const key = await rows.passkeys.byFingerprint(printedFingerprint(subject));
  if (key?.contactId !== contactId) throw new AppError('not_found', 'You have no such passkey.');
  const renamed = { name: keyName(name) };
  await rows.passkeys.change(key.credentialId, renamed);
  return passkeyView({ ...key, ...renamed });
}
