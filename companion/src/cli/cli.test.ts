import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { sampleInput } from '../../test/sample-input.ts';
import { sampleLedger } from '../../test/sample-ledger.ts';
import { makeReport } from '../reports/make-bundle.ts';
import { ApiWorld } from '../run/api/fixtures/api-world.ts';
import { OPERATIONS } from '../run/operations/index.ts';
import { listenForOperators } from '../run/operator-socket.ts';
import { parseCommand } from './commands.ts';
import { completionScript } from './completion.ts';
import { LOCAL_COMMANDS } from './help.ts';

describe('a call', () => {
  test('of every command has a help with its flags and examples that it would take itself [D114]', () => {
    for (const { name, examples } of OPERATIONS) {
      const words = name.split(' ');
      const help = parseCommand([...words, '--help']);
      expect(help).toMatchObject({ kind: 'help' });
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        const call = parseCommand([...words, ...example.split(' ').filter(Boolean)]);
        expect(call).toMatchObject({ kind: 'operate', request: { command: name } });
        expect(JSON.stringify(help)).toContain(`countersign ${name} ${example}`.trim());
      }
    }
  });

  test.each([
    [['nonsense'], 'There is no command "nonsense"'],
    [['report', '--from', '2026-01-01'], 'at to'],
    [['report', '--from', 'x', '--to', '2026-01-01'], 'at from'],
    [['doctor', 'twice'], '"twice" is one word too many'],
    [['doctor', '--nonsense'], 'nonsense'],
    [['requests', 'watch', '--every', '0'], '--every takes seconds'],
    [['verify'], 'Name one bundle'],
  ])('that is wrong is told what is wrong: %s', (args, sentence) => {
    expect(() => parseCommand(args)).toThrow(sentence);
  });

  test('is completed in a shell, word by word', () => {
    const script = completionScript(LOCAL_COMMANDS);
    expect(script).toContain('tokens) words="make list revoke"');
    expect(script).toContain('"report"*) words="--from --to --zone');
  });
});

describe('the command countersign', () => {
  let world: ApiWorld;
  let dataDir: string;
  let door: { close(): Promise<void> };

  beforeAll(async () => {
    world = await ApiWorld.open();
    dataDir = mkdtempSync(join(tmpdir(), 'cs-'));
    door = await listenForOperators(dataDir, world.operate, (error) => {
      throw error;
    });
    await world.relay.raise();
  });

  afterAll(async () => {
    await door.close();
    rmSync(dataDir, { recursive: true });
    await world.close();
  });

  const run = (args: string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
      const main = join(import.meta.dirname, '..', 'main.ts');
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
        env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, ...env },
      });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });

  test('asks the running companion, prints for people or machines, and says with its exit code what came of it [D114]', async () => {
    const listed = await run(['requests', 'list']);
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toContain('AR-000001  Awaiting_decision  case 00042317');
    const made = await run(['tokens', 'make', '--name', 'board', '--scope', 'roster:read', '--json']);
    const { token } = (JSON.parse(made.out) as { data: { token: string } }).data;
    const elsewhere = ['--url', world.server.origin, '--json'];
    const roster = await run(['roster', ...elsewhere], { COUNTERSIGN_TOKEN: token });
    expect(roster.code).toBe(0);
    expect(JSON.parse(roster.out)).toMatchObject({ ok: true, data: [{ contacts: expect.any(Array) }] });
    expect(listed.out).not.toContain('\u001b');
    const refused = await run(['requests', 'list', ...elsewhere], { COUNTERSIGN_TOKEN: token });
    expect([refused.code, refused.out]).toEqual([4, '']);
    expect(refused.err).toContain('The token has no scope requests:read.');
    expect(await run(['requests', 'show', 'AR-9'])).toMatchObject({ code: 4, out: '' });
    expect(await run(['roster'], { DATA_DIR: join(dataDir, 'none') })).toMatchObject({ code: 3, out: '' });
    expect(await run(['roster', '--url', 'http://bank.example'])).toMatchObject({ code: 2 });
  });

  test('checks a bundle with its own kit, offline [U4]', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    const ledger = await sampleLedger();
    const { zip } = await makeReport(sampleInput(ledger), ledger.signer, new Uint8Array(1));
    const file = join(folder, 'bundle.zip');
    writeFileSync(file, zip);
    const checked = await run(['verify', file]);
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toMatch(/^CONSISTENT/);
    const files = unzipSync(zip);
    const page = new Uint8Array([...(files['ledger.jsonl'] ?? []), 10]);
    writeFileSync(file, zipSync({ ...files, 'ledger.jsonl': page }));
    const tampered = await run(['verify', file, '--json']);
    expect(tampered.code).toBe(1);
    expect(JSON.parse(tampered.out)).toMatchObject({ ok: false, data: { result: 'tampered' } });
    expect(await run(['verify', join(folder, 'none.zip')])).toMatchObject({ code: 2, out: '' });
    rmSync(folder, { recursive: true });
  });
});
