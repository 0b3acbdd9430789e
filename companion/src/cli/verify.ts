/** Checks a report's bundle with the kit of this installation instead of the one that came with the bundle. Offline. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { AppError } from '../core/errors.ts';
import { verifyBundle } from '../core/verify/verify.ts';
import { readTrustedKeys, type TrustedKey } from '../core/verify/verify-trust.ts';
import { kitCrypto } from '../reports/kit-crypto.ts';
import { holds, verificationText } from '../reports/kit-text.ts';

export interface VerifyCall {
  /** A folder, or a file that ends in .zip. */
  path: string;
  trustKeys: string | null;
}

/** @throws AppError malformed for a path that is none, or a file that is no bundle */
export async function verify({ path, trustKeys }: VerifyCall) {
  const trusted = trustKeys === null ? null : readTrust(trustKeys);
  const verification = await verifyBundle(readBundle(path), kitCrypto, trusted);
  return { ok: holds(verification), lines: [verificationText(verification)], data: verification };
}

function readBundle(path: string): Map<string, Uint8Array> {
  try {
    if (!statSync(path).isDirectory()) {
      return new Map(Object.entries(unzipSync(new Uint8Array(readFileSync(path)))));
    }
    const files = readdirSync(path, { withFileTypes: true }).filter((item) => item.isFile());
    return new Map(files.map(({ name }) => [name, new Uint8Array(readFileSync(join(path, name)))]));
  } catch (cause) {
    throw new AppError('malformed', `${path} is neither a folder nor the .zip file of a bundle.`, { cause });
  }
}

function readTrust(file: string): TrustedKey[] {
  try {
    return readTrustedKeys(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('malformed', `${file}: ${why}`, { cause });
  }
}
