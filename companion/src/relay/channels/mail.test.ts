import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { LANGUAGES } from '../../core/sentences/languages.ts';
import { NAMES, sampleMails } from '../fixtures/sample-mails.ts';
import { createMailChannel, messageId, type MailChannel, type OutgoingMail } from './mail.ts';

interface Received {
  to: string[];
  raw: string;
  mail: Email;
}

let relay: SMTPServer;
let channel: MailChannel;
let received: Received[];
let refuse: { code: number; text: string } | null;

const MAIL: OutgoingMail = {
  deliveryId: 'd-1',
  to: { name: 'Marit Jansen', address: 'marit.jansen@bank.example' },
  subject: 'Decision needed: case 46012345',
  text: 'Plain words',
  html: '<p>Designed words</p>',
};

beforeEach(async () => {
  received = [];
  refuse = null;
  relay = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    onRcptTo: (_address, _session, done) => {
      done(refuse === null ? null : Object.assign(new Error(refuse.text), { responseCode: refuse.code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const to = session.envelope.rcptTo.map(({ address }) => address);
        void PostalMime.parse(raw).then((mail) => {
          received.push({ to, raw, mail });
          done();
        });
      });
    },
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { port } = relay.server.address() as AddressInfo;
  channel = createMailChannel({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: 'Countersign <relay@bank.example>',
  });
});

afterEach(async () => {
  channel.close();
  await new Promise<void>((resolve) => relay.close(resolve));
});

describe('the mail channel', () => {
  test('hands over text and design, marked as made by a machine [D108]', async () => {
    expect(await channel.send(MAIL)).toMatchObject({ accepted: true });
    const [{ mail, to } = { mail: null, to: [] }] = received;
    expect(to).toEqual(['marit.jansen@bank.example']);
    expect(mail).toMatchObject({
      subject: MAIL.subject,
      messageId: '<delivery.d-1@bank.example>',
      from: { name: 'Countersign', address: 'relay@bank.example' },
    });
    expect([mail?.text?.trim(), mail?.html?.trim()]).toEqual(['Plain words', '<p>Designed words</p>']);
    expect(mail?.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  test.each(LANGUAGES)(
    'carries every mail whole in the language %s, whatever is hidden in the names [D108 U27]',
    async (language) => {
      const hidden = '\r\nBcc: thief@evil.example\r\n\r\n<script>';
      const names = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, `${name}${hidden}`]));
      const mails = Object.values(sampleMails({ language, zone: 'Europe/Berlin' }, names as typeof NAMES));
      for (const [at, { form: _, ...mail }] of mails.entries()) {
        await channel.send({ ...mail, deliveryId: `d-${at}`, to: { ...MAIL.to, name: `Jürgen${hidden}` } });
      }
      expect(received).toHaveLength(mails.length);
      for (const [at, { raw, mail, to }] of received.entries()) {
        expect(to).toEqual([MAIL.to.address]);
        expect(mail.bcc).toBeUndefined();
        expect(mail.subject).toBe(mails[at]?.subject);
        expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe(
          mails[at]?.text.replaceAll('\r\n', '\n').trim(),
        );
        expect(mail.html?.replaceAll('\r\n', '\n').trim()).toBe(
          mails[at]?.html.replaceAll('\r\n', '\n').trim(),
        );
        expect(mail.headers).toContainEqual(
          expect.objectContaining({ key: 'content-language', value: language }),
        );
        // RFC 5322, 2.1.1 and RFC 2045, 6.7: nothing on the way may have to break a line or lose a sign.
        const lines = raw.split('\r\n');
        expect(lines.filter((line) => line.length > 78)).toEqual([]);
        expect(raw.replaceAll('\r\n', '')).toMatch(/^[\t\x20-\x7e]*$/);
        expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^bcc:/im);
        expect(mail.text).not.toMatch(/^bcc:/im);
      }
    },
  );

  test('gives a repeated delivery the same Message-ID, and another delivery another one', async () => {
    await channel.send(MAIL);
    await channel.send(MAIL);
    await channel.send({ ...MAIL, deliveryId: 'd-2' });
    const ids = received.map(({ mail }) => mail.messageId);
    expect(ids).toEqual([
      '<delivery.d-1@bank.example>',
      '<delivery.d-1@bank.example>',
      '<delivery.d-2@bank.example>',
    ]);
  });

  test.each([
    '\r\nBcc: thief@evil.example',
    '\nBcc: thief@evil.example',
    '\u2028Bcc: thief@evil.example',
    '\r\n\r\nAnother body',
  ])('lets no text become a header or a body: %j', async (attack) => {
    await channel.send({ ...MAIL, subject: `Case${attack}`, to: { ...MAIL.to, name: `Marit${attack}` } });
    const [{ mail, to } = { mail: null, to: [] }] = received;
    expect(to).toEqual(['marit.jansen@bank.example']);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(mail?.text?.trim()).toBe('Plain words');
  });

  test.each([
    'a@b.example, thief@evil.example',
    'a@b.example\r\nRCPT TO:<thief@evil.example>',
    'nobody',
    '<a@b.example>',
    'a@@b',
  ])('sends nothing to what is not one address: %j', async (address) => {
    expect(await channel.send({ ...MAIL, to: { name: '', address } })).toMatchObject({ accepted: false });
    expect(received).toEqual([]);
  });

  test('says when the relay refuses a reader for good', async () => {
    refuse = { code: 550, text: 'No such user here' };
    expect(await channel.send(MAIL)).toEqual({
      accepted: false,
      detail: expect.stringContaining('No such user here'),
    });
  });

  test('throws what may pass by itself, so that it is tried again', async () => {
    refuse = { code: 450, text: 'Come back later' };
    await expect(channel.send(MAIL)).rejects.toMatchObject({ code: 'unavailable' });
    const nobody = createMailChannel({ smtpUrl: 'smtp://127.0.0.1:1', from: 'relay@bank.example' });
    await expect(nobody.send(MAIL)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('refuses a sender that is no address when it is set up', () => {
    expect(() => createMailChannel({ smtpUrl: 'smtp://127.0.0.1:1', from: 'Countersign' })).toThrow(
      expect.objectContaining({ code: 'configuration' }),
    );
  });

  test('writes an id with signs that a header may not hold by their codes, without two becoming one', () => {
    expect(messageId('00D1:7 a@b\r\n', 'bank.example')).toMatch(/^<delivery\.[A-Za-z0-9_-]+@bank\.example>$/);
    expect(messageId('a:b', 'x')).not.toBe(messageId('a_b', 'x'));
  });
});
