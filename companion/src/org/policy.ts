/**
 * Reads the policy: the active record of `Access_Policy__mdt` and its `Access_Rule__mdt` records. A record is metadata, and
 * whoever may edit it may edit anything: what lies outside the bounds is refused as a whole, and each fault is named.
 */
import { z } from 'zod';
import type { AccessPolicy, AccessRule, PolicyTerms } from '../core/policy.ts';
import { SINGLE_APPROVER_LIMIT } from '../core/policy.ts';
import { parseBlackouts, parseHours, parseLadder, parseRoles, parseZone } from '../core/policy-text.ts';
import { RISKS } from '../core/risk.ts';
import { read } from './reading.ts';
import type { Session } from './session.ts';
import { names, soql } from './soql.ts';
import { text } from './values.ts';

/** `policy` is null when the org has no active record, and when what it has is refused: then `faults` say why. */
export interface PolicyReading {
  policy: AccessPolicy | null;
  faults: string[];
}

const DAYS_14 = 14 * 24 * 60;
const LEAST_DEADLINE = 15;
/** In a rule: no hours, dates or caps, whatever the policy says. */
const NONE = 'None';

const between = (least: number, most: number) => z.number().int().min(least).max(most);
const written = text.transform((value) => value.trim()).pipe(z.string().min(1));

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value): z.output<Schema> | undefined => value ?? undefined);

/** Fields that policy and rule have in common. An empty one is left to the policy, or to its default. */
const TERMS = {
  Quorum__c: optional(between(1, 20)),
  Roles_Required__c: optional(written),
  Ladder__c: optional(written),
  Deadline_Minutes__c: optional(between(LEAST_DEADLINE, DAYS_14)),
  Default_Window_Minutes__c: optional(between(1, DAYS_14)),
  Single_Approver_Minutes__c: optional(between(1, SINGLE_APPROVER_LIMIT)),
  Maximum_Window_Minutes__c: optional(between(1, DAYS_14)),
  Business_Days__c: optional(written),
  Business_From__c: optional(written),
  Business_To__c: optional(written),
  Time_Zone__c: optional(written),
  Blackout_Dates__c: optional(written),
  Rate_Cap__c: optional(between(1, 10_000)),
  Rate_Cap_Hours__c: optional(between(1, 31 * 24)),
  Rate_Cap_Scope__c: optional(z.enum(['Target_user', 'Org', NONE])),
  Break_Glass__c: optional(z.enum(['Allowed', 'Not_allowed'])),
  Break_Glass_Minutes__c: optional(between(5, 8 * 60)),
};

const policyRow = z.object({
  ...TERMS,
  DeveloperName: text,
  Deadline_Minutes__c: between(LEAST_DEADLINE, DAYS_14),
  Default_Window_Minutes__c: between(1, DAYS_14),
  Maximum_Window_Minutes__c: between(1, DAYS_14),
  Quorum__c: between(1, 20),
  First_Level__c: between(1, 99),
  Minimum_Purpose_Length__c: between(1, 4000),
  Grant_Grace_Minutes__c: between(0, 24 * 60),
  Grant_Grace_Limit_Minutes__c: between(0, 7 * 24 * 60),
  Login_Grace_Seconds__c: between(0, 60),
  Drill_Every_Days__c: optional(between(1, 366)),
  Drill_Hours__c: optional(z.enum(['Business_hours', 'Night', 'Any_time'])),
});

const ruleRow = z.object({
  ...TERMS,
  DeveloperName: text,
  MasterLabel: text,
  Order__c: between(0, 9999),
  Incident_Type__c: optional(written),
  Environment__c: optional(z.enum(['Production', 'Sandbox', 'Scratch'])),
  Data_Viewed__c: optional(z.enum(['Yes', 'No'])),
  Risk_At_Least__c: optional(z.enum(RISKS)),
});

type TermsRow = z.output<z.ZodObject<typeof TERMS>>;

/** What the row says, and nothing that it leaves open. @throws RangeError naming what cannot be read */
function termsFrom(row: TermsRow, zone: string): Partial<PolicyTerms> {
  return {
    ...said('quorum', row.Quorum__c),
    ...said('rolesRequired', row.Roles_Required__c, parseRoles),
    ...said('ladder', row.Ladder__c, parseLadder),
    ...said('deadlineMinutes', row.Deadline_Minutes__c),
    ...said('defaultWindowMinutes', row.Default_Window_Minutes__c),
    ...said('singleApproverMinutes', row.Single_Approver_Minutes__c),
    ...said('maximumWindowMinutes', row.Maximum_Window_Minutes__c),
    ...said('hours', hoursFrom(row, zone)),
    ...said('zone', row.Time_Zone__c, parseZone),
    ...said('blackouts', row.Blackout_Dates__c, (text) => (text === NONE ? [] : parseBlackouts(text))),
    ...said('rateCap', capFrom(row)),
    ...said('breakGlassAllowed', row.Break_Glass__c, (text) => text === 'Allowed'),
    ...said('breakGlassMinutes', row.Break_Glass_Minutes__c),
  };
}

function said<Name extends keyof PolicyTerms>(
  name: Name,
  value: PolicyTerms[Name] | undefined,
): Partial<PolicyTerms>;
function said<Name extends keyof PolicyTerms>(
  name: Name,
  value: string | undefined,
  parse: (text: string) => PolicyTerms[Name],
): Partial<PolicyTerms>;
function said(name: string, value: unknown, parse?: (text: string) => unknown): Partial<PolicyTerms> {
  if (value === undefined) return {};
  return { [name]: parse ? parse(value as string) : value };
}

