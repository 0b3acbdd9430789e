/** Findings, coverage, roster, policy, modes and reports of one org, in the clear. */
import { z } from 'zod';
import type { Json } from '../../core/canonical.ts';
import { policyInForce } from '../../relay/policy.ts';
import { rosterInForce } from '../../relay/roster.ts';
import { versionPage } from '../../relay/roster-history.ts';
import type { Store } from '../../store/store.ts';
import type { Rows } from '../../store/unit.ts';
import type { PageQuery, Reads } from '../../web/api/ports.ts';
import { sha256 } from '../crypto.ts';
import { listed } from './requests.ts';

type Query<Name extends keyof Reads> = Parameters<Reads[Name]>[1];
type Answer<Name extends keyof Reads> = Awaited<ReturnType<Reads[Name]>>;

export function findingsPage(
  rows: Rows,
  { severity, kind, request, since, until }: Query<'findings'>,
  page: PageQuery,
): Promise<Answer<'findings'>> {
  const where = {
    ...(severity !== undefined && { severity }),
    ...(kind !== undefined && { kind }),
    ...(request !== undefined && { requestId: request }),
  };
  return listed(page, (part) => rows.findings.page(where, { ...part, since, until }), {
    item: ({ facts, index, ...finding }) => ({
      ...finding,
      facts: facts.map(([label, value]) => ({ label, value })),
      ledgerIndex: index,
    }),
    at: ({ foundAt }) => foundAt,
    id: ({ key }) => key,
  });
}

const gaps = z.array(z.object({ from: z.string(), to: z.string(), reason: z.string() }));
const coverageFields = z.object({
  Source__c: z.string(),
  Readable__c: z.boolean(),
  Complete_From__c: z.string().nullish(),
  Complete_To__c: z.string().nullish(),
  Known_Delay_Minutes__c: z.number().nullish(),
  Gaps__c: z.string().nullish(),
  Reason__c: z.string().nullish(),
  Checked_At__c: z.string().nullish(),
});

/** As the companion last stated it in the org, or is about to. */
export async function coverageOf(rows: Rows): Promise<Answer<'coverage'>> {
  return (await rows.projections.ofObject('Source_Coverage__c')).map(({ fields, intended }) => {
    const stated = coverageFields.parse({ ...fields, ...intended });
    return {
      source: stated.Source__c,
      readable: stated.Readable__c,
      completeFrom: stated.Complete_From__c ?? null,
      completeTo: stated.Complete_To__c ?? null,
      knownDelayMinutes: stated.Known_Delay_Minutes__c ?? 0,
      gaps: gaps.parse(JSON.parse(stated.Gaps__c ?? '[]')),
      reason: stated.Reason__c ?? null,
      checkedAt: stated.Checked_At__c ?? null,
    };
  });
}

export async function rosterOf(rows: Rows): Promise<Answer<'roster'>> {
  const { version, contacts } = await rosterInForce(rows, { sha256 });
  return { version, contacts };
}

export async function rosterVersions(
  rows: Rows,
  { after, limit }: PageQuery,
): Promise<Answer<'rosterVersions'>> {
  const before = after === null ? undefined : Number(after.id);
  const { items, next } = await versionPage(rows, { before, limit });
  return { items, next: next === null ? null : { at: items.at(-1)?.since ?? '', id: String(next) } };
}

export async function policyOf(rows: Rows): Promise<Answer<'policy'>> {
  const { version, policy } = await policyInForce(rows);
  return { version, values: { ...policy } as unknown as { readonly [name: string]: Json } };
}

export async function policyVersions(store: Store, org: string): Promise<Answer<'policyVersions'>> {
  const entries = await store.ledger.entries(org, { types: ['policy.seen'] });
  return entries.flatMap(({ entry, index }) =>
    entry.type === 'policy.seen'
      ? [{ version: entry.version, seenAt: entry.at, ledgerIndex: index, values: { ...entry.values } }]
      : [],
  );
}

export async function modesOf(rows: Rows): Promise<Answer<'modes'>> {
  return (await rows.modes.list()).map(({ mode, effectiveFrom, setBy, index }) => ({
    ...{ mode, effectiveFrom, setBy, ledgerIndex: index },
  }));
}

export function reportsPage(rows: Rows, page: PageQuery): Promise<Answer<'reports'>> {
  return listed(page, (part) => rows.reports.page(part), {
    item: ({ orgId: _, ...row }) => row,
    at: ({ seenAt }) => seenAt,
    id: ({ id }) => id,
  });
}
