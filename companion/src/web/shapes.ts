/**
 * The shapes that cross the edge of the web part. A request body is parsed with them before anything happens, and the
 * browser's code takes its types from them. Instants are ISO 8601 with Z, dates YYYY-MM-DD, digests and leaves
 * lower-case hex, binary values base64url.
 */
import { z } from 'zod';
import { ACT_TYPES } from '../core/acts.ts';
import { ASKED_ANSWERS } from '../core/answers.ts';
import { SIGNED_DECISIONS } from '../core/statement.ts';

export const instant = z.iso.datetime();
const base64url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]*$/);
export const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
/** An org or record id as Salesforce prints it in full. */
export const recordId = z.string().regex(/^[A-Za-z0-9]{18}$/);

/** A contact is a roster entry of one org; the id alone is not unique, as a refreshed sandbox copies ids. */
export const contactRef = z.object({ org: recordId, id: recordId });
export type ContactRef = z.infer<typeof contactRef>;

// ---------------------------------------------------------------------------------------------- what a browser sends

/** Reasons are read by auditors: one word of real text at least, and never more than the org's field holds. */
const reasonText = z.string().trim().min(3).max(4000);

export const boundsInput = z.object({
  maxMinutes: z.number().int().min(1).max(1_000_000),
  notBefore: instant.nullable(),
  notAfter: instant,
});
export type BoundsInput = z.infer<typeof boundsInput>;

/** The assertion as `navigator.credentials.get` gives it, in the JSON form of WebAuthn Level 3. */
export const assertionInput = z.object({
  id: base64url.min(1),
  rawId: base64url.min(1),
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  response: z.object({
    clientDataJSON: base64url.min(1),
    authenticatorData: base64url.min(1),
    signature: base64url.min(1),
    userHandle: base64url.nullish(),
  }),
});
export type AssertionInput = z.infer<typeof assertionInput>;

/** The new credential as `navigator.credentials.create` gives it. */
export const registrationInput = z.object({
  id: base64url.min(1),
  rawId: base64url.min(1),
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  response: z.object({
    clientDataJSON: base64url.min(1),
    attestationObject: base64url.min(1),
    authenticatorData: base64url.optional(),
    publicKey: base64url.optional(),
    publicKeyAlgorithm: z.number().int().optional(),
    transports: z.array(z.string().max(32)).max(16).optional(),
  }),
});
export type RegistrationInput = z.infer<typeof registrationInput>;

export const startInput = z.object({ locale: z.string().min(2).max(35) });

export const decideInput = z.object({
  nonce: base64url.min(16).max(128),
  decision: z.enum(SIGNED_DECISIONS),
  reason: reasonText,
  window: boundsInput.nullable(),
  digest: hex64,
  assertion: assertionInput,
});
export type DecideInput = z.infer<typeof decideInput>;

export const startActInput = z.object({
  type: z.enum(ACT_TYPES),
  subject: z.string().min(1).max(120),
  locale: z.string().min(2).max(35),
});

export const signActInput = z.object({
  nonce: base64url.min(16).max(128),
  choice: z.string().min(1).max(40),
  reason: reasonText,
  digest: hex64,
  assertion: assertionInput,
});
export type SignActInput = z.infer<typeof signActInput>;

/** `key` makes a second click no second request. Texts as long as the org's fields hold. */
export const extendInput = z.object({
  key: z.uuid(),
  purpose: reasonText,
  necessity: reasonText,
  hoursWanted: z.number().min(0.25).max(336),
});
export type ExtendInput = z.infer<typeof extendInput>;

export const declineInput = z.object({ reason: reasonText });

// ------------------------------------------------------------------------------------------------- what a browser sees

export const invitationView = z.object({
  org: z.object({ id: recordId, name: z.string() }),
  contact: z.object({ name: z.string(), address: z.string(), role: z.string() }),
  expiresAt: instant,
});
export type InvitationView = z.infer<typeof invitationView>;

/** One line of the inbox. `waiting` means that this contact may decide now, or look at an alteration. */
export const inboxItem = z.object({
  org: z.object({ id: recordId, name: z.string() }),
  id: recordId,
  name: z.string(),
  caseNumber: z.string(),
  requestingParty: z.string(),
  incidentType: z.string(),
  targetUser: z.string(),
  environment: z.string(),
  dataViewed: z.boolean(),
  hoursWanted: z.number(),
  state: z.string(),
  waiting: z.boolean(),
  submittedAt: instant.nullable(),
  deadline: instant.nullable(),
  settledAt: instant.nullable(),
  settledBy: z.string().nullable(),
  /** It asked for break-glass, whether or not that opened anything. */
  breakGlass: z.boolean(),
  /** Its record was altered; with `waiting` this contact may look at it now. */
  frozen: z.boolean(),
  /** Who is away and lets this contact decide meanwhile. */
  inPlaceOf: z.array(z.object({ name: z.string(), until: instant })),
});
export type InboxItem = z.infer<typeof inboxItem>;

