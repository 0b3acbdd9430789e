/** Holds the org's rows against the ledger: the ledger is the record, the rows are a projection of it. */
import type { Json } from './canonical.ts';
import type { DecisionReceived, LedgerEntry } from './entries/entries.ts';
import type { ObservedLogin } from './evidence.ts';
import type { Facts } from './facts.ts';
import type { GrantEpisode } from './grants.ts';
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

export interface DifferencesGround {
  entries: readonly LedgerEntry[];
  /** @returns the leaf hash of the entry of that index, lower-case hex; it is asked of decisions alone */
  leafAt: (index: number) => string;
  /** Of all the entries. */
  facts: Facts;
  records: readonly OrgRecord[];
}

/** A row, and whether the ledger knows it; by object, then by key: no name is made of both for each of a million. */
type Rows = Map<string, Map<string, { record: OrgRecord; isKnown: boolean }>>;

/** @returns each field that differs, each row that is missing, and each row that the ledger does not know. */
export function differencesOf({ records, ...ground }: DifferencesGround): Difference[] {
  const rows = rowsOf(records);
  const found: Difference[] = [];
  for (const expected of expectedRows(ground)) {
    const row = rows.get(expected.object)?.get(expected.key);
    if (row) row.isKnown = true;
    compare(expected, row?.record, found);
  }
  knowSuperseded(ground.entries, rows);
  for (const { object, id, key, deleted } of records) {
    if (!OWNED.includes(object) || deleted || rows.get(object)?.get(key)?.isKnown) continue;
    found.push({ object, record: id, field: '(row)', ledger: 'not logged', org: 'present' });
  }
  return found;
}

function rowsOf(records: readonly OrgRecord[]): Rows {
  const rows: Rows = new Map();
  for (const record of records) {
    const ofObject = rows.get(record.object) ?? new Map<string, { record: OrgRecord; isKnown: boolean }>();
    rows.set(record.object, ofObject);
    ofObject.set(record.key, { record, isKnown: false });
  }
  return rows;
}

/** One after the other: a ledger may have a million accesses. */
function* expectedRows({ entries, leafAt, facts }: Omit<DifferencesGround, 'records'>): Generator<Expected> {
  const org = entries[0]?.org ?? '';
  const requests = new Map<string, Record<string, Json>>();
  const received = new Map<number, Expected>();
  const effective: Expected[] = [];
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index];
    if (entry?.type === 'request.state') stated(requests, entry.request, { State__c: entry.to });
    if (entry?.type === 'decision.received') received.set(index, decisionRow(org, leafAt(index), entry));
    if (entry?.type === 'decision.effective') {
      const decision = received.get(entry.received);
      if (decision) effective.push(decision);
      if (entry.window) stated(requests, entry.request, windowFields(entry.window));
    }
  }
  for (const [key, fields] of requests) yield { object: 'Access_Request__c', key, fields };
  yield* effective;
  for (const login of facts.logins.values()) yield accessRow(org, login, facts);
  for (const grant of facts.grants.values()) yield grantRow(org, grant, facts);
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

function accessRow(org: string, login: ObservedLogin, { verdicts }: Facts): Expected {
  const { key, actorClass, caseIdentifier, loginAt, logoutAt } = login;
  const fields: Record<string, Json> = {
    Actor_Class__c: actorClass,
    Login_At__c: loginAt,
    Logout_At__c: logoutAt,
    Support_Case_Id__c: caseIdentifier,
  };
  const verdict = verdicts.access.get(key)?.entry;
  if (verdict) {
    fields['Verdict__c'] = verdict.verdict;
    fields['Match_Strength__c'] = verdict.strength;
  }
  return { object: 'Observed_Access__c', key: `${org}:${key}`, fields };
}

function grantRow(org: string, grant: GrantEpisode, { verdicts }: Facts): Expected {
  const { key, state, expirationDate, userId } = grant;
  const verdict = verdicts.grant.get(key)?.entry;
  const judged = verdict ? { Verdict__c: verdict.verdict } : {};
  const fields = { User__c: userId, State__c: state, Expiration_Date__c: expirationDate, ...judged };
  return { object: 'Login_Grant__c', key: `${org}:${key}`, fields };
}

/** An access that turned out to be another one keeps its row, without a verdict. */
function knowSuperseded(entries: readonly LedgerEntry[], rows: Rows): void {
  const org = entries[0]?.org ?? '';
  const accesses = rows.get('Observed_Access__c');
  for (const entry of entries) {
    if (entry.type !== 'access.seen') continue;
    for (const key of entry.supersedes) {
      const row = accesses?.get(`${org}:${key}`);
      if (row) row.isKnown = true;
    }
  }
}

function compare({ object, key, fields }: Expected, row: OrgRecord | undefined, found: Difference[]): void {
  if (!row || row.deleted) {
    found.push({
      ...{ object, record: key, field: '(row)' },
      ...{ ledger: 'logged', org: row ? 'deleted' : 'missing' },
    });
    return;
  }
  for (const field in fields) {
    const value = fields[field] as Json;
    const org = row.fields[field];
    // Only what was read can be compared.
    if (org === undefined || isSame(value, org)) continue;
    found.push({ object, record: row.id, field, ledger: textOf(value), org: textOf(org) });
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT.*Z$/;

/** The org keeps whole seconds. */
function isSame(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'string' || typeof b !== 'string' || !INSTANT.test(a) || !INSTANT.test(b)) return false;
  return Math.floor(millisecondsOf(a) / 1000) === Math.floor(millisecondsOf(b) / 1000);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
