import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { startMailbox, type Mailbox } from './server.ts';

interface Listed {
  id: string;
  to: string[];
  from: string;
  subject: string;
  date: string;
  text: string;
  html: string;
  messageId: string;
  copies: number;
}

let dataDir: string;
let mailbox: Mailbox;

const start = () => startMailbox({ port: 0, smtpPort: 0, dataDir, onProblem: () => undefined });
const list = async (query = '') =>
  (await (await fetch(`${mailbox.url}/messages${query}`)).json()) as Listed[];

async function send(mail: { to: string; subject: string; text?: string; html?: string; messageId?: string }) {
  const transport = createTransport(mailbox.smtp);
  await transport.sendMail({ from: 'Countersign <relay@bank.example>', text: 'Hello', ...mail });
  transport.close();
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mailbox-'));
  mailbox = await start();
});

afterEach(() => mailbox.close());

describe('the mailbox', () => {
  test('keeps a mail with its words unharmed and lists it for its addressee alone', async () => {
    await send({ to: 'Ada@bank.example', subject: 'Grüße – 第一', text: 'Zugang für „Fall 4711“' });
    await send({ to: 'ben@bank.example', subject: 'Other' });
    const [mail, ...others] = await list('?to=ada@bank.example');
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: ['ada@bank.example'],
      from: 'Countersign <relay@bank.example>',
      subject: 'Grüße – 第一',
      copies: 1,
    });
    expect(mail?.text.trim()).toBe('Zugang für „Fall 4711“');
  });

  test('shows a mail that was sent twice under one Message-ID as one, and says so', async () => {
    for (const _ of [1, 2])
      await send({ to: 'ada@bank.example', subject: 'Once', messageId: '<delivery-1@x>' });
    expect(await list()).toHaveLength(1);
    expect((await list())[0]).toMatchObject({ messageId: '<delivery-1@x>', copies: 2 });
    expect(await (await fetch(mailbox.url)).text()).toContain('2 copies');
  });

  test('has all messages again after a restart', async () => {
    await send({ to: 'ada@bank.example', subject: 'Stays' });
    await mailbox.close();
    expect(readdirSync(dataDir).filter((name) => name.endsWith('.eml'))).toHaveLength(1);
    mailbox = await start();
    expect(await list()).toMatchObject([{ subject: 'Stays' }]);
  });

  test('gives a designed mail no rights: no scripts, no forms, nothing from elsewhere', async () => {
    await send({ to: 'a@bank.example', subject: '<b>x</b>', html: '<p>Hi<script>alert(1)</script></p>' });
    const [mail] = await list();
    const page = await (await fetch(`${mailbox.url}/messages/${mail?.id}`)).text();
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(page).not.toContain('<b>x</b>');
    const frame = await fetch(`${mailbox.url}/messages/${mail?.id}/html`);
    expect(frame.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  });

  test('answers an unknown message with 404', async () => {
    expect((await fetch(`${mailbox.url}/messages/..%2f..%2fetc`)).status).toBe(404);
  });
});

/** Runs main.ts until it printed its first line or ended. */
async function runMain(args: string[]) {
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'main.ts'),
    ...args,
  ]);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      resolve();
    }),
  );
  await Promise.race([ready, ended]);
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

describe('npm run mailbox', () => {
  test('prints one line of JSON when ready, and stops without a trace on a doubled signal', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mailbox-main-'));
    const run = await runMain(['--port', '0', '--smtp-port', '0', '--data-dir', folder]);
    expect(JSON.parse(run.stdout())).toEqual({
      url: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      smtp: expect.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/),
    });
    run.child.kill('SIGTERM');
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    expect(run.stderr()).toBe('');
  });

  test('names a busy port and the way round it, without a stack trace', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    const folder = mkdtempSync(join(tmpdir(), 'mailbox-busy-'));
    const run = await runMain(['--port', String(port), '--smtp-port', '0', '--data-dir', folder]);
    expect(await run.ended).toBe(1);
    expect(run.stderr()).toContain(`Port ${port} is in use by another program.`);
    expect(run.stderr()).not.toContain('    at ');
    holder.close();
  });

  test('refuses a port that is not one', async () => {
    const run = await runMain(['--port', 'many']);
    expect(await run.ended).toBe(2);
    expect(run.stderr()).toContain('--port takes a whole number');
  });
});
