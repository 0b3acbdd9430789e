/**
 * Signed acts of contacts: what waits, what is shown, and the signature that makes it effective. The kinds differ in what
 * they show and do; the ceremony is one.
 */
import {
  ACT_CHOICES,
  type ActSnapshot,
  type ActStatement,
  type ActType,
  actDigest,
  actReasonOpening,
  buildAct,
} from '../../core/acts.ts';
import { toBase64url } from '../../core/bytes.ts';
import { canonicalize, type Json } from '../../core/canonical.ts';
import { type Opening, SALT_BYTES } from '../../core/commitments.ts';
import { AppError } from '../../core/errors.ts';
import { clockTime, isBefore, later } from '../clock.ts';
import type { AssertionInput, ContactRef, RelayPorts, Rows, Unit } from '../ports.ts';
import { requireLiveKey } from '../passkeys.ts';
import { rosterInForce } from '../roster.ts';
import type { KeptAct, StoredAct } from '../rows.ts';
import { sealer } from '../sealer.ts';
import { writeSoon } from '../writing.ts';
import { drillAnswer } from './drill-answer.ts';
import { alterationLook } from './alteration-look.ts';
import { breakGlassReview } from './break-glass-review.ts';
import { delegationEnd } from './delegation-end.ts';
import { delegation } from './delegation.ts';
import { foundingRoster } from './founding-roster.ts';
import { governanceMode } from './governance-mode.ts';
import { keyRecovery } from './key-recovery.ts';
import { keyRevoke } from './key-revoke.ts';
import { keyVouch } from './key-vouch.ts';
import type { ActGround, ActKind, OpenAct } from './kind.ts';
import { policyChange } from './policy-change.ts';
import { rosterChange } from './roster-change.ts';
import { signerChain } from './signatures.ts';

const KINDS: Readonly<Record<ActType, ActKind>> = {
  'founding-roster': foundingRoster,
  'roster-change': rosterChange,
  'policy-change': policyChange,
  'governance-mode': governanceMode,
  'key-vouch': keyVouch,
  'key-revoke': keyRevoke,
  'key-recovery': keyRecovery,
  delegation,
  'delegation-end': delegationEnd,
  'drill-answer': drillAnswer,
  'break-glass-review': breakGlassReview,
  'alteration-look': alterationLook,
};

const LIFETIME = { minutes: 10 } as const;
const NONCE_BYTES = 32;

async function groundOf(ports: RelayPorts, rows: Rows, contactId: string): Promise<ActGround> {
  const roster = await rosterInForce(rows, ports);
  const contact = roster.contacts.find(({ id, sealed, active }) => id === contactId && sealed && active);
  if (!contact) throw new AppError('not_signed_in', 'This contact is not on the sealed roster any more.');
  const chain = await signerChain(rows, ports);
  return { rows, ports, roster, contact, chain, at: await clockTime(ports) };
}

/** What waits for signatures, whether or not this contact may give one. @throws AppError not_signed_in */
export async function openActs(ports: RelayPorts, contactId: string): Promise<OpenAct[]> {
  const ground = await groundOf(ports, ports.store.rows(ports.org.orgId), contactId);
  return (await Promise.all(Object.values(KINDS).map((kind) => kind.open(ground)))).flat();
}

export interface StartAct {
  contactId: string;
  sessionId: string;
  type: ActType;
  subject: string;
  locale: string;
}

/** Fixes what is shown: single use, ten minutes. @throws AppError not_signed_in, not_found, not_eligible */
export async function startAct(ports: RelayPorts, input: StartAct): Promise<ActSnapshot> {
  const { org, store, random } = ports;
  const { contactId, sessionId, type, subject, locale } = input;
  const ground = await groundOf(ports, store.rows(org.orgId), contactId);
  const prepared = await KINDS[type].prepare(ground, subject);
  const { seal, again, openings } = sealer(ports);
  const snapshot: ActSnapshot = {
    base: {
      ...{ v: 1, type, nonce: toBase64url(random(NONCE_BYTES)) },
      org: { id: org.orgId, environment: org.environment },
      contact: { id: contactId, rosterEntry: ground.roster.version },
      ...{ subject, shown: await prepared.sealed(seal, again), shownAt: ground.at, locale },
    },
    openings,
    reasonSalt: toBase64url(random(SALT_BYTES)),
    expiresAt: later(ground.at, LIFETIME),
  };
  const { nonce } = snapshot.base;
  const { expiresAt } = snapshot;
  const shown = { nonce, contactId, sessionId, type, subject, body: snapshot, expiresAt };
  await store.unit(org.orgId, (unit) => unit.acts.show({ ...shown, ground: canonicalize(prepared.plain) }));
  return snapshot;
}

export interface SignAct<Assertion extends AssertionInput> {
  contact: ContactRef;
  sessionId: string;
  nonce: string;
  choice: string;
  reason: string;
  digest: string;
  assertion: Assertion;
}

