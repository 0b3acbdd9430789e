import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { resigned } from '../../test/forged.ts';
import { sampleInput } from '../../test/sample-input.ts';
import { CONTACT, ORG, type SampleLedger, sampleLedger } from '../../test/sample-ledger.ts';
import { utf8 } from '../core/bytes.ts';
import { signText } from '../core/signed-note.ts';
import { manifestBody } from '../core/verify/verify-manifest.ts';
import type { Verification } from '../core/verify/verify.ts';
import { kitCrypto } from './kit-crypto.ts';
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
  writeFileSync(join(folder, 'trusted.mjs'), kit);
  made = await make(sample);
});

function make(ledger: SampleLedger): Promise<MadeReport> {
  return makeReport(sampleInput(ledger), ledger.signer, kit);
}

/** The Node that the machine had before the project: an auditor has no newer one. */
const AUDITORS_NODE = process.env['npm_node_execpath'] ?? process.execPath;

/** Runs a verify.mjs that the auditor trusts on the bundle's files, in a folder of their own. */
function verify(
  files: ReadonlyMap<string, Uint8Array>,
  ...args: string[]
): Verification & { code: number | null } {
  const place = mkdtempSync(join(folder, 'run-'));
  for (const [name, bytes] of files) writeFileSync(join(place, name), bytes);
  const { status, stdout, stderr } = spawnSync(
    AUDITORS_NODE,
    [join(folder, 'trusted.mjs'), place, '--json', ...args],
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
    const loose = verify(made.files, '--trust-keys', trust);
    expect(loose).toMatchObject({ code: 0, result: 'verified' });
    expect(loose.checks.find(({ name }) => name === 'keys')?.detail.join()).toContain('whoever holds it');
    const pairs = (contact: string) =>
      trustFile(`${ledgerKey} = ledger`, `${sample.contactKeyFingerprint} = ${contact}`);
    const strict = verify(made.files, '--trust-keys', pairs(CONTACT));
    expect(strict).toMatchObject({ code: 0, result: 'verified' });
    expect(strict.checks.find(({ name }) => name === 'keys')?.detail).toHaveLength(1);
    const other = verify(made.files, '--trust-keys', pairs('a025g00000CON02AAA'));
    expect(other).toMatchObject({ code: 1, result: 'unexpected signer' });
  });

  test('tells an unexpected signer apart from a tampered bundle [U4]', () => {
    const trust = trustFile(sample.contactKeyFingerprint);
    const { code, result, checks } = verify(made.files, '--trust-keys', trust);
    expect({ code, result }).toEqual({ code: 1, result: 'unexpected signer' });
    expect(checks.find(({ name }) => name === 'keys')?.detail.join()).toContain('ledger');
  });

  test('names the file when one byte of it is changed [A14 U4]', () => {
    for (const [name, bytes] of made.files) {
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
    const signed = await resigned(sample, forged);
    const { result, checks } = verify((await make(signed)).files);
    expect(result).toBe('tampered');
    expect(checks.find(({ name }) => name === 'verdicts')?.detail.join()).toContain('but the rules give');
  });

  test.each([
    [
      'counts other findings on page one',
      'report.html',
      /<b>\d+<\/b> <span>findings/,
      '<b>7</b> <span>findings',
    ],
    ['names another period on page one', 'report.html', '2026-11-30, both', '2026-11-19, both'],
    [
      'lists figures twice',
      'report.html',
      '<ul class="figures">',
      '<ul class="figures"></ul><ul class="figures">',
    ],
    ['leaves a row of the org out', 'records.jsonl', /^.*Login_Grant__c.*\n/m, ''],
    ['lets a row of the org say another state', 'records.jsonl', 'Completed', 'Denied'],
  ])('is tampered when its maker %s [A15 A17 U4]', async (_what, name, find, by) => {
    const files = new Map(made.files);
    const text = new TextDecoder().decode(files.get(name));
    expect(text).toMatch(find);
    files.set(name, utf8(text.replace(find, by)));
    const body = await manifestBody(files, kitCrypto.sha256);
    files.set('manifest.txt', utf8(await signText(kitCrypto.sha256, body, sample.signer)));
    const { result, checks } = verify(files);
    const failed = checks.filter((check) => check.result !== 'ok').map((check) => check.name);
    expect([result, failed]).toEqual(['tampered', ['page one']]);
  });

  test('is tampered when its maker widens a window that a contact signed [U1 U4]', async () => {
    const widened = sample.entries.map((entry) =>
      entry.type === 'decision.effective' && entry.window
        ? { ...entry, window: { ...entry.window, end: '2026-11-20T23:00:00Z' } }
        : entry,
    );
    const { result, checks } = verify((await make(await resigned(sample, widened))).files);
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
    const { result, checks } = verify((await make(await resigned(sample, swapped))).files);
    expect(result).toBe('tampered');
    expect(checks.find(({ name }) => name === 'decisions')?.detail.join()).toContain('digest');
  });

  test('is tampered when its maker counts an approval by somebody outside the sealed roster [A10 U4]', async () => {
    const emptied = sample.entries.map((entry) =>
      entry.type === 'roster.sealed' ? { ...entry, contacts: [] } : entry,
    );
    await expectRefused(emptied, 'decisions', 'the sealed roster does not name this contact');
  });

  test('has an unexpected signer when a key that nobody enrolled decided [U4]', async () => {
    const stranger = sample.entries.filter(({ type }) => type !== 'key.enrolled');
    const { checks } = verify((await make(await resigned(sample, renumbered(stranger, -1)))).files);
    expect(checks.find(({ name }) => name === 'signers')).toMatchObject({ result: 'unexpected signer' });
  });

  test('is tampered when its maker keeps silent about an access that was seen [A15 U4]', async () => {
    const silent = sample.entries.filter((entry) => entry.type !== 'verdict' || entry.subject !== 'access');
    // A day passes, in which anybody could have judged it.
    const end = {
      v: 1,
      org: ORG,
      at: '2026-11-21T15:00:00Z',
      type: 'clock.offset',
      milliseconds: 0,
    } as const;
    await expectRefused([...silent, end], 'verdicts', 'was seen and never judged');
  });

  test('is tampered when its maker lets a request go a way that the table does not know [U4]', async () => {
    const jumped = sample.entries.map((entry) =>
      entry.type === 'request.state' && entry.to === 'Completed'
        ? { ...entry, to: 'Denied' as const }
        : entry,
    );
    await expectRefused(jumped, 'states', 'no way leads from Window_open to Denied');
  });

  test('is tampered when its maker asks contacts though a gate was closed [C81 U4]', async () => {
    const shut = sample.entries.map((entry) =>
      entry.type === 'policy.evaluated'
        ? {
            ...entry,
            outcome: 'open' as const,
            gates: [{ gate: 'x', state: 'closed' as const, reason: 'no' }],
          }
        : entry,
    );
    await expectRefused(shut, 'states', 'the gates give closed, not open');
  });

  test('is tampered when its maker lets a signed approval take effect after the request was cancelled [U4]', async () => {
    const late = sample.entries.flatMap((entry): SampleLedger['entries'] => {
      if (entry.type === 'request.state' && entry.to !== 'Awaiting_decision') return [];
      if (entry.type !== 'decision.effective') return [entry];
      const { v, org, at, request } = entry;
      const change = { from: 'Awaiting_decision', to: 'Cancelled', because: 'cancelled in the org' } as const;
      return [{ v, org, at, request, type: 'request.state', ...change }, entry];
    });
    await expectRefused(late, 'states', 'a decision took effect though the request was Cancelled');
  });

  test('is incomplete when its last entries are cut off [U4]', () => {
    const ledger = new TextDecoder().decode(made.files.get('ledger.jsonl'));
    const cut = new TextEncoder().encode(ledger.split('\n').slice(0, -4).join('\n') + '\n');
    const { checks } = verify(new Map(made.files).set('ledger.jsonl', cut));
    expect(checks.find(({ name }) => name === 'ledger')).toEqual({
      name: 'ledger',
      result: 'incomplete',
      detail: ['3 of 24 entries are missing'],
    });
  });

  test('is tampered when a personal value was exchanged, and says which [U23]', () => {
    const personal = new TextDecoder().decode(made.files.get('personal.jsonl')).replace('Ines', 'Iris');
    const { result, checks } = verify(
      new Map(made.files).set('personal.jsonl', new TextEncoder().encode(personal)),
    );
    expect(result).toBe('tampered');
    expect(checks.find(({ name }) => name === 'personal values')?.detail[0]).toMatch(
      /^the value of Authorization_Contact__c/,
    );
  });

  test('says what is wrong in plain words, and what to do with an unknown option', () => {
    const place = mkdtempSync(join(folder, 'run-'));
    for (const [name, bytes] of made.files) writeFileSync(join(place, name), bytes);
    writeFileSync(join(place, 'records.jsonl'), 'changed');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(place, 'verify.mjs'), ...args], { encoding: 'utf8' });
    const told = run();
    expect(told.stdout).toContain('TAMPERED. Something was changed after it was signed.');
    expect(told.stdout).toContain('records.jsonl was changed after the bundle was made');
    expect(run('--nonsense')).toMatchObject({ status: 2, stdout: '' });
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--trust-keys FILE') });
  });

  async function expectRefused(
    entries: SampleLedger['entries'],
    name: string,
    detail: string,
  ): Promise<void> {
    const { result, checks } = verify((await make(await resigned(sample, entries))).files);
    expect(result).toBe('tampered');
    expect(checks.find((check) => check.name === name)?.detail.join()).toContain(detail);
  }

  /** Entries name others by index: what was taken out before them moves those. */
  function renumbered(entries: SampleLedger['entries'], by: number): SampleLedger['entries'] {
    return entries.map((entry) =>
      entry.type === 'decision.effective' ? { ...entry, received: entry.received + by } : entry,
    );
  }
});
