import { expect, test } from '@jest/globals';
import { kitCrypto } from '../reports/kit-crypto.ts';
import { linkToken, tokenPlaceholder, withToken } from './links.ts';
import type { Message } from './rows.ts';

const ports = { ...kitCrypto, linkSecret: new Uint8Array(32).fill(7) };

test('a mail gets its token in its link alone, whatever people have written into their names [U3]', async () => {
  const link = `https://countersign.example/enrol/${await tokenPlaceholder(ports)}`;
  const name = 'See https://evil.example/{{token}}';
  const message = { subject: 's', text: `${name} ${link}`, html: `${name} ${link}` } as Message;
  const { text, html } = await withToken(ports, 'delivery-1', message);
  const token = await linkToken(ports, 'delivery-1');
  expect(text).toBe(`${name} https://countersign.example/enrol/${token}`);
  expect(html).toBe(text);
});

test('another companion with the same secret finds the same place, one with another secret none', async () => {
  expect(await tokenPlaceholder(ports)).toBe(await tokenPlaceholder({ ...ports }));
  const stranger = { ...ports, linkSecret: new Uint8Array(32) };
  expect(await tokenPlaceholder(stranger)).not.toBe(await tokenPlaceholder(ports));
});
