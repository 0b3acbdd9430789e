/**
 * A new key signs nothing until somebody has compared its fingerprint and signed for it: its holder with an older key of
 * his, or, where he has none, another contact. This is what makes the binding of a key to a person evidence.
 */
import { plainFingerprint } from '../../core/keys.ts';
import { AppError } from '../../core/errors.ts';
import { type RosterContact, samePerson } from '../../core/roster.ts';
import { mayVouchFirst, vouchesAlone } from '../../core/signers.ts';
import type { Passkey } from '../rows.ts';
import { revokeKey, showPasskeys, tellOfKey } from '../passkeys.ts';
import { findKey, hindranceFor, type KeyInQuestion, preparedKey } from './keys.ts';
import type { ActGround, ActKind } from './kind.ts';
import { tellAlone } from './signatures.ts';

const isOwn = ({ contact }: ActGround, { key }: KeyInQuestion) => key.contactId === contact.id;

/** Somebody who can sign with an older key signs himself. */
function hindrance(ground: ActGround, question: KeyInQuestion): string | null {
  const hasOlder = question.holder.passkeys > 0;
  if (isOwn(ground, question)) return hasOlder ? null : 'Another contact must compare this key.';
  if (hasOlder) return 'Its holder signs it with an older key.';
  return hindranceFor(ground, question.holder) ?? acceptorsHindrance(ground, question.holder);
}

/** Whoever put a person on the roster does not say as well which key is hers, while another contact can. */
function acceptorsHindrance(ground: ActGround, holder: RosterContact): string | null {
  const { roster, contact, chain, at } = ground;
  const acceptors = chain.book.get(holder.id)?.acceptors ?? [];
  const twin = acceptors.find((id) =>
    roster.contacts.some((other) => other.id === id && samePerson(other, contact)),
  );
  return mayVouchFirst(chain.book, twin ?? contact.id, holder.id, at)
    ? null
    : 'You accepted this entry of the roster. Another contact must compare its first key.';
}

const titleOf = (ground: ActGround, question: KeyInQuestion) =>
  isOwn(ground, question) ? 'Your new passkey' : `Passkey of ${question.holder.name}`;

function openOf(ground: ActGround, key: Passkey) {
  const subject = plainFingerprint(key.fingerprint);
  const holder = ground.roster.contacts.find(
    ({ id, sealed, active }) => id === key.contactId && sealed && active,
  );
  if (!holder) return [];
  const question = { key, holder };
  // A further key is its holder's own business.
  if (holder.passkeys > 0 && !isOwn(ground, question)) return [];
  const because = hindrance(ground, question);
  const title = titleOf(ground, question);
  return [{ type: 'key-vouch' as const, subject, title, mayAct: because === null, because }];
}

export const keyVouch: ActKind = {
  type: 'key-vouch',
  async open(ground) {
    const waiting = (await ground.rows.passkeys.list()).filter(({ state }) => state === 'Waiting');
    return waiting.flatMap((key) => openOf(ground, key));
  },
  async prepare(ground, subject) {
    const question = await findKey(ground, subject, ['Waiting']);
    const because = hindrance(ground, question);
    if (because !== null) throw new AppError('not_eligible', because);
    return preparedKey(question, { kind: isOwn(ground, question) ? 'Further_passkey' : 'First_passkey' });
  },
  async apply(unit, ground, act) {
    const { key, holder } = await findKey({ ...ground, rows: unit }, act.subject, ['Waiting']);
    const { orgId } = ground.ports.org;
    const { at } = ground;
    if (act.choice === 'Reject') {
      await revokeKey(unit, orgId, key, { signed: act.index, at });
      return tellOfKey(unit, orgId, at, {
        ...{ key: `key-rejected:${act.subject}`, severity: 'Warning', contact: holder },
        fingerprint: key.fingerprint,
        title: `A passkey of ${holder.name} was turned down`,
        details: `${ground.contact.name} compared the fingerprint and turned the key down. It never signed anything.`,
        nextStep: 'Find out who enrolled it. Who holds the contact’s mailbox could have.',
        detail: 'A key was turned down.',
      });
    }
    await unit.passkeys.change(key.credentialId, { state: 'Active' });
    const about = { contact: holder.id, fingerprint: act.subject, signed: act.index };
    const pointer = await unit.append({ v: 1, type: 'key.vouched', org: orgId, at, ...about });
    await showPasskeys(unit, holder.id, pointer);
    if (key.contactId !== ground.contact.id && vouchesAlone(ground.chain.book, ground.contact.id, holder.id))
      await tellAlone(unit, ground, {
        act,
        told: {
          ...{ kind: 'Passkey_change', what: `Passkey of ${holder.name}` },
          facts: [['Fingerprint', key.fingerprint]],
        },
        details: `${ground.contact.name} accepted the entry of ${holder.name} and vouched for its key, too: nobody else on the roster could have.`,
      });
  },
};
