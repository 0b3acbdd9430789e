/** Holds the org's rows against the ledger: the ledger is the record, the rows are a projection of it. */
import type { Json } from '../core/canonical.ts';
import type { LedgerEntry } from '../core/entries.ts';
import type { Facts } from '../core/facts.ts';
import type { Difference } from './report.ts';

/** A row of one of the domain's objects, as the org holds it now. */
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

/** @returns each field that differs, and each row that the ledger knows and the org does not have. */
export function differencesOf(
  entries: readonly LedgerEntry[],
  leaves: readonly string[],
  facts: Facts,
  records: readonly OrgRecord[],
): Difference[] {
  const rows = new Map(records.map((record) => [`${record.object}:${record.key}`, record]));
  return [...expectedRows(entries, leaves, facts)].flatMap((expected) =>
    compare(expected, rows.get(`${expected.object}:${expected.key}`)),
  );
}

function* expectedRows(
  entries: readonly LedgerEntry[],
  leaves: readonly string[],
  facts: Facts,
): Generator<Expected> {
  const org = entries[0]?.org ?? '';
  const states = new Map<string, string>();
  const received = new Map<number, { digest: string; leaf: string }>();
  for (const [index, entry] of entries.entries()) {
    if (entry.type === 'request.state') states.set(entry.request, entry.to);
    if (entry.type === 'decision.received') {
      received.set(index, { digest: entry.digest, leaf: leaves[index] ?? '' });
    }
    if (entry.type === 'decision.effective') {
      const decision = received.get(entry.received);
      if (decision)
        yield row('Access_Decision__c', `${org}:${decision.leaf}`, { Digest__c: decision.digest });
    }
  }
  for (const [request, state] of states) yield row('Access_Request__c', request, { State__c: state });
  for (const { entry } of facts.verdicts.values()) {
    const object = entry.subject === 'access' ? 'Observed_Access__c' : 'Login_Grant__c';
    yield row(object, `${org}:${entry.key}`, { Verdict__c: entry.verdict });
  }
}

function row(object: string, key: string, fields: Readonly<Record<string, Json>>): Expected {
  return { object, key, fields };
}

function compare({ object, key, fields }: Expected, found: OrgRecord | undefined): Difference[] {
  if (!found || found.deleted) {
    return [{ object, record: key, field: '(row)', ledger: 'logged', org: found ? 'deleted' : 'missing' }];
  }
  return Object.entries(fields).flatMap(([field, value]) => {
    const org = found.fields[field] ?? null;
    return org === value
      ? []
      : [{ object, record: found.id, field, ledger: textOf(value), org: textOf(org) }];
  });
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