export interface ActReceipt {
  digest: string;
  signedAt: string;
  keyFingerprint: string;
  ledgerIndex: number;
  ledgerLeaf: string;
  /** A second contact must sign before it takes force. */
  waits: boolean;
}

/**
 * @throws AppError snapshot_expired, assertion_replayed, not_signed_in, not_found, not_eligible, request_changed (what was
 *   shown is no longer so), malformed (no such choice), digest_mismatch, assertion_invalid
 */
export async function signAct<Assertion extends AssertionInput>(
  ports: RelayPorts<Assertion>,
  input: SignAct<Assertion>,
): Promise<ActReceipt> {
  const { org, store } = ports;
  const rows = store.rows(org.orgId);
  const kept = await openSnapshot(ports, rows, input);
  const statement = await statementOf(ports, kept, input);
  const assertion = await ports.checkSignature({
    contact: input.contact,
    digest: input.digest,
    assertion: input.assertion,
  });
  const kind = KINDS[kept.type];
  const at = await clockTime(ports);
  const locking = kind.ofRequest ? { lock: kept.subject } : {};
  const sign = async (unit: Unit) => {
    if (!(await unit.acts.use(input.nonce, at))) throw replayed();
    const { credentialId, clientDataJSON, authenticatorData, signature, fingerprint } = assertion;
    const about = { contact: input.contact.id, act: kept.type, subject: kept.subject, choice: input.choice };
    const pointer = await unit.append(
      {
        ...{ v: 1, type: 'act.signed', org: org.orgId, at, ...about },
        ...{ statement: statement as unknown as Json, digest: input.digest },
        assertion: { credentialId, clientDataJSON, authenticatorData, signature },
      },
      openedOnce([...kept.body.openings, actReasonOpening(kept.body, input.reason)]),
    );
    // Looked at after the append: from there on no other change of the org is logged, so what is checked is what takes force.
    const ground = { ...(await groundOf(ports, unit, input.contact.id)), at };
    await requireLiveKey(unit, input.contact.id, credentialId);
    await requireSameGround(kind, ground, kept);
    const signed: StoredAct = {
      ...{ orgId: org.orgId, ...pointer, contactId: input.contact.id, type: kept.type },
      ...{ subject: kept.subject, choice: input.choice, reason: input.reason, digest: input.digest },
      ...{ fingerprint, signedAt: at, waiting: false },
    };
    await unit.acts.put(signed);
    return { act: signed, waits: (await kind.apply(unit, ground, signed, statement)) === 'waits' };
  };
  const run = () => store.unit(org.orgId, sign, locking);
  // Under the request's lease, as everything that decides on it: a step that calls the org in its middle is not cut in two.
  const { act, waits } = await (kind.ofRequest ? store.exclusive(org.orgId, kept.subject, run) : run());
  await kind.after?.(ports);
  await writeSoon(ports);
  return {
    ...{ digest: act.digest, signedAt: act.signedAt, keyFingerprint: act.fingerprint },
    ...{ ledgerIndex: act.index, ledgerLeaf: act.leaf, waits },
  };
}

/** What is shown of other entries lies there, too: of two clear values of one path the entry's own, which comes first, is kept. */
function openedOnce(openings: readonly Opening[]): Opening[] {
  const byPath = new Map(openings.toReversed().map((opening) => [opening.path, opening]));
  return [...byPath.values()];
}

const replayed = () => new AppError('assertion_replayed', 'This signature was used before.');

async function openSnapshot<Assertion extends AssertionInput>(
  ports: RelayPorts<Assertion>,
  rows: Rows,
  { nonce, contact, sessionId }: SignAct<Assertion>,
): Promise<KeptAct> {
  const kept = await rows.acts.shown(nonce);
  if (kept?.contactId !== contact.id || kept.sessionId !== sessionId)
    throw new AppError('snapshot_expired', 'This review is not open any more.');
  if (kept.usedAt !== null) throw replayed();
  if (isBefore(kept.expiresAt, await clockTime(ports)))
    throw new AppError('snapshot_expired', 'What you saw is older than ten minutes.');
  return kept;
}

async function statementOf<Assertion extends AssertionInput>(
  { hmac, sha256 }: RelayPorts<Assertion>,
  { type, body }: KeptAct,
  { choice, reason, digest }: SignAct<Assertion>,
): Promise<ActStatement> {
  if (!ACT_CHOICES[type].includes(choice)) throw new AppError('malformed', 'There is no such choice.');
  const statement = await buildAct(body, { choice, reason }, hmac);
  if ((await actDigest(sha256, statement)) === digest) return statement;
  throw new AppError('digest_mismatch', 'What was signed is not what this server showed.');
}

/** The roster entry that was shown may have been edited again while it was read. */
async function requireSameGround(kind: ActKind, ground: ActGround, kept: KeptAct): Promise<void> {
  const now = await kind.prepare(ground, kept.subject);
  const isSame =
    canonicalize(now.plain) === kept.ground && ground.roster.version === kept.body.base.contact.rosterEntry;
  if (!isSame) throw new AppError('request_changed', 'What you were shown has changed meanwhile.');
}
