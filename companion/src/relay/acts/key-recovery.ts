/**
 * Somebody has lost all his passkeys. Another contact, who has made sure that it is he, signs that he may enrol anew: what
 * is left of the old keys is revoked and an invitation goes to his signed address. The new key still needs vouching.
 */
import { AppError } from '../../core/errors.ts';
import type { RosterContact } from '../../core/roster.ts';
import { invite } from '../invitations.ts';
import { revokeKey, tellOfKey } from '../passkeys.ts';
import { followChanges } from '../voiding.ts';
import { hindranceFor, sealedHolder } from './keys.ts';
import type { ActGround, ActKind } from './kind.ts';

function find({ roster }: ActGround, subject: string): RosterContact {
  const holder = roster.contacts.find(({ id, sealed, active }) => id === subject && sealed && active);
  if (holder) return holder;
  throw new AppError('not_found', 'There is no such contact on the sealed roster.');
}

async function lostKeys({ rows }: Pick<ActGround, 'rows'>, contactId: string) {
  return (await rows.passkeys.ofContact(contactId)).filter(({ state }) => state !== 'Revoked');
}

export const keyRecovery: ActKind = {
  type: 'key-recovery',
  // Nothing waits: it begins on the page of the roster.
  open: () => Promise.resolve([]),
  async prepare(ground, subject) {
    const holder = find(ground, subject);
    const because = hindranceFor(ground, holder);
    if (because !== null) throw new AppError('not_eligible', because);
    if ((await ground.rows.passkeys.ofContact(subject)).length === 0)
      throw new AppError(
        'not_eligible',
        'This contact has never had a passkey; the first invitation still counts.',
      );
    const revokes = (await lostKeys(ground, subject)).map(({ fingerprint }) => fingerprint);
    const { id, name, address } = holder;
    return {
      plain: { revokes, holder: { id, name, address } },
      sealed: async (seal) => ({ ...(await sealedHolder(seal, holder)), revokes }),
    };
  },
  async apply(unit, ground, act) {
    const holder = find(ground, act.subject);
    const { ports, at } = ground;
    const { orgId } = ports.org;
    for (const key of await lostKeys({ rows: unit }, holder.id)) {
      await revokeKey(unit, orgId, key, { signed: act.index, at });
    }
    await invite(unit, ports, { contactId: holder.id, at, recovery: act.index });
    await tellOfKey(unit, orgId, at, {
      ...{ key: `key-recovery:${act.index}`, severity: 'Warning', contact: holder, fingerprint: null },
      title: `${holder.name} enrols a passkey anew`,
      details: `${ground.contact.name} signed it: “${act.reason}”. All passkeys of ${holder.name} are revoked, and an invitation went to the address on the roster. The new key signs nothing until a contact has compared its fingerprint.`,
      nextStep: `Call ${holder.name} on a number that you have. If he knows nothing of it, revoke and tell your security team.`,
      detail: 'A contact was let enrol anew by signature.',
    });
  },
  // Approvals of who can sign no more count no more, where the quorum is not there yet.
  after: (ports) => followChanges(ports),
};
