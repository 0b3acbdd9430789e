/**
 * Changes that weaken the rules need two persons (core/signers.ts). Here is what has been signed of a change, who may sign it
 * next, and what follows when one signature of two is there, or when one person stood alone.
 */
import type { ActStatement, ActType } from '../../core/acts.ts';
import type { Json } from '../../core/canonical.ts';
import type { ActSigned } from '../../core/entries/entries.ts';
import { type RosterContact, samePerson } from '../../core/roster.ts';
import {
  learnSigners,
  mayConsent,
  personsOf,
  signaturesNeeded,
  type SignerBook,
  standingSignatures,
} from '../../core/signers.ts';
import { type NewFinding, raiseFinding } from '../findings.ts';
import type { RelayPorts, Rows, Unit } from '../ports.ts';
import type { StoredAct } from '../rows.ts';
import type { Sealer } from '../sealer.ts';
import { hindranceOf } from './hindrance.ts';
import type { ActGround } from './kind.ts';

/** What the ledger says of the contacts who can sign. */
export interface SignerChain {
  book: SignerBook;
  /** By ledger index. */
  acts: ReadonlyMap<number, ActSigned>;
  /** Ledger index beside which lies what opens each contact's entry of the roster. */
  openedAt: ReadonlyMap<string, number>;
}

export async function signerChain(rows: Rows, { sha256 }: Pick<RelayPorts, 'sha256'>): Promise<SignerChain> {
  const book: SignerBook = new Map();
  const acts = new Map<number, ActSigned>();
  const openedAt = new Map<string, number>();
  for (const { index, entry } of await rows.signerChain.entries()) {
    if (entry.type === 'act.signed') acts.set(index, entry);
    if (entry.type === 'roster.sealed') for (const { id } of entry.contacts) openedAt.set(id, index);
    // A signature brings what opens the entry that it accepts.
    if (entry.type === 'roster.changed') openedAt.set(entry.contact, entry.signed);
    await learnSigners(book, entry, { sha256, signerOf: (signed) => acts.get(signed)?.contact });
  }
  return { book, acts, openedAt };
}

/** A change that waits for signatures. */
export interface PendingChange {
  type: ActType;
  subject: string;
  weakens: readonly string[];
  /** Whose entry it is about, as it was and as it would be; none for what concerns nobody in particular. */
  concerned: readonly Pick<RosterContact, 'userId' | 'address'>[];
  /** Whether an earlier signature was over this very change. */
  isSame(statement: ActStatement): boolean;
}

export interface Signing {
  weakens: readonly string[];
  needed: number;
  /** Of other persons than the one who asks, and his own. */
  given: StoredAct[];
  /** Why this contact may not sign now; null when he may. */
  because: string | null;
}

/** Signatures that were given before under the same change and still stand, one of each person. */
export async function givenSignatures(
  { rows, chain: { book, acts }, at }: Pick<ActGround, 'rows' | 'chain' | 'at'>,
  { type, subject, isSame }: Pick<PendingChange, 'type' | 'subject' | 'isSame'>,
): Promise<StoredAct[]> {
  const waiting = (await rows.acts.waiting(type, subject)).filter(({ index }) => {
    const act = acts.get(index);
    return act !== undefined && isSame(act.statement as unknown as ActStatement);
  });
  const standing = standingSignatures(
    book,
    waiting.map((act) => ({ ...act, contact: act.contactId, at: act.signedAt })),
    at,
  );
  return personsOf(book, standing);
}

export async function signingOf(ground: ActGround, change: PendingChange): Promise<Signing> {
  const { book } = ground.chain;
  const needed = signaturesNeeded(book, change.weakens.length > 0, ground.at);
  const given = await givenSignatures(ground, change);
  return { weakens: change.weakens, needed, given, because: hindrance(ground, change, { needed, given }) };
}

function hindrance(
  ground: ActGround,
  { subject, concerned }: PendingChange,
  { needed, given }: Pick<Signing, 'needed' | 'given'>,
): string | null {
  const { contact, chain, at } = ground;
  const because = hindranceOf(ground);
  if (because !== null) return because;
  if (given.length < needed && given.some((act) => isBy(ground, act, contact)))
    return 'You have signed it. Another contact must sign it, too.';
  const isConcerned =
    concerned.length > 0 &&
    (contact.id === subject || concerned.some((person) => samePerson(contact, person)));
  if (!isConcerned) return null;
  return contact.id === subject && given.length > 0 && mayConsent(chain.book, subject, at)
    ? null
    : 'A change of your own entry must be signed by another contact.';
}

