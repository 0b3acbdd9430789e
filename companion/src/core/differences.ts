/** Holds the org's rows against the ledger: the ledger is the record, the rows are a projection of it. */
import type { Json } from './canonical.ts';
import type { DecisionReceived, LedgerEntry } from './entries/entries.ts';
import type { Facts } from './facts.ts';
import { millisecondsOf } from './instants.ts';
import type { AccessWindow } from './windows.ts';

/** A field in which a row of the org is not what the ledger says, or a row that is missing. */
export interface Difference {
  object: string;
  record: string;
  field: string;
  ledger: string;
  org: string;
}

/** A row of one of the domain's objects, as the org holds it now; `fields` holds what was read of it. */
export interface OrgRecord {
  object: string;
  id: string;
  /** Value of the external id; for a request, its record id. */
  key: string;
  deleted: boolean;
  fields: Readonly<Record<string, Json>>;
}

interface Expected {
  object: string;
  key: string;
  fields: Readonly<Record<string, Json>>;
}

/** Rows of these objects come from the ledger alone: one that the ledger does not know was made by somebody else. */
const OWNED = ['Access_Decision__c', 'Observed_Access__c', 'Login_Grant__c'];

/** @returns each field that differs, each row that is missing, and each row that the ledger does not know. */
export function differencesOf(
  entries: readonly LedgerEntry[],
  leaves: readonly string[],
  facts: Facts,
  records: readonly OrgRecord[],
): Difference[] {
  const rows = new Map(records.map((record) => [nameOf(record), record]));
  const expected = expectedRows(entries, leaves, facts);
  const known = new Set([...expected.map(nameOf), ...supersededRows(entries)]);
  return [
    ...expected.flatMap((one) => compare(one, rows.get(nameOf(one)))),
    ...records
      .filter((record) => OWNED.includes(record.object) && !record.deleted && !known.has(nameOf(record)))
      .map(({ object, id }) => ({
        object,
        record: id,
        field: '(row)',
        ledger: 'not logged',
        org: 'present',
      })),
  ];
}

function nameOf({ object, key }: { object: string; key: string }): string {
  return `${object}:${key}`;
}

function expectedRows(entries: readonly LedgerEntry[], leaves: readonly string[], facts: Facts): Expected[] {
  const org = entries[0]?.org ?? '';
  const requests = new Map<string, Record<string, Json>>();
  const received = new Map<number, Expected>();
  const effective: Expected[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry.type === 'request.state') stated(requests, entry.request, { State__c: entry.to });
    if (entry.type === 'decision.received') {
      received.set(index, decisionRow(org, leaves[index] ?? '', entry));
    }
    if (entry.type === 'decision.effective') {
      effective.push(...[received.get(entry.received) ?? []].flat());
      if (entry.window) stated(requests, entry.request, windowFields(entry.window));
    }
  }
  return [
    ...[...requests].map(([key, fields]) => ({ object: 'Access_Request__c', key, fields })),
    ...effective,
    ...accessRows(org, facts),
    ...grantRows(org, facts),
  ];
}

function windowFields({ start, end }: AccessWindow): Record<string, Json> {
  return { Window_Start__c: start, Window_End__c: end };
}

function stated(
  requests: Map<string, Record<string, Json>>,
  request: string,
  fields: Record<string, Json>,
): void {
  requests.set(request, { ...requests.get(request), ...fields });
}

function decisionRow(org: string, leaf: string, { digest, decision }: DecisionReceived): Expected {
  const fields = { Digest__c: digest, Decision__c: decision };
  return { object: 'Access_Decision__c', key: `${org}:${leaf}`, fields };
}

function accessRows(org: string, facts: Facts): Expected[] {
  return [...facts.logins.values()].map(({ key, actorClass, caseIdentifier, loginAt, logoutAt }) => {
    const verdict = facts.verdicts.get(`access:${key}`)?.entry;
    const judged = verdict ? { Verdict__c: verdict.verdict, Match_Strength__c: verdict.strength } : {};
    const seen = { Actor_Class__c: actorClass, Login_At__c: loginAt, Logout_At__c: logoutAt };
    const fields = { ...seen, Support_Case_Id__c: caseIdentifier, ...judged };
    return { object: 'Observed_Access__c', key: `${org}:${key}`, fields };
  });
}

function grantRows(org: string, facts: Facts): Expected[] {
  return [...facts.grants.values()].map(({ key, state, expirationDate, userId }) => {
    const verdict = facts.verdicts.get(`grant:${key}`)?.entry;
    const judged = verdict ? { Verdict__c: verdict.verdict } : {};
    const fields = { User__c: userId, State__c: state, Expiration_Date__c: expirationDate, ...judged };
    return { object: 'Login_Grant__c', key: `${org}:${key}`, fields };
  });
}

/** An access that turned out to be another one keeps its row, without a verdict. */
function supersededRows(entries: readonly LedgerEntry[]): string[] {
  const org = entries[0]?.org ?? '';
  return entries.flatMap((entry) =>
    entry.type === 'access.seen' ? entry.supersedes.map((key) => `Observed_Access__c:${org}:${key}`) : [],
  );
}

function compare({ object, key, fields }: Expected, found: OrgRecord | undefined): Difference[] {
  if (!found || found.deleted) {
    return [{ object, record: key, field: '(row)', ledger: 'logged', org: found ? 'deleted' : 'missing' }];
  }
  return Object.entries(fields).flatMap(([field, value]) => {
    // Only what was read can be compared.
    const org = found.fields[field];
    return org === undefined || isSame(value, org)
      ? []
      : [{ object, record: found.id, field, ledger: textOf(value), org: textOf(org) }];
  });
}

const INSTANT = /^\d{4}-\d\d-\d\dT.*Z$/;

/** The org keeps whole seconds. */
function isSame(a: Json, b: Json): boolean {
  if (typeof a !== 'string' || typeof b !== 'string' || !INSTANT.test(a) || !INSTANT.test(b)) return a === b;
  return Math.floor(millisecondsOf(a) / 1000) === Math.floor(millisecondsOf(b) / 1000);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
