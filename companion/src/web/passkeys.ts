/**
 * The passkey ceremonies: enrolment, sign-in, and the signature under a decision.
 *
 * A decision's challenge is the SHA-256 of the canonical statement, so the assertion is a signature over everything
 * that was shown. Sign-in and enrolment use random challenges of single use, bound to the browser's session.
 */
import { createHash } from 'node:crypto';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { fromHex, toBase64url, utf8 } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import type {
  AssertionInput,
  ChallengeStore,
  CheckedAssertion,
  ContactRef,
  NewPasskey,
  PasskeyStore,
  RegistrationInput,
  SignatureCheck,
} from './ports.ts';
import {
  algorithmOf,
  ALGORITHMS,
  certified,
  challengeOf,
  keyFingerprint,
  relyingParty,
  verifyAssertion,
} from './webauthn.ts';

/** Long enough to fetch a phone, short enough that an abandoned prompt is worth nothing. */
const CEREMONY = Temporal.Duration.from({ minutes: 5 });

export interface PasskeyDeps {
  passkeys: PasskeyStore;
  challenges: ChallengeStore;
  now(): Promise<Temporal.Instant>;
  /** Scheme, host and port as the browser shows them; its host name is the relying party id. */
  origin: string;
  /** All at which passkeys of contacts sign: this one alone, and during a move the other, too. */
  origins?: readonly string[];
}

export interface Ceremony {
  sessionId: string;
}

export type Passkeys = ReturnType<typeof createPasskeys>;

const sha256 = (bytes: Uint8Array): Promise<Uint8Array> =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));

/** @returns the ceremonies over the given stores. Each verification throws AppError and never answers "maybe". */
export function createPasskeys(deps: PasskeyDeps) {
  return {
    enrolOptions: (
      ceremony: Ceremony,
      contact: ContactRef,
      names: { address: string; name: string; org: string },
    ) => enrolOptions(deps, ceremony, contact, names),
    enrolVerify: (ceremony: Ceremony, response: RegistrationInput) => enrolVerify(deps, ceremony, response),
    signInOptions: (ceremony: Ceremony) => signInOptions(deps, ceremony),
    signInVerify: (ceremony: Ceremony, response: AssertionInput) => signInVerify(deps, ceremony, response),
    credentialsOf: async (contact: ContactRef) =>
      (await deps.passkeys.byContact(contact))
        .filter((key) => key.state === 'Active' && isHere(deps)(key))
        .map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    /** Whether a session that began with this key may go on. */
    isLive: async (credentialId: string) =>
      (await deps.passkeys.byCredential(credentialId))?.state === 'Active',
    checkSignature: (check: SignatureCheck) => checkSignature(deps, check),
  };
}

/** Browsers know the keys of their own page alone. */
const isHere =
  ({ origin }: PasskeyDeps) =>
  ({ rpId }: { rpId: string }) =>
    rpId === relyingParty(origin);

async function remember(deps: PasskeyDeps, ceremony: Ceremony, purpose: 'enrol' | 'sign-in', value: string) {
  const expiresAt = (await deps.now()).add(CEREMONY).toString();
  await deps.challenges.put({ value, purpose, sessionId: ceremony.sessionId, expiresAt });
}

