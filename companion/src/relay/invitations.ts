/** Invitations: a sealed, active contact without a passkey gets a link that works once, for seven days. */
import { randomUUID } from 'node:crypto';
import { type Sha256, fromBase64url, toHex } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import { isAvailable } from '../core/roster.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { postMail } from './deliveries.ts';
import { linkToken, TOKEN_PLACEHOLDER, tokenHash } from './links.ts';
import { invitationMail } from './mails/invitation.ts';
import { contactIntention, labelOf } from './org-rows.ts';
import type { ContactRef, RelayPorts, Unit } from './ports.ts';
import { rosterInForce, standing } from './roster.ts';
import type { Invitation, Passkey, StoredContact } from './rows.ts';
import { sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

const LIFETIME = { hours: 7 * 24 } as const;
const RP_SETTING = 'relay.rpId';

/** Invites whoever needs it; a contact with a living invitation gets no second one. */
export async function inviteContacts(ports: RelayPorts): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const { contacts } = await rosterInForce(store.rows(org.orgId), ports);
  for (const contact of contacts) {
    if (!contact.sealed || !contact.active || isAvailable(contact)) continue;
    await store.unit(org.orgId, (unit) => invite(unit, ports, contact.id, at));
  }
}

async function invite(unit: Unit, ports: RelayPorts, contactId: string, at: string): Promise<void> {
  const row = await unit.contacts.get(contactId);
  const contact = row && standing(row);
  if (!contact || (await unit.invitations.live(contactId, at)).length > 0) return;
  const { org, origin } = ports;
  const id = randomUUID();
  const expiresAt = later(at, LIFETIME);
  await unit.invitations.voidAll(contactId, at);
  const hash = await tokenHash(ports, await linkToken(ports, id));
  await unit.invitations.put({ tokenHash: hash, contactId, madeAt: at, expiresAt, usedAt: null });
  const content = invitationMail({
    orgName: org.name,
    contactName: contact.name,
    role: labelOf(contact.role),
    url: `${origin}/enrol/${TOKEN_PLACEHOLDER}`,
    origin,
    expiresAt,
    zone: contact.timeZone,
  });
  await postMail(unit, {
    id,
    at,
    key: `invitation:${id}`,
    kind: 'invitation',
    requestId: null,
    contact,
    content,
  });
}

export interface InvitationView {
  org: { id: string; name: string };
  contact: { name: string; address: string; role: string };
  expiresAt: string;
  contactRef: ContactRef;
}

const invalid = () =>
  new AppError('invitation_invalid', 'This invitation was used, has ended, or never was.');

/** @throws AppError invitation_invalid, whatever the cause */
export async function invitationView(ports: RelayPorts, invitation: Invitation): Promise<InvitationView> {
  const { org, store } = ports;
  const row = await store.rows(org.orgId).contacts.get(invitation.contactId);
  const contact = row && standing(row);
  const at = await clockTime(ports);
  if (!contact || !mayRedeem(invitation, contact, at)) throw invalid();
  return {
    org: { id: org.orgId, name: org.name },
    contact: { name: contact.name, address: contact.address, role: contact.role },
    expiresAt: invitation.expiresAt,
    contactRef: { org: org.orgId, id: contact.id },
  };
}

function mayRedeem(invitation: Invitation, contact: StoredContact, at: string): boolean {
  return contact.active && invitation.usedAt === null && isBefore(at, invitation.expiresAt);
}

export type NewPasskey = Omit<Passkey, 'contactId' | 'fingerprint' | 'enrolledAt'>;

/**
 * Uses the invitation up, keeps the passkey and logs it, all or nothing.
 * @throws AppError invitation_invalid
 */
export async function redeem(
  ports: RelayPorts,
  invitation: Invitation,
  passkey: NewPasskey,
): Promise<{ contact: ContactRef; fingerprint: string }> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const fingerprint = await keyFingerprint(ports.sha256, passkey.publicKey);
  const contact = { org: org.orgId, id: invitation.contactId };
  await store.unit(org.orgId, async (unit) => {
    const found = await unit.contacts.get(invitation.contactId);
    const row = found && standing(found);
    if (!row || !mayRedeem(invitation, row, at)) throw invalid();
    if (!(await unit.invitations.use(invitation.tokenHash, at))) throw invalid();
    await unit.passkeys.put({ ...passkey, contactId: row.id, fingerprint, enrolledAt: at });
    await logKey(unit, ports, row, passkey, at);
  });
  await writeSoon(ports);
  return { contact, fingerprint };
}

async function logKey(
  unit: Unit,
  ports: RelayPorts,
  contact: StoredContact,
  passkey: NewPasskey,
  at: string,
) {
  const { orgId } = ports.org;
  const { credentialId, publicKey, alg, aaguid, rpId } = passkey;
  if ((await unit.settings.get(RP_SETTING)) === null) {
    await unit.append({ v: 1, type: 'rp_id.set', org: orgId, at, rpId });
    await unit.settings.put(RP_SETTING, rpId, at);
  }
  const { seal, openings } = sealer(ports);
  const address = await seal(`Authorization_Contact__c/${contact.id}/Address__c`, contact.address);
  const pointer = await unit.append(
    {
      ...{ v: 1, type: 'key.enrolled', org: orgId, at, contact: contact.id, address },
      ...{ credentialId, publicKey, alg, aaguid, rpId, invitedBy: 'operator', vouchedForBy: null },
    },
    openings,
  );
  const passkeys = (await unit.passkeys.ofContact(contact.id)).length;
  const fields = { Passkeys__c: passkeys, Passkey_Enrolled_At__c: at };
  await unit.projections.intend(contactIntention(contact.id, fields, pointer));
}

/** SHA-256 of a COSE key, lower-case hex in groups of four, as it is printed for a person to keep. */
async function keyFingerprint(sha256: Sha256, publicKey: string): Promise<string> {
  const hex = toHex(await sha256(fromBase64url(publicKey)));
  return (hex.match(/.{4}/g) ?? []).join(' ');
}

/**
 * Passkeys are bound to the host name under which they were made.
 * @throws AppError configuration when the companion now runs under another one
 */
export async function requireSameHost({ org, store, origin }: RelayPorts): Promise<void> {
  const rpId = await store.rows(org.orgId).settings.get(RP_SETTING);
  const host = new URL(origin).hostname;
  if (typeof rpId !== 'string' || rpId === host) return;
  throw new AppError(
    'configuration',
    `Passkeys were enrolled at ${rpId} and work nowhere else. Set COUNTERSIGN_ORIGIN to that host again, or enrol every contact anew in a fresh data directory.`,
  );
}
