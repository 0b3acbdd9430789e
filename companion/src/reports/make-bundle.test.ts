import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { ledgerSigner } from '../../test/sample-keys.ts';
import { ORG, REQUEST, type SampleLedger, sampleLedger } from '../../test/sample-ledger.ts';
import type { Verification } from '../core/verify.ts';
import type { OrgRecord } from './differences.ts';
import { verificationKit } from './kit.ts';
import { type MadeReport, makeReport } from './make-bundle.ts';

const local = join(import.meta.dirname, '..', '..', '..', '.local');
mkdirSync(local, { recursive: true });
const folder = mkdtempSync(join(local, 'bundle-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

let sample: SampleLedger;
let kit: Uint8Array;
let made: MadeReport;
beforeAll(async () => {
  sample = await sampleLedger();
  kit = await verificationKit(join(local, 'cache'));
  made = await make(sample);
});

function make(ledger: SampleLedger, records: readonly OrgRecord[] = rowsOf(ledger)): Promise<MadeReport> {
  return makeReport(
    {
      name: 'RPT-000001',
      org: { id: ORG, name: 'Hanse <Kreditbank>', environment: 'Production' },
      period: { fromDate: '2026-11-01', toDate: '2026-11-30', timeZone: 'Europe/Berlin' },
      madeAt: '2026-11-20T15:10:00Z',
      records,
      ...ledger,
    },
    ledger.signer,
    kit,
  );
}

function rowsOf({ leaves, entries }: SampleLedger): OrgRecord[] {
  const received = entries.findIndex(({ type }) => type === 'decision.received');
  const decision = entries[received] as { digest?: string };
  const row = (object: string, key: string, fields: OrgRecord['fields']) => ({
    object,
    id: key,
    key,
    deleted: false,
    fields,
  });
  return [
    row('Access_Request__c', REQUEST, { State__c: 'Completed' }),
    row('Access_Decision__c', `${ORG}:${leaves[received]}`, { Digest__c: decision.digest ?? '' }),
    row('Observed_Access__c', `${ORG}:SetupAuditTrail:0Ym000000000002`, { Verdict__c: 'Matched' }),
    row('Login_Grant__c', `${ORG}:grant-1`, { Verdict__c: 'Matched' }),
  ];
}

/** Runs the bundle's own verify.mjs as an auditor would, in a folder of its own. */
function verify(
  files: ReadonlyMap<string, Uint8Array>,
  ...args: string[]
): Verification & { code: number | null } {
  const place = mkdtempSync(join(folder, 'run-'));
  for (const [name, bytes] of files) writeFileSync(join(place, name), bytes);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(place, 'verify.mjs'), '--json', ...args],
    {
      encoding: 'utf8',
      // The kit must not need what the tests need.
      env: { PATH: process.env['PATH'] ?? '' },
    },
  );
  if (stdout === '') throw new Error(stderr);
  return { code: status, ...(JSON.parse(stdout) as Verification) };
}

function trustFile(...fingerprints: string[]): string {
  const file = join(mkdtempSync(join(folder, 'trust-')), 'trusted.txt');
  writeFileSync(file, ['# keys I know', ...fingerprints].join('\n'));
  return file;
}

