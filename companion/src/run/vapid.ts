/** The key by which push services know this installation: made on the first start, for its owner alone to read. */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import type { VapidKeys } from '../relay/channels/web-push.ts';

/** P-256 in JWK form (RFC 7518, 6.2): 32 bytes each. */
const part = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const keyFile = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: part, y: part, d: part });

/**
 * @param mailFrom operators of push services may want to reach whoever sends: the address that sends the mails is his
 * @throws AppError configuration when others may read the file, or it holds no such key
 */
export function readVapidKeys(file: string, mailFrom: string): VapidKeys {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${JSON.stringify(privateKey.export({ format: 'jwk' }))}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new AppError('configuration', `Others may read the key ${file}; make it mode 600.`);
  }
  const jwk = parse(file);
  const { x, y } = jwk;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  // An uncompressed point: 0x04, then both coordinates.
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  const subject = `mailto:${/<([^<>]+)>/.exec(mailFrom)?.[1] ?? mailFrom}`;
  return {
    publicKey: point.toString('base64url'),
    subject,
    sign: (data) => sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }),
  };
}

function parse(file: string): z.infer<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new AppError('configuration', `${file} holds no P-256 key as JWK.`, { cause });
  }
}
