/**
 * Is a user's login frozen? `UserLogin` says so, but shows itself only to those who manage users, which the companion
 * by design does not. Without it the answer follows from what may be read: a user who signed in was not frozen then, and
 * freezing leaves a row in the audit trail since.
 */
import { z } from 'zod';
import { ask } from './reading.ts';
import type { Session } from './session.ts';
import { recordId, soql } from './soql.ts';
import { checkbox, instant, parseRows, text } from './values.ts';

export type Frozen = boolean | 'unknown';

/** What login history and audit trail keep at least. */
const KEPT = { hours: 180 * 24 } as const;

const userLogin = z.object({ IsFrozen: checkbox });
const login = z.object({ LoginTime: instant, Status: text.nullish() });
const change = z.object({ Display: text.nullish() });

/** `Status` cannot be filtered on; a user fails to sign in this often in a row only when something is wrong anyway. */
const NEWEST_LOGINS = 50;

const lastLogin = async (session: Session, id: string): Promise<string | null> => {
  const since = session.now().subtract(KEPT);
  const rows = await ask(session, {
    query: soql`SELECT LoginTime, Status FROM LoginHistory WHERE UserId = ${recordId(id)} AND LoginTime >= ${since} ORDER BY LoginTime DESC LIMIT ${NEWEST_LOGINS}`,
  });
  if (!rows.readable) return null;
  const logins = parseRows(login, rows.records, 'LoginHistory');
  return logins.find(({ Status }) => Status === 'Success')?.LoginTime ?? null;
};

/** The row names its user in its text alone; a text that names nobody may mean this one. */
const frozenSince = async (session: Session, name: string, since: string): Promise<Frozen> => {
  const rows = await ask(session, {
    query: soql`SELECT Display FROM SetupAuditTrail WHERE Action = ${'frozeuser'} AND CreatedDate >= ${Temporal.Instant.from(since)}`,
  });
  if (!rows.readable) return 'unknown';
  const changes = parseRows(change, rows.records, 'SetupAuditTrail');
  const mayMean = ({ Display }: { Display?: string | null | undefined }) =>
    !Display || Display.toLowerCase().includes(name.toLowerCase());
  return changes.some(mayMean) ? 'unknown' : false;
};

/** @throws AppError as `Session.request` */
export const readFrozen = async (session: Session, user: { id: string; name: string }): Promise<Frozen> => {
  const own = await ask(session, {
    query: soql`SELECT IsFrozen FROM UserLogin WHERE UserId = ${recordId(user.id)}`,
  });
  const [row] = own.readable ? parseRows(userLogin, own.records, 'UserLogin') : [];
  if (row) return row.IsFrozen;
  const signedIn = await lastLogin(session, user.id);
  return signedIn === null ? 'unknown' : frozenSince(session, user.name, signedIn);
};