function hoursFrom(row: TermsRow, zone: string): PolicyTerms['hours'] | undefined {
  const { Business_Days__c: days, Business_From__c: from, Business_To__c: to } = row;
  if (days === NONE) return null;
  if ((days ?? from ?? to) === undefined) return undefined;
  if (days === undefined || from === undefined || to === undefined)
    throw new RangeError('business hours need days, a time from and a time to');
  return parseHours({ days, from, to, zone: row.Time_Zone__c ?? zone });
}

function capFrom(row: TermsRow): PolicyTerms['rateCap'] | undefined {
  const { Rate_Cap__c: count, Rate_Cap_Hours__c: hours, Rate_Cap_Scope__c: per } = row;
  if (per === NONE) return null;
  if ((count ?? hours ?? per) === undefined) return undefined;
  if (count === undefined || hours === undefined || per === undefined)
    throw new RangeError('a rate cap needs a number, hours and a scope');
  return { count, hours, per };
}

/** Bounds that concern several values at once. @throws RangeError */
function requireSound(terms: PolicyTerms): void {
  const last = terms.ladder.at(-1);
  if (last && last.afterMinutes >= terms.deadlineMinutes)
    throw new RangeError('the last level of the ladder would be asked after the deadline');
  if (terms.rolesRequired.length > terms.quorum)
    throw new RangeError('more roles are required than approvals');
}

function drillsFrom({
  Drill_Every_Days__c: everyDays,
  Drill_Hours__c: hours = 'Business_hours',
}: z.output<typeof policyRow>): Pick<AccessPolicy, 'drills'> {
  return everyDays === undefined ? {} : { drills: { everyDays, hours } };
}

function policyFrom(row: unknown): Omit<AccessPolicy, 'rules'> {
  const parsed = policyRow.parse(row);
  const zone = parseZone(parsed.Time_Zone__c ?? 'UTC');
  const policy = {
    ...{ name: parsed.DeveloperName, quorum: parsed.Quorum__c, firstLevel: parsed.First_Level__c },
    ...{ rolesRequired: [], ladder: [{ level: parsed.First_Level__c, afterMinutes: 0 }], zone },
    ...{
      deadlineMinutes: parsed.Deadline_Minutes__c,
      defaultWindowMinutes: parsed.Default_Window_Minutes__c,
    },
    maximumWindowMinutes: parsed.Maximum_Window_Minutes__c,
    singleApproverMinutes: Math.min(parsed.Maximum_Window_Minutes__c, SINGLE_APPROVER_LIMIT),
    ...{ hours: null, blackouts: [], rateCap: null, breakGlassAllowed: false, breakGlassMinutes: 60 },
    minimumPurposeLength: parsed.Minimum_Purpose_Length__c,
    grantGraceMinutes: parsed.Grant_Grace_Minutes__c,
    grantGraceLimitMinutes: parsed.Grant_Grace_Limit_Minutes__c,
    loginGraceSeconds: parsed.Login_Grace_Seconds__c,
    ...drillsFrom(parsed),
    ...termsFrom(parsed, zone),
  };
  requireSound(policy);
  return policy;
}

function ruleFrom(row: unknown, policy: Omit<AccessPolicy, 'rules'>): AccessRule {
  const parsed = ruleRow.parse(row);
  const terms = termsFrom(parsed, policy.zone);
  requireSound({ ...policy, ...terms });
  return {
    ...{ name: parsed.DeveloperName, label: parsed.MasterLabel, order: parsed.Order__c },
    match: {
      incidentType: parsed.Incident_Type__c ?? null,
      environment: parsed.Environment__c ?? null,
      dataViewed: parsed.Data_Viewed__c === undefined ? null : parsed.Data_Viewed__c === 'Yes',
      riskAtLeast: parsed.Risk_At_Least__c ?? null,
    },
    terms,
  };
}

const named = z.object({ DeveloperName: text });
const nameOf = (row: unknown): string =>
  named.safeParse(row).data?.DeveloperName ?? 'a record without a name';

/** What is wrong with one record, in sentences. */
function faultsOf(error: unknown): string[] {
  if (error instanceof RangeError) return [error.message];
  if (!(error instanceof z.ZodError)) throw error;
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function attempt<Result>(row: unknown, make: () => Result, faults: string[]): Result | null {
  try {
    return make();
  } catch (error) {
    faults.push(...faultsOf(error).map((fault) => `${nameOf(row)}: ${fault}`));
    return null;
  }
}

/** @returns the policy that the rows make, or every fault of them */
export function compilePolicy(row: unknown, ruleRows: readonly unknown[]): PolicyReading {
  const faults: string[] = [];
  const policy = attempt(row, () => policyFrom(row), faults);
  if (!policy) return { policy: null, faults };
  const rules = ruleRows.flatMap((rule) => attempt(rule, () => ruleFrom(rule, policy), faults) ?? []);
  rules.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  return faults.length > 0 ? { policy: null, faults } : { policy: { ...policy, rules }, faults };
}

const POLICY_COLUMNS = names(...Object.keys(policyRow.shape));
const RULE_COLUMNS = names(...Object.keys(ruleRow.shape));

/** The active policy, `Default` first, with its active rules. @throws AppError configuration when the org does not answer */
export async function readPolicy(session: Session): Promise<PolicyReading> {
  const rows = await read(
    session,
    soql`SELECT ${POLICY_COLUMNS} FROM Access_Policy__mdt WHERE Active__c = ${true}`,
  );
  const row = rows.find((candidate) => nameOf(candidate) === 'Default') ?? rows[0];
  if (row === undefined) return { policy: null, faults: [] };
  const rules = await read(
    session,
    soql`SELECT ${RULE_COLUMNS} FROM Access_Rule__mdt WHERE Active__c = ${true} AND Policy__r.DeveloperName = ${nameOf(row)}`,
  );
  return compilePolicy(row, rules);
}
