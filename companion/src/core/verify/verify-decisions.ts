/** Every decision of a ledger: signed by a key that was enrolled for this contact before, over exactly this statement. */
import { checkAssertion } from '../assertion.ts';
import { toHex, utf8 } from '../bytes.ts';
import { canonicalize } from '../canonical.ts';
import type {
  ActSigned,
  DecisionReceived,
  KeyEnrolled,
  LedgerEntry,
  RequestRevision,
} from '../entries/entries.ts';
import type { Freezes } from '../alterations.ts';
import type { Drill } from '../drills.ts';
import { AppError } from '../errors.ts';
import { fingerprintOf } from '../keys.ts';
import type { DecisionStatement } from '../statement.ts';
import type { Check, Verification, VerifyCrypto } from './verify.ts';
import {
  type BreakGlassBook,
  checkBreakGlass,
  learnMatches,
  missingReviews,
  noBreakGlass,
} from './verify-break-glass.ts';
import { checkActStatement, checkFollowed, checkRosterChange, type SignedActs } from './verify-acts.ts';
import { checkDrill, checkDrillAct, signedText } from './verify-drills.ts';
import { checkGovernance, type Governance, isLastNeeded, noGovernance } from './verify-governance.ts';
import {
  checkEffect,
  checkVoided,
  type Effects,
  learnEffects,
  noEffects,
  receiveDecision,
} from './verify-effects.ts';
import { learnSigners, signerAt } from '../signers.ts';
import { checkActsFor, type DelegationBook, learnDelegations } from './verify-delegations.ts';
import { checkFreeze } from './verify-freezes.ts';
import { type ByRequest, checkExtension, learnRequest } from './verify-extensions.ts';
import { type Addresses, followAddresses, noAddresses, originOf } from './verify-hosts.ts';
import { beginHandover, followHandover, type HandoverGround, missingHandover } from './verify-handover.ts';
import { checkIdpBinding, checkIdpUnbinding } from './verify-idp.ts';
import { checkAgainstLog, learnRequests, noRequests, type RequestBook } from './verify-requests.ts';
import { checkTime } from './verify-time.ts';
import { checkRosterName, noRosterNames, type RosterNames } from './verify-rosters.ts';
import { checkStanding, noteStanding, type StandingBook } from './verify-standing.ts';
import { checkStatement } from './verify-statement.ts';
import {
  changeHolder,
  enrolKey,
  enrolledContacts,
  noKeys,
  revokeKey,
  sealFounders,
  signingKey,
  vouchForKey,
} from './verify-keys.ts';
import { endSignatures, isKeyless, learnStrictness, noSigners, type SignerRules } from './verify-signers.ts';

interface Ground extends HandoverGround {
  acts: SignedActs;
  /** Contacts of the roster as it was sealed, and changed by signature since. */
  roster: ReadonlySet<string>;
  /** The founding roster was sealed, which happens once. */
  isSealed: boolean;
  revisions: Map<string, RequestRevision>;
  nonces: Set<string>;
  entries: readonly LedgerEntry[];
  byRequest: ByRequest;
  /** Contact and issuer of each account that was bound. */
  accounts: Set<string>;
  addresses: Addresses;
  effects: Effects;
  governance: Governance;
  signers: SignerRules;
  delegations: DelegationBook;
  drills: Drill[];
  breakGlass: BreakGlassBook;
  requests: RequestBook;
  rosters: RosterNames;
  standing: StandingBook;
  freezes: Freezes;
}

interface Found {
  /** What was changed, or does not follow. */
  wrong: string[];
  /** Signatures by keys that nobody enrolled. */
  strangers: string[];
  /** Holder of each key that signed, by fingerprint. */
  signers: Map<string, string>;
}

/** What was seen and how it was judged, most of a ledger: no decision rests on it but as an account of what was known. */
const OBSERVATIONS: ReadonlySet<LedgerEntry['type']> = new Set([
  'access.seen',
  'grant.seen',
  'verdict',
  'coverage',
]);

