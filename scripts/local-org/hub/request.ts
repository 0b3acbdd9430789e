/** A request for a scratch org: what is refused when it is saved, before any sign-up is begun. */
import type { SaveContext } from '../records/context.ts';
import { refuse } from '../records/faults.ts';
import type { Row } from '../records/rows.ts';
import { featureFault } from './features.ts';
import { allowance, readUsage } from './limits.ts';
import { EDITIONS } from './objects.ts';

const LONGEST_DAYS = 30;
const DEFAULT_DAYS = 7;

/** Completes a new ScratchOrgInfo and refuses what no sign-up is begun for. @throws RecordFault */
export async function checkRequest(context: SaveContext, row: Row): Promise<void> {
  const days = Number(row['DurationDays'] ?? DEFAULT_DAYS);
  if (days < 1 || days > LONGEST_DAYS)
    refuse('INVALID_INPUT', `DurationDays must be from 1 to ${LONGEST_DAYS}.`, ['DurationDays']);
  const fault = featureFault(String(row['Features'] ?? ''));
  if (fault) refuse('INVALID_INPUT', fault);
  if (row['HasSampleData'] === true)
    refuse(
      'NOT_IMPLEMENTED',
      'The local org has no sample data: ask for a scratch org without (hasSampleData).',
    );
  if (row['Release'] && row['Release'] !== 'Current')
    refuse('NOT_IMPLEMENTED', 'The local org has no other release than its own.');
  await checkAllowance(context);
  Object.assign(row, {
    Edition: edition(row),
    Status: 'New',
    DurationDays: days,
    SignupTrialDays: days,
    SignupUsername: row['Username'] ?? null,
    SignupEmail: row['AdminEmail'] ?? context.user.email,
    SignupCountry: row['Country'] ?? 'US',
    SignupLanguage: row['Language'] ?? 'en_US',
  });
}

/** The edition by its own name; an absent one is refused with the other required fields. */
function edition(row: Row): string | null {
  const given = row['Edition'];
  if (typeof given !== 'string') return null;
  return (
    EDITIONS.find((name) => name.toLowerCase() === given.toLowerCase()) ??
    refuse('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `bad value for restricted picklist field: ${given}`, [
      'Edition',
    ])
  );
}

async function checkAllowance({ sql, now }: SaveContext): Promise<void> {
  const [organization] = await sql.query<{ edition: string }>(
    'SELECT organizationtype AS edition FROM organization LIMIT 1',
  );
  const most = allowance(organization?.edition ?? '');
  const used = await readUsage(sql, now);
  const reached =
    used.active >= most.active
      ? 'active scratch org'
      : used.daily >= most.daily
        ? 'daily scratch org signup'
        : null;
  if (reached)
    refuse(
      'LIMIT_EXCEEDED',
      `The signup request failed because this organization has reached its ${reached} limit`,
    );
}