/** `checkedAt` is when the companion last read the org with success; null means not yet. */
export const inboxView = z.object({
  now: instant,
  checkedAt: instant.nullable(),
  items: z.array(inboxItem),
  /** Drills that wait for this contact's answer. */
  drills: z.array(
    z.object({ org: recordId, id: z.uuid(), name: z.string(), startedAt: instant, endsAt: instant }),
  ),
});
export type InboxView = z.infer<typeof inboxView>;

/** Where a page of the history ended; what comes back is a position in the contact's own list and opens nothing else. */
const historyPosition = z.object({ at: instant, id: recordId });
export const historyQuery = z.object({
  state: z.string().max(40).optional(),
  case: z.string().max(80).optional(),
  answer: z.enum(ASKED_ANSWERS).optional(),
  after: z
    .string()
    .max(200)
    .regex(/^[^ ]+ [^ ]+$/)
    .transform((text) => text.split(' '))
    .pipe(z.tuple([z.string(), z.string()]))
    .transform(([at, id]) => ({ at, id }))
    .pipe(historyPosition)
    .optional(),
});

/** `mine`: what this contact answered, if he did. `more`: pass both of it as `after`, in one text with a blank between. */
export const historyView = z.object({
  items: z.array(inboxItem.extend({ mine: z.string().nullable() })),
  more: historyPosition.nullable(),
});
export type HistoryView = z.infer<typeof historyView>;

export const meView = z.object({
  contact: contactRef,
  name: z.string(),
  address: z.string(),
  role: z.string(),
  org: z.object({ id: recordId, name: z.string() }),
  /** ISO 639-1, as the roster has it; null when it names none. */
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** Address at which the contact is still to set up a passkey. */
  moveTo: z.url().nullable(),
});
export type MeView = z.infer<typeof meView>;

/** `pending`: signed and kept, but the org is out of reach; it takes effect when the org has been written. */
export const decisionResult = z.object({
  outcome: z.enum(['effective', 'pending', 'without_effect']),
  because: z.string().nullable(),
  requestState: z.string(),
  window: z.object({ start: instant, end: instant }).nullable(),
  receipt: z.object({
    digest: hex64,
    receivedAt: instant,
    effectiveAt: instant.nullable(),
    keyFingerprint: z.string(),
    ledgerIndex: z.number().int(),
    ledgerLeaf: z.string(),
  }),
});
export type DecisionResult = z.infer<typeof decisionResult>;

/** What waits for signatures besides decisions. `because` says in a sentence why this contact may not sign. */
export const openAct = z.object({
  type: z.enum(ACT_TYPES),
  subject: z.string(),
  title: z.string(),
  mayAct: z.boolean(),
  because: z.string().nullable(),
  /** Names of who has signed already, of so many that must; absent where one signature always suffices. */
  signatures: z.object({ given: z.array(z.string()), needed: z.number().int() }).optional(),
  /** Of what holds already since setting up, and is to be confirmed once. */
  founding: z.boolean().optional(),
});
export type OpenAct = z.infer<typeof openAct>;

export const actReceipt = z.object({
  digest: hex64,
  signedAt: instant,
  keyFingerprint: z.string(),
  ledgerIndex: z.number().int(),
  ledgerLeaf: z.string(),
  /** A second contact must sign before it takes force. */
  waits: z.boolean(),
});
export type ActReceipt = z.infer<typeof actReceipt>;

export const grantorView = z.object({
  now: instant,
  org: z.object({ id: recordId, name: z.string() }),
  grantor: z.string(),
  requester: z.string(),
  approvers: z.array(z.string()),
  caseNumber: z.string(),
  requestingParty: z.string(),
  purpose: z.string(),
  checkPhrase: z.string(),
  /** One of GRANT_DURATIONS, and the date the grant ends by itself if it is chosen today. */
  duration: z.string(),
  unavoidableEnd: z.iso.date(),
  window: z.object({ start: instant, end: instant }),
  /** The page of the grantor's own org on which access is granted; null if its My Domain is not known. */
  settingsUrl: z.string().nullable(),
  step: z.enum(['Not_asked', 'Asked', 'Granted', 'Declined', 'Ended']),
});
export type GrantorView = z.infer<typeof grantorView>;

export const healthView = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
export type HealthView = z.infer<typeof healthView>;
