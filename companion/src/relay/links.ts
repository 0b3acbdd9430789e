/**
 * Tokens of mailed links. A token derives from the companion's secret and the delivery it goes out with, so that the
 * store needs to keep neither the token nor a mail with it: the hash finds it, and a repeated mail bears the same one.
 */
import { type Hmac, type Sha256, toBase64url, toHex, utf8 } from '../core/bytes.ts';
import type { Message } from './rows.ts';

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

/**
 * Stands in a stored message where the token goes. It derives from the secret, too: a name or a reason in the message,
 * which people write, cannot hold it and draw the token to a place of their choice.
 */
export async function tokenPlaceholder({ hmac, linkSecret }: Omit<LinkPorts, 'sha256'>): Promise<string> {
  return `{{token:${toBase64url(await hmac(linkSecret, utf8('placeholder')))}}}`;
}

/** The message as it leaves: with its token, if it has one. */
export async function withToken(ports: LinkPorts, deliveryId: string, message: Message): Promise<Message> {
  const placeholder = await tokenPlaceholder(ports);
  if (!message.text.includes(placeholder)) return message;
  const token = await linkToken(ports, deliveryId);
  return {
    ...message,
    text: message.text.replaceAll(placeholder, token),
    html: message.html.replaceAll(placeholder, token),
  };
}
