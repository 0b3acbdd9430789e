/** The device's passkey prompt. What a person can do about a failed one is said in words, not in the browser's names. */
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { fromHex, toBase64url } from '../../core/bytes.ts';
import type { AssertionInput, PasskeyView, RegistrationInput } from '../ports.ts';
import { api, Failure } from './api.ts';
import { strings } from './strings.ts';

export const passkeysWork = (): boolean => browserSupportsWebAuthn();

/** Makes a passkey for the invited person. @throws Failure */
export async function createPasskey(
  token: string,
): Promise<{ fingerprint: string; waits: boolean; signAt: string | null }> {
  const optionsJSON = await api.enrolOptions(token);
  const registration = await prompted(() => startRegistration({ optionsJSON }));
  return api.enrol(token, registration as RegistrationInput);
}

/** Makes a further passkey for the person who is signed in. @throws Failure */
export async function addPasskey(name: string): Promise<PasskeyView> {
  const optionsJSON = await api.addPasskeyOptions();
  const registration = await prompted(() => startRegistration({ optionsJSON }));
  return api.addPasskey(name, registration as RegistrationInput);
}

/** Asks any passkey of this site for its owner. @throws Failure */
export async function askForPasskey(): Promise<AssertionInput> {
  const optionsJSON = await api.signInOptions();
  return (await prompted(() => startAuthentication({ optionsJSON }))) as AssertionInput;
}

/**
 * The signature under a decision: the digest itself is the challenge, and the device asks for the person anew.
 * @param digest SHA-256 of the canonical statement, hex
 * @throws Failure
 */
export async function signDigest(
  digest: string,
  credentials: readonly { id: string; transports: string[] }[],
): Promise<AssertionInput> {
  const assertion = await prompted(() =>
    startAuthentication({
      optionsJSON: {
        challenge: toBase64url(fromHex(digest)),
        userVerification: 'required',
        timeout: 300_000,
        allowCredentials: credentials.map(({ id, transports }) => ({
          id,
          type: 'public-key',
          transports: transports as AuthenticatorTransport[],
        })),
      },
    }),
  );
  return assertion as AssertionInput;
}

async function prompted<Answer>(prompt: () => Promise<Answer>): Promise<Answer> {
  try {
    return await prompt();
  } catch (error) {
    const reason = error instanceof WebAuthnError ? error.code : '';
    if (reason === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') {
      throw new Failure({ code: 'passkey_known', ...strings.problems.passkeyKnown });
    }
    if (error instanceof Error && error.name === 'SecurityError') {
      throw new Failure({ code: 'passkey_place', ...strings.problems.passkeyPlace });
    }
    throw new Failure({ code: 'passkey_closed', ...strings.problems.passkeyClosed });
  }
}
