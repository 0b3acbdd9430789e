/**
 * Tokens of mailed links. A token derives from the companion's secret and the delivery it goes out with, so that the
 * store needs to keep neither the token nor a mail with it: the hash finds it, and a repeated mail bears the same one.
 */
import { type Hmac, type Sha256, toBase64url, toHex, utf8 } from '../core/bytes.ts';
import type { Message } from './rows.ts';

/** Stands in a stored message where the token goes. */
export const TOKEN_PLACEHOLDER = '{{token}}';

export interface LinkPorts {
  hmac: Hmac;
  sha256: Sha256;
  linkSecret: Uint8Array;
}

export async function linkToken(ports: LinkPorts, deliveryId: string): Promise<string> {
  return toBase64url(await ports.hmac(ports.linkSecret, utf8(`link:${deliveryId}`)));
}

export async function tokenHash({ sha256 }: { sha256: Sha256 }, token: string): Promise<string> {
  return toHex(await sha256(utf8(token)));
}

/** The message as it leaves: with its token, if it has one. */
export async function withToken(ports: LinkPorts, deliveryId: string, message: Message): Promise<Message> {
  if (!message.text.includes(TOKEN_PLACEHOLDER)) return message;
  const token = await linkToken(ports, deliveryId);
  return {
    ...message,
    text: message.text.replaceAll(TOKEN_PLACEHOLDER, token),
    html: message.html.replaceAll(TOKEN_PLACEHOLDER, token),
  };
}