/** @param opened clear values of commitments, by their hex; what is withheld is not among them */
export async function checkDecisions(
  entries: readonly LedgerEntry[],
  crypto: VerifyCrypto,
  opened: Effects['opened'] = new Map(),
): Promise<{ checks: Check[]; keys: Verification['keys'] }> {
  const ground: Ground = {
    keys: noKeys(),
    acts: new Map(),
    roster: new Set(),
    isSealed: false,
    revisions: new Map(),
    nonces: new Set(),
    ...{ entries, byRequest: new Map() },
    accounts: new Set(),
    ...{ addresses: noAddresses(), handover: null },
    effects: noEffects(opened),
    governance: noGovernance(),
    signers: noSigners(),
    delegations: new Map(),
    drills: [],
    breakGlass: noBreakGlass(),
    requests: noRequests(),
    rosters: noRosterNames(),
    ...{ standing: new Map(), freezes: new Map() },
  };
  ground.effects.isKeyless = (contact, at) => isKeyless(ground.signers, contact, at);
  const found: Found = { wrong: [], strangers: [], signers: new Map() };
  for (const [index, entry] of entries.entries()) {
    try {
      followHandover(entry, ground);
      if (OBSERVATIONS.has(entry.type)) {
        learnRequest(ground.byRequest, entry, index);
        learnMatches(entry, ground.breakGlass);
        continue;
      }
      learn(entry, index, ground);
      followAddresses(entry, ground.addresses, ground.keys);
      await followKeys(entry, ground, crypto);
      if (entry.type === 'decision.received') await receive(entry, index, ground, found, crypto);
      learnStrictness(ground.signers, entry);
      learnDelegations(entry, ground.delegations, ground.acts, ground.signers);
      if (entry.type === 'act.signed') {
        await receiveAct(entry, index, ground, found, crypto);
        if (isLastNeeded(entry, ground.governance, ground.acts, ground.signers))
          checkFollowed(entry, index, entries[index + 1] ?? null);
      }
      if (entry.type === 'roster.changed') {
        changeHolder(ground.keys, entry);
        beginHandover(entry, ground, ground.signers.book);
        ground.roster = checkRosterChange(entry, ground.acts, ground.roster, ground.signers);
      }
      const { sha256 } = crypto;
      await checkRosterName(entry, index, ground.rosters, sha256);
      checkDrill(entry, ground.drills, ground.acts, ground.roster);
      await checkGovernance(entry, ground.governance, ground.acts, { sha256, rules: ground.signers });
      checkBreakGlass(entry, index, ground.breakGlass, establishedOf(ground));
      checkFreeze(entry, index, ground.freezes, ground);
      learnRequests(entry, ground.requests);
      if (entry.type === 'idp.bound') checkIdpBinding(entry, ground.roster, ground.accounts);
      if (entry.type === 'idp.unbound') checkIdpUnbinding(entry, ground.accounts, ground.handover);
      if (entry.type === 'decision.effective') checkEffect(entry, ground.effects);
      if (entry.type === 'approvals.voided') checkVoided(entry, ground.effects);
      noteStanding(entry, ground.standing, ground);
      await learnSigners(ground.signers.book, entry, { signerOf: signerAt(entries), sha256 });
    } catch (error) {
      // What cannot be read is as wrong as what does not hold: a verifier must not stop at hostile input.
      found.wrong.push(`entry ${index}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  found.wrong.push(...missingHandover(ground));
  found.wrong.push(...missingReviews(ground.breakGlass, entries.at(-1)?.at ?? ''));
  return {
    keys: [...found.signers].map(([fingerprint, holder]) => ({ fingerprint, holder })),
    checks: [
      summary('decisions', 'tampered', found.wrong, signedText(ground.effects.received.size, ground.drills)),
      summary(
        'signers',
        'unexpected signer',
        found.strangers,
        'each key was enrolled, and vouched for unless it is a founding one, before it signed',
      ),
    ],
  };
}

const establishedOf = ({ acts, roster, keys, effects }: Ground) => ({
  ...{ acts, roster, people: effects.people },
  enrolled: enrolledContacts(keys),
});

function summary(name: string, result: Check['result'], detail: string[], fine: string): Check {
  return detail.length === 0 ? { name, result: 'ok', detail: [fine] } : { name, result, detail };
}

/** Keeps what later entries are held against. */
function learn(entry: LedgerEntry, index: number, ground: Ground): void {
  if (entry.type === 'roster.sealed') {
    if (ground.isSealed)
      throw wrong('the roster was sealed before; since then each change needs a signature');
    ground.isSealed = true;
    sealFounders(ground.keys, entry);
    ground.roster = new Set(entry.contacts.flatMap(({ id, active }) => (active === false ? [] : [id])));
  }
  if (entry.type === 'request.revision') {
    ground.revisions.set(`${entry.request}:${entry.revision}`, entry);
  }
  learnRequest(ground.byRequest, entry, index);
  learnEffects(entry, ground.effects, index);
}

async function followKeys(
  entry: LedgerEntry,
  { keys, acts, signers, handover }: Ground,
  crypto: VerifyCrypto,
): Promise<void> {
  if (entry.type === 'key.enrolled') await enrolKey(keys, entry, crypto.sha256);
  if (entry.type === 'key.vouched') vouchForKey(keys, entry, acts, signers);
  if (entry.type === 'key.revoked') revokeKey(keys, entry, acts, handover);
}

/** @returns the key that signed; null when nobody enrolled it, which is noted */
async function signer(
  entry: DecisionReceived | ActSigned,
  index: number,
  ground: Ground,
  found: Found,
  crypto: VerifyCrypto,
): Promise<KeyEnrolled | null> {
  const key = signingKey(ground.keys, entry.contact, entry.assertion.credentialId);
  if (!key) {
    found.strangers.push(`entry ${index}: no such key was enrolled for contact ${entry.contact} before`);
    return null;
  }
  await checkSignature(entry, key, ground, crypto);
  found.signers.set(await fingerprintOf(crypto.sha256, key.publicKey), `contact ${entry.contact}`);
  return key;
}

/** Acts by which the rules change: whoever has no vote on a request has none on these. */
const RULES: readonly ActSigned['act'][] = ['roster-change', 'policy-change', 'governance-mode'];

async function receiveAct(
  entry: ActSigned,
  index: number,
  ground: Ground,
  found: Found,
  crypto: VerifyCrypto,
): Promise<void> {
  if (!(await signer(entry, index, ground, found, crypto))) return;
  checkActStatement(entry, ground.roster, ground.nonces);
  if (RULES.includes(entry.act) && !ground.effects.people.get(entry.contact)?.votes)
    throw wrong('its contact has no vote');
  if (RULES.includes(entry.act) && entry.choice === 'Reject') endSignatures(ground.acts, entry);
  checkDrillAct(entry, ground.drills);
  ground.acts.set(index, entry);
  if (entry.act === 'key-recovery' && entry.contact !== entry.subject)
    ground.keys.recoveries.set(index, entry.subject);
}

async function receive(
  entry: DecisionReceived,
  index: number,
  ground: Ground,
  found: Found,
  crypto: VerifyCrypto,
): Promise<void> {
  if (!(await signer(entry, index, ground, found, crypto))) return;
  checkStatement(entry, ground);
  const statement = entry.statement as unknown as DecisionStatement;
  checkExtension(statement, index, ground.entries, ground.byRequest);
  checkAgainstLog(entry, ground.requests);
  checkStanding(entry, ground.standing);
  checkActsFor(entry, ground.delegations, ground.effects);
  receiveDecision(ground.effects, index, entry);
}

async function checkSignature(
  entry: DecisionReceived | ActSigned,
  key: KeyEnrolled,
  ground: Ground,
  crypto: VerifyCrypto,
): Promise<void> {
  const challenge = await crypto.sha256(utf8(canonicalize(entry.statement)));
  if (toHex(challenge) !== entry.digest) throw wrong('the digest is not that of the statement');
  checkTime(entry);
  await checkAssertion(
    { ...entry.assertion, publicKey: key.publicKey },
    { challenge, origin: originOf(ground.addresses, key.rpId), rpId: key.rpId },
    crypto,
  );
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
