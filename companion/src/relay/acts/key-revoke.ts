/** A key that is lost or given up: its holder revokes it while he has another, and any contact a lost one of somebody else. */
import { AppError } from '../../core/errors.ts';
import { revokeKey, tellOfKey } from '../passkeys.ts';
import { followChanges } from '../voiding.ts';
import { findKey, hindranceFor, type KeyInQuestion, preparedKey } from './keys.ts';
import type { ActGround, ActKind } from './kind.ts';

function hindrance(ground: ActGround, { key, holder }: KeyInQuestion): string | null {
  if (key.contactId !== ground.contact.id) return hindranceFor(ground, holder);
  return key.state === 'Active' && holder.passkeys < 2
    ? 'It is your last passkey. Add another first, or ask another contact to revoke it.'
    : null;
}

export const keyRevoke: ActKind = {
  type: 'key-revoke',
  // Nothing waits: it begins on a page where the keys are listed.
  open: () => Promise.resolve([]),
  async prepare(ground, subject) {
    const question = await findKey(ground, subject, ['Active', 'Waiting']);
    const because = hindrance(ground, question);
    if (because !== null) throw new AppError('not_eligible', because);
    return preparedKey(question, { ofPasskeys: question.holder.passkeys });
  },
  async apply(unit, ground, act) {
    const { key, holder } = await findKey({ ...ground, rows: unit }, act.subject, ['Active', 'Waiting']);
    const { orgId } = ground.ports.org;
    await revokeKey(unit, orgId, key, { signed: act.index, at: ground.at });
    const isLast = key.state === 'Active' && holder.passkeys === 1;
    await tellOfKey(unit, orgId, ground.at, {
      ...{ key: `key-revoked:${act.subject}`, contact: holder, fingerprint: key.fingerprint },
      severity: key.contactId === ground.contact.id ? 'Notice' : 'Warning',
      title: `A passkey of ${holder.name} was revoked`,
      details: `${ground.contact.name} signed it: “${act.reason}”.${isLast ? ` ${holder.name} can decide on nothing until another contact lets him enrol anew.` : ''} What the key signed before stays.`,
      nextStep: 'Ask whoever signed it, if you did not expect this.',
      detail: 'A key was revoked by signature.',
    });
  },
  // Approvals of who can sign no more count no more, where the quorum is not there yet.
  after: (ports) => followChanges(ports),
};
