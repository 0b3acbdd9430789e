/** The shapes that cross the edge for a contact's own pages: passkeys, absences, the roster. */
import { z } from 'zod';
import { ROSTER_CHANGES } from '../core/roster-diff.ts';
import { hex64, instant, recordId, registrationInput } from './shapes.ts';

export const absenceInput = z.object({ first: z.iso.date(), last: z.iso.date() });

/** A name that its holder gives a passkey. */
const keyName = z.string().trim().min(1).max(60);
export const addPasskeyInput = z.object({ name: keyName, registration: registrationInput });
export const renamePasskeyInput = z.object({ name: keyName });

/** Instants are ISO 8601 with Z; `subject` is the fingerprint without blanks. */
export const passkeyView = z.object({
  fingerprint: z.string(),
  subject: hex64,
  name: z.string(),
  device: z.string(),
  synced: z.boolean(),
  state: z.enum(['Waiting', 'Active', 'Revoked']),
  enrolledAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type PasskeyView = z.infer<typeof passkeyView>;

export const rosterView = z.object({
  version: z.string(),
  contacts: z.array(
    z.object({
      id: recordId,
      name: z.string(),
      role: z.string(),
      level: z.number().int(),
      active: z.boolean(),
      mine: z.boolean(),
      unsigned: z.boolean(),
      absentUntil: instant.nullable(),
      /** Who decides in his place now. */
      delegate: z.string().nullable(),
      moved: z.boolean().nullable(),
      keys: z.array(passkeyView.omit({ name: true, synced: true, revokedAt: true })),
    }),
  ),
});
export type RosterView = z.infer<typeof rosterView>;

/** As requests name it; shorter in those of before versions were kept. */
export const rosterVersionId = z.string().regex(/^roster-[0-9a-f]{1,64}$/);

/** Where a page of versions ended. */
export const versionQuery = z.object({
  before: z.coerce.number().int().positive().max(2_147_483_647).optional(),
});

/** One time at which a version of the roster was in force; half open, `until` is null for the one in force. */
const versionView = z.object({
  number: z.number().int(),
  version: z.string(),
  since: instant,
  until: instant.nullable(),
  cause: z.enum(['Sealed', 'Signed', 'Seen']),
  signedBy: z.array(z.object({ id: z.string(), name: z.string(), ledgerIndex: z.number().int() })),
  ledgerIndex: z.number().int(),
  deciders: z.number().int(),
  changes: z.array(
    z.object({
      kind: z.enum(ROSTER_CHANGES),
      contact: z.string(),
      name: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type VersionView = z.infer<typeof versionView>;

/** Newest first; `next` is the number before which the next page begins. */
export const versionsView = z.object({ items: z.array(versionView), next: z.number().int().nullable() });
export type VersionsView = z.infer<typeof versionsView>;

export const versionDetail = z.object({
  version: z.string(),
  times: z.array(versionView),
  entries: z.array(
    z.object({
      id: recordId,
      /** Null where it was erased. */
      name: z.string().nullable(),
      role: z.string(),
      level: z.number().int(),
      active: z.boolean(),
      mayDecide: z.boolean(),
    }),
  ),
});
export type VersionDetail = z.infer<typeof versionDetail>;

/** Half open: `until` is not part of it. */
export const absenceView = z.object({
  id: z.string(),
  from: instant,
  until: instant,
  /** Name of who decides meanwhile, as the contact signed it. */
  delegate: z.string().nullable(),
});
export type AbsenceView = z.infer<typeof absenceView>;
