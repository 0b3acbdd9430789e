/** What the platform forgets, and when: rows of evidence older than their object's retention, by the org's clock. */
import type { Sql } from '../database.ts';

interface Rule {
  table: string;
  /** SQL that is true for rows to forget; `$1` is the present. */
  expired: string;
}

const olderThan = (column: string, span: string) => `${column} < $1::timestamptz - interval '${span}'`;

const RULES: readonly Rule[] = [
  { table: 'setupaudittrail', expired: olderThan('createddate', '180 days') },
  { table: 'loginhistory', expired: olderThan('logintime', '6 months') },
  { table: 'salesforceloginaseventlog', expired: olderThan('"timestamp"', '30 days') },
  { table: 'loginaseventlog', expired: olderThan('"timestamp"', '30 days') },
  {
    table: 'eventlogfile',
    // Developer Edition and trials keep files for one day.
    expired: `createddate < $1::timestamptz - CASE WHEN (SELECT organizationtype FROM organization LIMIT 1) = 'Developer Edition'
      THEN interval '1 day' ELSE interval '30 days' END`,
  },
  {
    // The sessions that this server still holds a token of are ended where the tokens are kept.
    table: 'authsession',
    expired: `lastmodifieddate + make_interval(secs => numsecondsvalid) < $1::timestamptz
      AND id NOT IN (SELECT id FROM org_session)`,
  },
];

/** Removes for good what is past its retention at `now`. */
export async function forgetOld(sql: Sql, now: Temporal.Instant): Promise<void> {
  for (const { table, expired } of RULES)
    await sql.query(`DELETE FROM ${table} WHERE ${expired}`, [now.toString()]);
}
