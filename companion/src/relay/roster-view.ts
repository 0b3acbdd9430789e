/** The roster as its contacts see it: who may decide, with which keys, who is away, and who could not sign now. */
import { movers } from '../core/hosts.ts';
import { plainFingerprint } from '../core/keys.ts';
import { absentUntil, delegateAt } from '../core/roster.ts';
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import { passkeyView, type PasskeyView } from './passkeys.ts';
import type { RelayPorts } from './ports.ts';
import { rosterInForce } from './roster.ts';

export interface RosterView {
  version: string;
  contacts: {
    id: string;
    name: string;
    role: string;
    level: number;
    active: boolean;
    mine: boolean;
    /** What somebody entered in the org and no contact has signed yet. */
    unsigned: boolean;
    /** End of the absence that holds now. */
    absentUntil: string | null;
    /** Who decides in his place now, by name. */
    delegate: string | null;
    /** Holds a passkey at the next address; null when nobody moves. */
    moved: boolean | null;
    /** Keys that are not revoked. The names that their holders give them are theirs alone. */
    keys: Pick<PasskeyView, 'fingerprint' | 'subject' | 'device' | 'state' | 'enrolledAt' | 'lastUsedAt'>[];
  }[];
}

/** @throws AppError not_signed_in */
export async function rosterView(ports: RelayPorts, contactId: string): Promise<RosterView> {
  const { org, store } = ports;
  const rows = store.rows(org.orgId);
  const { contacts, version } = await rosterInForce(rows, ports);
  if (!contacts.some(({ id, sealed, active }) => id === contactId && sealed && active))
    throw new AppError('not_signed_in', 'This contact is not on the sealed roster any more.');
  const at = await clockTime(ports);
  const keys = (await rows.passkeys.list()).filter(({ state }) => state !== 'Revoked');
  const { origin: from, nextOrigin: next = '' } = ports;
  const moved = new Set(movers(keys, { from, next }).moved);
  return {
    version,
    contacts: contacts.map((contact) => ({
      ...{ id: contact.id, name: contact.name, role: contact.role, level: contact.level },
      ...{ active: contact.active, mine: contact.id === contactId },
      unsigned: !contact.sealed || contact.unsigned !== undefined,
      absentUntil: absentUntil(contact, at),
      delegate: contacts.find(({ id }) => id === delegateAt(contact, at))?.name ?? null,
      moved: ports.nextOrigin === undefined ? null : moved.has(contact.id),
      keys: keys
        .filter((key) => key.contactId === contact.id)
        .map((key) => {
          const { device, state, enrolledAt, lastUsedAt } = passkeyView(key);
          const { fingerprint } = key;
          return {
            fingerprint,
            subject: plainFingerprint(fingerprint),
            device,
            state,
            enrolledAt,
            lastUsedAt,
          };
        }),
    })),
  };
}
