/**
 * Checks a WebAuthn assertion offline, as any verifier can: WebAuthn Level 3 §7.2, the steps that need no server state.
 * Used by the verification kit; the companion itself uses its own library at the moment of signing.
 */
import { concat, equalBytes, fromBase64url, type Sha256, utf8 } from './bytes.ts';
import { AppError } from './errors.ts';

/** All binary values base64url. */
export interface Assertion {
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  /** COSE_Key of the credential. */
  publicKey: string;
}

export interface AssertionExpectation {
  /** SHA-256 of the canonical statement. */
  challenge: Uint8Array;
  /** Null when any origin of the relying party is accepted. */
  origin: string | null;
  rpId: string;
}

export interface AuthenticatorFlags {
  userPresent: boolean;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  signCount: number;
}

/** Verifies `signature` over `bytes` with a COSE key (ES256 or RS256). */
export type VerifySignature = (
  coseKey: Uint8Array,
  bytes: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>;

const HEAD_BYTES = 37;

/**
 * @returns the flags that the authenticator signed
 * @throws AppError assertion_invalid, with the check that failed in `details.check`
 */
export async function checkAssertion(
  assertion: Assertion,
  expected: AssertionExpectation,
  { sha256, verifySignature }: { sha256: Sha256; verifySignature: VerifySignature },
): Promise<AuthenticatorFlags> {
  const clientData = fromBase64url(assertion.clientDataJSON);
  const data = fromBase64url(assertion.authenticatorData);
  checkClientData(clientData, expected);
  if (data.length < HEAD_BYTES) throw invalid('authenticator_data', 'the authenticator data is too short');
  if (!equalBytes(data.slice(0, 32), await sha256(utf8(expected.rpId)))) {
    throw invalid('rp_id', 'it was made for another host');
  }
  const flags = readFlags(data);
  if (!flags.userPresent || !flags.userVerified)
    throw invalid('user_verification', 'the person was not verified');
  const signed = concat(data, await sha256(clientData));
  if (
    !(await verifySignature(fromBase64url(assertion.publicKey), signed, fromBase64url(assertion.signature)))
  ) {
    throw invalid('signature', 'the signature does not hold');
  }
  return flags;
}

function checkClientData(bytes: Uint8Array, { challenge, origin }: AssertionExpectation): void {
  const data = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  if (data['type'] !== 'webauthn.get') throw invalid('type', 'it is no assertion');
  if (typeof data['challenge'] !== 'string' || !equalBytes(fromBase64url(data['challenge']), challenge)) {
    throw invalid('challenge', 'it was made over something else');
  }
  if (origin !== null && data['origin'] !== origin) throw invalid('origin', 'it was made on another page');
  if (data['crossOrigin'] === true) throw invalid('origin', 'it was made inside a foreign page');
}

function readFlags(data: Uint8Array): AuthenticatorFlags {
  const flags = data[32] ?? 0;
  const has = (bit: number) => (flags & (1 << bit)) !== 0;
  const signCount = new DataView(data.buffer, data.byteOffset + 33, 4).getUint32(0);
  return { userPresent: has(0), userVerified: has(2), backupEligible: has(3), backedUp: has(4), signCount };
}

function invalid(check: string, sentence: string): AppError {
  return new AppError('assertion_invalid', `The signature is not valid: ${sentence}.`, {
    details: { check },
  });
}
