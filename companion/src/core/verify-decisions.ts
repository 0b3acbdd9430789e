/** Every decision of a ledger: signed by a key that was enrolled for this contact before, over exactly this statement. */
import { checkAssertion } from './assertion.ts';
import { fromBase64url, toHex, utf8 } from './bytes.ts';
import { canonicalize, type Json } from './canonical.ts';
import type { DecisionEffective, DecisionReceived, KeyEnrolled, LedgerEntry } from './entries.ts';
import { AppError } from './errors.ts';
import type { DecisionStatement } from './statement.ts';
import type { Check, Verification, VerifyCrypto } from './verify.ts';
import { effectiveWindow } from './windows.ts';

interface Ground {
  keys: Map<string, KeyEnrolled>;
  received: Map<number, DecisionReceived>;
  nonces: Set<string>;
  origin: string | null;
}

export async function checkDecisions(
  entries: readonly LedgerEntry[],
  crypto: VerifyCrypto,
): Promise<{ check: Check; keys: Verification['keys'] }> {
  const ground: Ground = { keys: new Map(), received: new Map(), nonces: new Set(), origin: null };
  const detail: string[] = [];
  const used = new Map<string, string>();
  for (const [index, entry] of entries.entries()) {
    if (entry.type === 'ledger.opened') ground.origin = entry.origin;
    if (entry.type === 'key.enrolled') ground.keys.set(`${entry.contact}:${entry.credentialId}`, entry);
    try {
      if (entry.type === 'decision.received') {
        const key = await checkReceived(entry, ground, crypto);
        const fingerprint = toHex(await crypto.sha256(fromBase64url(key.publicKey)));
        used.set(fingerprint, `contact ${entry.contact}`);
        ground.received.set(index, entry);
      }
      if (entry.type === 'decision.effective') checkEffective(entry, ground);
    } catch (error) {
      if (!(error instanceof AppError) && !(error instanceof RangeError)) throw error;
      detail.push(`entry ${index}: ${error.message}`);
    }
  }
  const keys = [...used].map(([fingerprint, holder]) => ({ fingerprint, holder }));
  return { keys, check: summary(detail, ground.received.size) };
}

function summary(detail: string[], count: number): Check {
  return detail.length === 0
    ? { name: 'decisions', result: 'ok', detail: [`${count} decisions are signed over what was shown`] }
    : { name: 'decisions', result: 'tampered', detail };
}

async function checkReceived(
  entry: DecisionReceived,
  ground: Ground,
  crypto: VerifyCrypto,
): Promise<KeyEnrolled> {
  const key = ground.keys.get(`${entry.contact}:${entry.assertion.credentialId}`);
  if (!key) throw wrong('no key was enrolled for this contact before');
  const statement = entry.statement as unknown as DecisionStatement;
  const challenge = await crypto.sha256(utf8(canonicalize(entry.statement)));
  if (toHex(challenge) !== entry.digest) throw wrong('the digest is not that of the statement');
  agree('request', statement.request.id, entry.request);
  agree('contact', statement.contact.id, entry.contact);
  agree('org', statement.org.id, entry.org);
  agree('decision', statement.decision, entry.decision);
  if (ground.nonces.has(statement.nonce)) throw wrong('its nonce was used before');
  ground.nonces.add(statement.nonce);
  await checkAssertion(
    { ...entry.assertion, publicKey: key.publicKey },
    { challenge, origin: ground.origin, rpId: key.rpId },
    crypto,
  );
  return key;
}

/** The window must be the one that the signed bounds give; the quorum is complete with the decision that is named. */
function checkEffective(entry: DecisionEffective, { received }: Ground): void {
  const decision = received.get(entry.received);
  if (!decision || decision.request !== entry.request)
    throw wrong('it names no valid decision on this request');
  const { window } = decision.statement as unknown as DecisionStatement;
  const expected = window === null ? null : effectiveWindow([window], decision.at);
  const same = canonicalize(entry.window as unknown as Json) === canonicalize(expected as unknown as Json);
  if (!same) throw wrong('its window is not the one that was signed');
}

function agree(name: string, signed: string, logged: string): void {
  if (signed !== logged) throw wrong(`the signed ${name} is another one`);
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