const contactOf = ({ roster }: ActGround, id: string): RosterContact | undefined =>
  roster.contacts.find((contact) => contact.id === id);

function isBy(ground: ActGround, act: StoredAct, contact: RosterContact): boolean {
  const signer = contactOf(ground, act.contactId);
  return act.contactId === contact.id || (signer !== undefined && samePerson(signer, contact));
}

export const nameOf = (ground: ActGround, { contactId }: StoredAct): string =>
  contactOf(ground, contactId)?.name ?? contactId;

/** For a list. */
export const signaturesShown = (ground: ActGround, { needed, given }: Signing) => ({
  signatures: { needed, given: given.map((act) => nameOf(ground, act)) },
});

/** A change of it voids what was shown before. */
export const signingGround = ({ weakens, needed, given }: Signing): Json => ({
  weakens: [...weakens],
  needed,
  given: given.map(({ index }) => index),
});

/** What the change makes weaker and who has signed, as it is shown and signed. */
export async function sealedSigning(
  ground: ActGround,
  { weakens, needed, given }: Signing,
  seal: Sealer['seal'],
) {
  const listed: Json[] = [];
  for (const act of given) {
    const { contactId: id, index, signedAt } = act;
    const name = await seal(`Act/${index}/Name`, nameOf(ground, act));
    listed.push({ by: { id, name }, at: signedAt });
  }
  return { weakens: [...weakens], signatures: { needed, given: listed } };
}

/** The change itself, as the list of signatures calls it. */
interface Told extends Pick<NewFinding, 'kind' | 'facts'> {
  what: string;
}

const factsOf = ({ kind, what, facts }: Told) => ({ kind, facts: [['Signature', what] as const, ...facts] });

/**
 * Counts one more signature.
 * @returns the ledger indexes of the signatures before it that it needs; null when the change waits for another one, which
 *   the contacts are then told
 */
export async function collect(
  unit: Unit,
  ground: ActGround,
  { act, needed, given, told }: Pick<Signing, 'needed' | 'given'> & { act: StoredAct; told: Told },
): Promise<number[] | null> {
  const others = given.filter((other) => !isBy(ground, other, ground.contact));
  if (others.length + 1 >= needed) {
    await unit.acts.settle(act.type, act.subject);
    return others.slice(0, needed - 1).map(({ index }) => index);
  }
  await unit.acts.wait(act.index);
  await raiseFinding(unit, ground.ports.org.orgId, ground.at, {
    ...{ ...factsOf(told), key: `signed:${act.index}`, severity: 'Notice', requestId: null },
    title: 'A change waits for a second signature',
    details: `${ground.contact.name} has signed: “${act.reason}”. It weakens the rules and takes force when a second contact has signed, within 14 days.`,
    nextStep:
      'Ask whoever made the change and whoever signed first. Then sign it, or turn it down, on the page Signatures.',
    subject: { act: act.index },
    detail: 'A change that weakens the rules waits for a second signature.',
  });
  return null;
}

/** A change that weakens took force with one signature, since nobody else could have given a second. */
export async function tellIfAlone(
  unit: Unit,
  ground: ActGround,
  {
    act,
    told,
    weakens,
    cosigned,
  }: { act: StoredAct; told: Told; weakens: readonly string[]; cosigned: readonly number[] },
): Promise<void> {
  if (weakens.length === 0 || cosigned.length > 0) return;
  const details = `${ground.contact.name} signed it, and nobody else on the roster could have: “${act.reason}”.`;
  await tellAlone(unit, ground, { act, told, details });
}

/** One person stood alone where two should: everybody hears of it, and reports list it. */
export async function tellAlone(
  unit: Unit,
  ground: ActGround,
  { act, told, details }: { act: StoredAct; told: Told; details: string },
): Promise<void> {
  await raiseFinding(unit, ground.ports.org.orgId, ground.at, {
    ...{ ...factsOf(told), key: `alone:${act.index}`, severity: 'Warning', requestId: null },
    title: 'One person alone signed what takes two',
    details,
    nextStep: 'See to it that a second and a third contact have passkeys. Look at what was signed.',
    subject: { act: act.index },
    detail: 'One person alone signed what takes two.',
  });
}
