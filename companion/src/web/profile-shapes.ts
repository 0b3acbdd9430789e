/** The shapes that cross the edge for a contact's own pages: passkeys, absences, the roster. */
import { z } from 'zod';
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

/** Half open: `until` is not part of it. */
export const absenceView = z.object({
  id: z.string(),
  from: instant,
  until: instant,
  /** Name of who decides meanwhile, as the contact signed it. */
  delegate: z.string().nullable(),
});
export type AbsenceView = z.infer<typeof absenceView>;
