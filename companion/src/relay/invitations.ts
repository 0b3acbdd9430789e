/** Invitations: a sealed, active contact without a passkey gets a link that works once, for seven days. */
import { randomUUID } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { hostOf } from '../core/hosts.ts';
import { INVITED_BY_HOLDER, INVITED_BY_ROSTER, invitedByAct, plainFingerprint } from '../core/keys.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { postMail } from './deliveries.ts';
import { linkToken, tokenHash, tokenPlaceholder } from './links.ts';
import { invitationMail } from './mails/invitation.ts';
import { originFor } from './moving.ts';
import { enrol, type NewPasskey, tellOfKey } from './passkeys.ts';
import type { ContactRef, RelayPorts, Unit } from './ports.ts';
import { readerOf } from './readers.ts';
import { rosterInForce, standing } from './roster.ts';
import type { Invitation, Passkey, StoredContact } from './rows.ts';
import { writeSoon } from './writing.ts';

const LIFETIME = { hours: 7 * 24 } as const;

/**
 * Invites whoever never had a passkey; a contact with a living invitation gets no second one. Who has lost his keys is
 * invited by the signature of another contact alone.
 */
export async function inviteContacts(ports: RelayPorts): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const rows = store.rows(org.orgId);
  const { contacts } = await rosterInForce(rows, ports);
  const holders = new Set((await rows.passkeys.list()).map(({ contactId }) => contactId));
  for (const { id, sealed, active } of contacts) {
    if (!sealed || !active || holders.has(id)) continue;
    await store.unit(org.orgId, async (unit) => {
      if ((await unit.invitations.live(id, at)).length === 0)
        await invite(unit, ports, { contactId: id, at, recovery: null });
    });
  }
}

/** Mails a new invitation; older ones stop working. @param invited.recovery ledger index of the act that asks for it */
export async function invite(
  unit: Unit,
  ports: RelayPorts,
  { contactId, at, recovery }: { contactId: string; at: string; recovery: number | null },
): Promise<void> {
  const row = await unit.contacts.get(contactId);
  const contact = row && standing(row);
  if (!contact) return;
  const { org } = ports;
  const origin = await originFor(unit, ports, contactId);
  const id = randomUUID();
  const expiresAt = later(at, LIFETIME);
  await unit.invitations.voidAll(contactId, at);
  const hash = await tokenHash(ports, await linkToken(ports, id));
  await unit.invitations.put({
    tokenHash: hash,
    contactId,
    madeAt: at,
    expiresAt,
    usedAt: null,
    recovery,
    moving: false,
  });
  const content = invitationMail({
    orgName: org.name,
    contactName: contact.name,
    role: contact.role,
    url: `${origin}/enrol/${await tokenPlaceholder(ports)}`,
    origin,
    expiresAt,
    ...readerOf(contact),
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

/**
 * Uses the invitation up, keeps the passkey and logs it, all or nothing.
 * @returns `waits` when the key must be vouched for before it signs anything; `signAt` is the page on which its holder does so
 * himself, with the key of the address that he moves from
 * @throws AppError invitation_invalid, assertion_invalid
 */
export async function redeem(
  ports: RelayPorts,
  invitation: Invitation,
  passkey: NewPasskey,
): Promise<{ contact: ContactRef; fingerprint: string; waits: boolean; signAt: string | null }> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const contact = { org: org.orgId, id: invitation.contactId };
  const key = await store.unit(org.orgId, async (unit) => {
    const found = await unit.contacts.get(invitation.contactId);
    const row = found && standing(found);
    if (!row || !mayRedeem(invitation, row, at)) throw invalid();
    if (!(await unit.invitations.use(invitation.tokenHash, at))) throw invalid();
    const { recovery, moving } = invitation;
    if (moving) return enrolMoving(unit, ports, row, passkey, at);
    const invitedBy = recovery === null ? INVITED_BY_ROSTER : invitedByAct(recovery);
    const enrolled = await enrol(unit, ports, row, { passkey, name: '', invitedBy, at });
    if (enrolled.state === 'Waiting') await askToVouch(unit, org.orgId, row, enrolled, at);
    return enrolled;
  });
  await writeSoon(ports);
  const { fingerprint } = key;
  const signAt = invitation.moving
    ? `${ports.origin}/signatures/key-vouch/${plainFingerprint(fingerprint)}`
    : null;
  return { contact, fingerprint, waits: key.state === 'Waiting', signAt };
}

/** A further key of the holder, at the next address. It waits until he has signed for it with an older one, at the old. */
async function enrolMoving(
  unit: Unit,
  ports: RelayPorts,
  row: StoredContact,
  passkey: NewPasskey,
  at: string,
): Promise<Passkey> {
  const keys = await unit.passkeys.ofContact(row.id);
  const holdsOld = keys.some(({ rpId, state }) => state === 'Active' && rpId === hostOf(ports.origin));
  if (ports.nextOrigin === undefined || passkey.rpId !== hostOf(ports.nextOrigin) || !holdsOld)
    throw invalid();
  return enrol(unit, ports, row, { passkey, name: '', invitedBy: INVITED_BY_HOLDER, at });
}

/** Everybody hears of it, the contact himself too: he would learn here of a key that somebody else enrolled for him. */
function askToVouch(
  unit: Unit,
  orgId: string,
  contact: StoredContact,
  { fingerprint }: Passkey,
  at: string,
): Promise<void> {
  return tellOfKey(unit, orgId, at, {
    ...{ key: `key-waits:${fingerprint.replaceAll(' ', '')}`, severity: 'Notice', contact, fingerprint },
    title: `The new passkey of ${contact.name} must be compared`,
    details:
      'It was enrolled with a mailed link alone. Until another contact has signed for it, it signs nothing.',
    nextStep: `Call ${contact.name} on a number that you have, let the fingerprint be read out to you, compare it, and sign on the page Signatures. Turn it down if it differs.`,
    detail: 'A key waits for somebody to vouch for it.',
  });
}
