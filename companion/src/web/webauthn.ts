/** Checks of passkey answers that enrolment, sign-in and decisions share. */
import { createHash } from 'node:crypto';
import { verifyAuthenticationResponse, type AuthenticationResponseJSON } from '@simplewebauthn/server';
import { decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { fromBase64url } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import type { AssertionInput, PasskeyStore, StoredPasskey } from './ports.ts';

/** ES256 and RS256: what every authenticator offers and every offline verifier knows. */
export const ALGORITHMS = [-7, -257];

/** SHA-256 of a COSE key as it is printed for a person to keep: lower-case hex in groups of four. */
export function keyFingerprint(publicKey: string): string {
  const hex = createHash('sha256').update(fromBase64url(publicKey)).digest('hex');
  return (hex.match(/.{4}/g) ?? []).join(' ');
}

/** The relying party id of an origin: its host name. */
export function relyingParty(origin: string): string {
  return new URL(origin).hostname;
}

/** @throws AppError assertion_invalid for a key of an address that does not answer any more */
function pageOf(origins: readonly string[], rpId: string): string {
  const page = origins.find((origin) => relyingParty(origin) === rpId);
  if (page === undefined) throw new AppError('assertion_invalid', 'The passkey belongs to another address.');
  return page;
}

/**
 * Verifies an assertion with the given key, the person verified anew, and keeps counter and backup flag.
 * @param expectedChallenge base64url; a function where the challenge was matched before
 * @throws AppError assertion_invalid
 */
export async function verifyAssertion(
  deps: {
    passkeys: PasskeyStore;
    origin: string;
    origins?: readonly string[];
    now(): Promise<Temporal.Instant>;
  },
  passkey: StoredPasskey,
  response: AssertionInput,
  expectedChallenge: string | (() => boolean),
): Promise<{ signCount: number; backedUp: boolean }> {
  const { verified, authenticationInfo } = await certified(() =>
    verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge,
      expectedOrigin: pageOf(deps.origins ?? [deps.origin], passkey.rpId),
      expectedRPID: passkey.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(fromBase64url(passkey.publicKey)),
        counter: passkey.signCount,
      },
    }),
  );
  if (!verified) throw new AppError('assertion_invalid', 'The signature does not verify.');
  const use = {
    signCount: authenticationInfo.newCounter,
    backedUp: authenticationInfo.credentialBackedUp,
  };
  const lastUsedAt = (await deps.now()).round('second').toString();
  await deps.passkeys.used(passkey.credentialId, { ...use, lastUsedAt });
  return use;
}

/** The challenge that a passkey answer says it answers. @throws AppError assertion_invalid when it says none */
export function challengeOf(clientDataJSON: string): string {
  try {
    const data: unknown = JSON.parse(new TextDecoder().decode(fromBase64url(clientDataJSON)));
    if (
      data !== null &&
      typeof data === 'object' &&
      'challenge' in data &&
      typeof data.challenge === 'string'
    ) {
      return data.challenge;
    }
  } catch (cause) {
    throw new AppError('assertion_invalid', 'The client data of the passkey cannot be read.', { cause });
  }
  throw new AppError('assertion_invalid', 'The client data of the passkey names no challenge.');
}

/** The library tells every fault by throwing; here it is one coded error with the cause for the log. */
export async function certified<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (cause) {
    throw new AppError('assertion_invalid', 'The passkey answer does not verify.', { cause });
  }
}

/** COSE algorithm of a key. @throws AppError assertion_invalid when it is not one of {@link ALGORITHMS} */
export function algorithmOf(publicKey: Uint8Array): number {
  const COSE_ALG = 3;
  const alg = decodeCredentialPublicKey(new Uint8Array(publicKey)).get(COSE_ALG);
  if (typeof alg === 'number' && ALGORITHMS.includes(alg)) return alg;
  throw new AppError('assertion_invalid', 'The passkey uses an algorithm that is not offered here.');
}
