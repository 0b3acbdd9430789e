/** How many scratch orgs a Dev Hub may have at once and make in a day; the platform's numbers by edition. */
import { findObject } from '../metadata/model.ts';
import type { Sql } from '../state/database.ts';
import type { Engine } from '../state/engine.ts';

interface Numbers {
  active: number;
  daily: number;
}

const ALLOWANCES: Record<string, Numbers> = {
  'Developer Edition': { active: 3, daily: 6 },
  'Enterprise Edition': { active: 40, daily: 80 },
  'Unlimited Edition': { active: 100, daily: 200 },
  'Performance Edition': { active: 100, daily: 200 },
};
const TRIAL: Numbers = { active: 20, daily: 40 };

interface Limit {
  Max: number;
  Remaining: number;
}

/** The allowance of an org of this edition (`Organization.OrganizationType`). */
export function allowance(edition: string): Numbers {
  return ALLOWANCES[edition] ?? TRIAL;
}

/** What is used of it: living orgs, those in the making included, and sign-ups of the last 24 hours. */
export async function readUsage(sql: Sql, now: Temporal.Instant): Promise<Numbers> {
  const [row] = await sql.query<Numbers>(
    `SELECT count(*) FILTER (WHERE status IN ('New', 'Creating', 'Active')) AS active,
       count(*) FILTER (WHERE status <> 'Error' AND createddate > $1::timestamptz) AS daily
     FROM scratchorginfo WHERE NOT isdeleted`,
    [now.subtract({ hours: 24 }).toString()],
  );
  return row ?? { active: 0, daily: 0 };
}

/** Both allowances as `/limits` shows them; nothing for an org that is no Dev Hub. */
export async function scratchOrgLimits({
  metadata,
  platform,
  clock,
}: Engine): Promise<Record<string, Limit>> {
  if (!findObject(metadata, 'ScratchOrgInfo')) return {};
  const [organization] = (await platform.query('SELECT OrganizationType FROM Organization')).records;
  const { active, daily } = allowance(String(organization?.['OrganizationType']));
  const count = async (where: string) =>
    (await platform.query(`SELECT COUNT() FROM ScratchOrgInfo WHERE ${where}`)).totalSize;
  const dayAgo = clock.now().subtract({ hours: 24 }).toString({ smallestUnit: 'second' });
  return {
    ActiveScratchOrgs: limit(active, await count("Status IN ('New', 'Creating', 'Active')")),
    DailyScratchOrgs: limit(daily, await count(`Status != 'Error' AND CreatedDate > ${dayAgo}`)),
  };
}

function limit(max: number, used: number): Limit {
  return { Max: max, Remaining: Math.max(0, max - used) };
}
