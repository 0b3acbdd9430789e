/** Verifying a bundle offline, beside parsing, canonicalizing and hashing the same ledger. */
import { createHash } from 'node:crypto';
import { BUNDLE_FILES, linesOf } from '../../companion/src/core/bundle.ts';
import { toHex } from '../../companion/src/core/bytes.ts';
import { canonicalize, type Json } from '../../companion/src/core/canonical.ts';
import { signNote } from '../../companion/src/core/checkpoint.ts';
import type { OrgRecord } from '../../companion/src/core/differences.ts';
import type { LedgerEntry } from '../../companion/src/core/entries/entries.ts';
import { applyEntry, noFacts, reconcileContext } from '../../companion/src/core/facts.ts';
import { leafHash, rootOf, treeOf } from '../../companion/src/core/ledger.ts';
import { reconcileAccess } from '../../companion/src/core/reconcile.ts';
import { verifyBundle } from '../../companion/src/core/verify/verify.ts';
import { kitCrypto } from '../../companion/src/reports/kit-crypto.ts';
import { makeReport } from '../../companion/src/reports/make-bundle.ts';
import { ORG, type SampleLedger, sampleLedger, TARGET } from '../../companion/test/sample-ledger.ts';
import { type Figure, perSecond, sideBySide } from './figure.ts';

const ENTRIES = 20_000;
const RUNS = 9;
const FIRST = Temporal.Instant.from('2026-11-20T16:00:00Z');

/** A seen login and its verdict, by the product's own rules, until the ledger is long enough. */
function lengthened(sample: readonly LedgerEntry[]): LedgerEntry[] {
  const entries = [...sample];
  const facts = noFacts();
  for (const [index, entry] of entries.entries()) applyEntry(facts, entry, index);
  const log = (entry: LedgerEntry) => applyEntry(facts, entry, entries.push(entry) - 1);
  for (let count = 0; entries.length + 1 < ENTRIES; count += 1) {
    const at = FIRST.add({ seconds: count * 30 }).toString();
    const key = `SetupAuditTrail:0YmB${String(count).padStart(11, '0')}`;
    log({
      ...{ v: 1, org: ORG, type: 'access.seen', at, access: key, supersedes: [] },
      ...{ actorClass: 'Support_or_publisher', actor: null, actorKey: `engineer-${count % 40}` },
      ...{
        target: { state: 'Resolved', userId: TARGET },
        targetName: null,
        caseIdentifier: null,
        loginAt: at,
        logoutAt: null,
      },
      evidence: [{ source: 'SetupAuditTrail', key }],
    });
    const login = facts.logins.get(key);
    if (!login) throw new Error('The login that was logged is not among the facts.');
    const { verdict, strength, provisional, requestId, reason } = reconcileAccess(
      login,
      facts.loginBook,
      reconcileContext(facts, at),
    );
    log({
      ...{ v: 1, org: ORG, type: 'verdict', at, subject: 'access', key, verdict: verdict ?? '' },
      ...{ strength, provisional, request: requestId, reason, replaces: null },
    });
  }
  return entries;
}

/** The org's rows of the accesses, as a poll reads them: none differs from the ledger. */
function rowsOf(entries: readonly LedgerEntry[]): OrgRecord[] {
  const facts = noFacts();
  for (const [index, entry] of entries.entries()) applyEntry(facts, entry, index);
  return [...facts.logins.values()].map(({ key, actorClass, caseIdentifier, loginAt, logoutAt }, index) => {
    const verdict = facts.verdicts.access.get(key)?.entry;
    return {
      ...{ object: 'Observed_Access__c', id: `a0A${String(index).padStart(15, '0')}`, key: `${ORG}:${key}` },
      deleted: false,
      fields: {
        ...{ Actor_Class__c: actorClass, Login_At__c: loginAt, Logout_At__c: logoutAt },
        Support_Case_Id__c: caseIdentifier,
        Verdict__c: verdict?.verdict ?? null,
        Match_Strength__c: verdict?.strength ?? null,
      },
    };
  });
}

async function bundleOf(sample: SampleLedger): Promise<ReadonlyMap<string, Uint8Array>> {
  const { signer, openings } = sample;
  const entries = lengthened(sample.entries);
  const hashes = await Promise.all(
    entries.map((entry) => leafHash(kitCrypto.sha256, canonicalize(entry as unknown as Json))),
  );
  const root = await rootOf(kitCrypto.sha256, treeOf(kitCrypto.sha256Sync, hashes));
  const head = { origin: signer.name, size: entries.length, root };
  const { files } = await makeReport(
    {
      name: 'RPT-000001',
      org: { id: ORG, name: 'Bench', environment: 'Production' },
      period: { fromDate: '2026-11-01', toDate: '2026-11-30', timeZone: 'Europe/Berlin' },
      madeAt: FIRST.add({ hours: 240 }).toString(),
      ...{ entries, openings, leaves: hashes.map(toHex), records: rowsOf(entries) },
      checkpoint: await signNote(kitCrypto.sha256, head, signer),
    },
    signer,
    new Uint8Array(),
  );
  return files;
}

/** What no verifier can leave out. */
function rawLimit(ledger: Uint8Array): void {
  for (const line of linesOf(ledger)) {
    createHash('sha256')
      .update(canonicalize(JSON.parse(line) as Json))
      .digest();
  }
}

/** Verifies a bundle of about {@link ENTRIES} entries, half of them verdicts that are derived anew. */
export async function verification(): Promise<Figure[]> {
  const files = await bundleOf(await sampleLedger());
  const ledger = files.get(BUNDLE_FILES.ledger) ?? new Uint8Array();
  const count = linesOf(ledger).length;
  const { result, checks } = await verifyBundle(files, kitCrypto, null);
  if (result !== 'consistent') {
    const faults = checks
      .filter((check) => check.result !== 'ok')
      .flatMap(({ detail }) => detail.slice(0, 3));
    throw new Error(`The bundle of the bench is ${result}: ${faults.join('; ')}`);
  }
  const [taken, limit] = await sideBySide(RUNS, [
    () => verifyBundle(files, kitCrypto, null),
    () => rawLimit(ledger),
  ]);
  return [
    {
      what: `Verify a bundle of ${count.toLocaleString('en')} entries offline`,
      measured: perSecond(count, taken, 'entries'),
      limit: {
        what: 'parse, canonicalize and SHA-256 of the same lines',
        measured: perSecond(count, limit, 'entries'),
      },
      ratio: taken / limit,
      budget: '≤ 2 ×',
    },
  ];
}