describe('a bundle', () => {
  test('is consistent without trusted keys, and verified with them [A14 U4]', () => {
    expect(verify(made.files)).toMatchObject({ code: 0, result: 'consistent', withheld: 0 });
    const ledgerKey = createHash('sha256').update(sample.ledgerKey).digest('hex');
    const trust = trustFile(ledgerKey, (sample.contactKeyFingerprint.match(/.{4}/g) ?? []).join(' '));
    expect(verify(made.files, '--trust-keys', trust)).toMatchObject({ code: 0, result: 'verified' });
  });

  test('tells an unexpected signer apart from a tampered bundle [U4]', () => {
    const trust = trustFile(sample.contactKeyFingerprint);
    const { code, result, checks } = verify(made.files, '--trust-keys', trust);
    expect({ code, result }).toEqual({ code: 1, result: 'unexpected signer' });
    expect(checks.find(({ name }) => name === 'keys')?.detail.join()).toContain('ledger');
  });

  test('names the file when one byte of it is changed [A14 U4]', () => {
    for (const [name, bytes] of made.files) {
      if (name === 'verify.mjs') continue;
      const changed = Uint8Array.from(bytes);
      const middle = Math.floor(bytes.length / 2);
      changed[middle] = (changed[middle] ?? 0) ^ 0x01;
      const { code, result, checks } = verify(new Map(made.files).set(name, changed));
      expect({ name, code, result }).toEqual({ name, code: 1, result: 'tampered' });
      const said = checks.filter((check) => check.result !== 'ok').flatMap(({ detail }) => detail);
      expect(said.join('\n')).toContain(name === 'personal.jsonl' ? 'the value of' : name);
    }
  });

  test('stays valid without the personal values, which are then withheld [U4]', () => {
    const files = new Map(made.files);
    files.delete('personal.jsonl');
    const { code, result, withheld } = verify(files);
    expect({ code, result, withheld }).toEqual({
      code: 0,
      result: 'consistent',
      withheld: sample.openings.length,
    });
  });

  test('is incomplete when a file or an entry is missing [U4]', () => {
    const files = new Map(made.files);
    files.delete('ledger.jsonl');
    expect(verify(files)).toMatchObject({ code: 1, result: 'incomplete' });
  });

  test('is tampered when its maker signs a verdict that the rules do not give [A15 U4 U5]', async () => {
    const forged = sample.entries.map((entry) =>
      entry.type === 'verdict' && entry.subject === 'access' ? { ...entry, strength: 'By_case' } : entry,
    );
    const signed = await resigned(forged);
    const { result, checks } = verify((await make(signed)).files);
    expect(result).toBe('tampered');
    expect(checks.find(({ name }) => name === 'verdicts')?.detail.join()).toContain('but the rules give');
  });

  test('is tampered when its maker widens a window that a contact signed [U1 U4]', async () => {
    const widened = sample.entries.map((entry) =>
      entry.type === 'decision.effective' && entry.window
        ? { ...entry, window: { ...entry.window, end: '2026-11-20T23:00:00Z' } }
        : entry,
    );
    const { result, checks } = verify((await make(await resigned(widened))).files);
    expect(result).toBe('tampered');
    expect(checks.find(({ name }) => name === 'decisions')?.detail.join()).toContain(
      'not the one that was signed',
    );
  });

  test('is tampered when its maker changes what a contact saw [U1 U4]', async () => {
    const swapped = sample.entries.map((entry) =>
      entry.type === 'decision.received'
        ? { ...entry, statement: { ...(entry.statement as object), deadline: '2026-12-31T00:00:00Z' } }
        : entry,
    );
    const { result, checks } = verify((await make(await resigned(swapped))).files);
    expect(result).toBe('tampered');
    expect(checks.find(({ name }) => name === 'decisions')?.detail.join()).toContain('digest');
  });

  /** A maker who holds the ledger's key can sign any tree; what the contacts signed and what the rules give, he cannot. */
  async function resigned(entries: SampleLedger['entries']): Promise<SampleLedger> {
    const { canonicalize } = await import('../core/canonical.ts');
    const { signNote } = await import('../core/checkpoint.ts');
    const { leafHash, rootOf, treeOf } = await import('../core/ledger.ts');
    const { toHex } = await import('../core/bytes.ts');
    const { kitCrypto } = await import('./kit-crypto.ts');
    const signer = ledgerSigner(`countersign/${ORG}`);
    const hashes = await Promise.all(
      entries.map((entry) => leafHash(kitCrypto.sha256, canonicalize(entry as never))),
    );
    const root = await rootOf(kitCrypto.sha256, await treeOf(kitCrypto.sha256, hashes));
    const checkpoint = await signNote(
      kitCrypto.sha256,
      { origin: signer.name, size: entries.length, root },
      signer,
    );
    return { ...sample, entries, leaves: hashes.map(toHex), checkpoint, signer, ledgerKey: signer.publicKey };
  }
});

describe('the report', () => {
  test('states what it covers and what it cannot see on page one [A15 A17 U7]', () => {
    const html = new TextDecoder().decode(made.html);
    const pageOne = html.slice(0, html.indexOf('The period at a glance'));
    expect(pageOne).toContain('all <em>observable</em> log-in-as accesses');
    expect(pageOne).toContain('What this report cannot see');
    expect(pageOne).toContain('cannot be stated under which case');
    expect(pageOne).toContain('no: the org has no such object');
    expect(html).not.toMatch(/no accesses/i);
  });

  test('escapes what people wrote', () => {
    const html = new TextDecoder().decode(made.html);
    expect(html).toContain('Reproduce the failing &lt;nightly&gt; import');
    expect(html).toContain('Hanse &lt;Kreditbank&gt;');
  });

  test('is silent about differences when the org agrees, and prints each one when not [A14]', async () => {
    expect(made.report.differences).toEqual([]);
    const [request, ...rest] = rowsOf(sample);
    const { report } = await make(sample, [
      { ...request!, fields: { State__c: 'Denied' } },
      ...rest.slice(1),
    ]);
    expect(report.differences).toEqual([
      expect.objectContaining({ object: 'Access_Decision__c', field: '(row)', org: 'missing' }),
      { object: 'Access_Request__c', record: REQUEST, field: 'State__c', ledger: 'Completed', org: 'Denied' },
    ]);
  });

  test('says by case with the event log licence, and by user and time without [A15 B49]', async () => {
    const licensed = await make(await sampleLedger({ eventLog: true }));
    expect(licensed.report.accesses.map(({ verdict, strength }) => [verdict, strength])).toEqual([
      ['Matched', 'By_case'],
    ]);
    expect(licensed.report.cannotSee.join()).not.toContain('support login log');
    expect(made.report.accesses.map(({ verdict, strength }) => [verdict, strength])).toEqual([
      ['Matched', 'By_user_and_time'],
    ]);
  });
});
