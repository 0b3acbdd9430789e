/**
 * Every change of the rules by which outsiders are let in, as a ledger tells it: what it weakens, who signed it, and whether
 * one person stood alone where two should.
 */
import type { Sha256 } from './bytes.ts';
import type { LedgerEntry } from './entries/entries.ts';
import { type ModeEntry, modeReplaced } from './governance.ts';
import { type AccessPolicy, policyOf } from './policy.ts';
import { learnSigners, personsOf, signerAt, type SignerBook, vouchesAlone } from './signers.ts';
import { modeWeakenings, policyWeakenings, rosterWeakenings } from './weakening.ts';

export interface RuleChange {
  /** Of the entry by which it took force. */
  index: number;
  at: string;
  kind: 'roster' | 'policy' | 'mode' | 'passkey';
  /** The contact, the version of the policy, the mode. */
  subject: string;
  /** Contacts, in the order of signing. */
  signers: string[];
  weakens: readonly string[];
  /** It weakens the rules, or gives a contact his first key, and one person alone stands behind it. */
  alone: boolean;
}

interface Known {
  book: SignerBook;
  policies: Map<string, AccessPolicy>;
  inForce: AccessPolicy | null;
  modes: ModeEntry[];
}

/** @returns them in order; what an operator set first is none */
export async function ruleChanges(entries: readonly LedgerEntry[], sha256: Sha256): Promise<RuleChange[]> {
  const known: Known = { book: new Map(), policies: new Map(), inForce: null, modes: [] };
  const signerOf = signerAt(entries);
  const found: RuleChange[] = [];
  for (const [index, entry] of entries.entries()) {
    const change = changeOf(entry, known);
    if (change) {
      const signers = change.signed.flatMap((signed) => signerOf(signed) ?? []);
      const { kind, subject, weakens } = change;
      const isAlone =
        kind === 'passkey'
          ? signers.some((signer) => signer !== subject && vouchesAlone(known.book, signer, subject))
          : weakens.length > 0 && personsIn(known.book, signers) < 2;
      found.push({ ...{ index, at: entry.at, kind, subject, signers, weakens }, alone: isAlone });
    }
    learn(entry, known);
    await learnSigners(known.book, entry, { signerOf, sha256 });
  }
  return found;
}

const personsIn = (book: SignerBook, contacts: readonly string[]): number =>
  personsOf(
    book,
    contacts.map((contact) => ({ contact, at: '' })),
  ).length;

type Found = Pick<RuleChange, 'kind' | 'subject' | 'weakens'> & { signed: readonly number[] };

function changeOf(entry: LedgerEntry, { book, policies, inForce, modes }: Known): Found | null {
  switch (entry.type) {
    case 'roster.changed': {
      const weakens = rosterWeakenings(book.get(entry.contact)?.entry ?? null, entry.entry);
      return {
        kind: 'roster',
        subject: entry.contact,
        weakens,
        signed: [...(entry.cosigned ?? []), entry.signed],
      };
    }
    case 'policy.in_force': {
      const after = policies.get(entry.version);
      if (entry.signed === null || !after) return null;
      const weakens = inForce ? policyWeakenings(inForce, after) : [];
      return {
        kind: 'policy',
        subject: entry.version,
        weakens,
        signed: [...(entry.cosigned ?? []), entry.signed],
      };
    }
    case 'mode.set': {
      if (typeof entry.signed !== 'number') return null;
      const weakens = modeWeakenings(modeReplaced(modes, entry.effectiveFrom), entry.mode);
      return {
        kind: 'mode',
        subject: entry.mode,
        weakens,
        signed: [...(entry.cosigned ?? []), entry.signed],
      };
    }
    case 'key.vouched':
      return { kind: 'passkey', subject: entry.contact, weakens: [], signed: [entry.signed] };
    default:
      return null;
  }
}

function learn(entry: LedgerEntry, known: Known): void {
  if (entry.type === 'policy.seen') known.policies.set(entry.version, policyOf(entry.values));
  if (entry.type === 'policy.in_force') known.inForce = known.policies.get(entry.version) ?? null;
  if (entry.type === 'mode.set') known.modes.push(entry);
}