async function enrolOptions(
  deps: PasskeyDeps,
  ceremony: Ceremony,
  contact: ContactRef,
  names: { address: string; name: string; org: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const existing = await deps.passkeys.byContact(contact);
  const options = await generateRegistrationOptions({
    rpName: 'Countersign',
    rpID: relyingParty(deps.origin),
    userID: new Uint8Array(await sha256(utf8(`${contact.org}:${contact.id}`))),
    userName: names.address,
    userDisplayName: `${names.name} (${names.org})`,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: existing
      .filter(isHere(deps))
      .map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: CEREMONY.total('milliseconds'),
  });
  await remember(deps, ceremony, 'enrol', options.challenge);
  return options;
}

/** @throws AppError assertion_replayed (challenge unknown, used or too old), assertion_invalid (all else) */
async function enrolVerify(
  deps: PasskeyDeps,
  ceremony: Ceremony,
  response: RegistrationInput,
): Promise<NewPasskey> {
  await spend(deps, ceremony, 'enrol', response.response.clientDataJSON);
  const rpId = relyingParty(deps.origin);
  const { verified, registrationInfo } = await certified(() =>
    verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      // `spend` has matched it against the one that this session was given.
      expectedChallenge: () => true,
      expectedOrigin: deps.origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  if (!verified) throw new AppError('assertion_invalid', 'The new passkey could not be verified.');
  const { credential, aaguid, credentialBackedUp } = registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: toBase64url(credential.publicKey),
    alg: algorithmOf(credential.publicKey),
    aaguid,
    rpId,
    transports: credential.transports ?? [],
    signCount: credential.counter,
    backedUp: credentialBackedUp,
  };
}

async function signInOptions(
  deps: PasskeyDeps,
  ceremony: Ceremony,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  // No list of credentials: the authenticator finds its own, and nobody can ask whether an address is enrolled.
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(deps.origin),
    userVerification: 'required',
    timeout: CEREMONY.total('milliseconds'),
  });
  await remember(deps, ceremony, 'sign-in', options.challenge);
  return options;
}

/** @throws AppError assertion_replayed, assertion_invalid, key_not_vouched */
async function signInVerify(
  deps: PasskeyDeps,
  ceremony: Ceremony,
  response: AssertionInput,
): Promise<ContactRef> {
  await spend(deps, ceremony, 'sign-in', response.response.clientDataJSON);
  const passkey = await deps.passkeys.byCredential(response.id);
  if (!passkey || passkey.state === 'Revoked' || !isHere(deps)(passkey))
    throw new AppError('assertion_invalid', 'This passkey is not enrolled here.');
  await verifyAssertion(deps, passkey, response, () => true);
  // Told to the holder of the key alone, who has just shown that it is his.
  if (passkey.state === 'Waiting')
    throw new AppError('key_not_vouched', 'Nobody has vouched for this passkey yet.');
  return passkey.contact;
}

/**
 * Is this the contact's own signature, given with a fresh user verification, over exactly this statement? The nonce
 * inside the statement makes the challenge of single use; spending it is the caller's, under the request's lock.
 *
 * @throws AppError assertion_invalid
 */
async function checkSignature(deps: PasskeyDeps, check: SignatureCheck): Promise<CheckedAssertion> {
  const { contact, digest, assertion } = check;
  const passkey = await deps.passkeys.byCredential(assertion.id);
  const isOwn = passkey?.contact.org === contact.org && passkey.contact.id === contact.id;
  if (!isOwn || passkey.state !== 'Active') {
    throw new AppError('assertion_invalid', 'The signature was not made with a passkey of this contact.');
  }
  const challenge = toBase64url(fromHex(digest));
  const use = await verifyAssertion(deps, passkey, assertion, challenge);
  return {
    credentialId: passkey.credentialId,
    publicKey: passkey.publicKey,
    fingerprint: keyFingerprint(passkey.publicKey),
    clientDataJSON: assertion.response.clientDataJSON,
    authenticatorData: assertion.response.authenticatorData,
    signature: assertion.response.signature,
    ...use,
  };
}

/** Takes the challenge that the browser answered out of the store, so that an answer counts once. */
async function spend(
  deps: PasskeyDeps,
  ceremony: Ceremony,
  purpose: 'enrol' | 'sign-in',
  clientDataJSON: string,
): Promise<void> {
  const value = challengeOf(clientDataJSON);
  if (await deps.challenges.take({ value, purpose, sessionId: ceremony.sessionId })) return;
  throw new AppError('assertion_replayed', 'This answer was used before, or it came too late.');
}
