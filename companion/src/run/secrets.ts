/** Secrets that are made on the first start: files that only their owner may read. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../core/errors.ts';

const SHORTEST = 32;

/**
 * Secrets of the sign-in cookie, one per line, newest first; older ones still verify.
 * @throws AppError configuration when others may read the file or a secret is too short
 */
export function readSessionSecrets(file: string): string[] {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new AppError('configuration', `Others may read the session secrets ${file}; make it mode 600.`);
  }
  const secrets = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (secrets.length === 0 || secrets.some((secret) => secret.length < SHORTEST)) {
    throw new AppError('configuration', `Each secret in ${file} needs at least ${SHORTEST} characters.`);
  }
  return secrets;
}

/** @throws AppError configuration when the key file cannot be read */
export function readPrivateKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('configuration', `The private key ${file} cannot be read.`, { cause });
  }
}

/** @throws AppError configuration when the file cannot be read or is empty */
export function readIdpSecret(file: string): string {
  const secret = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (secret === '') {
    throw new AppError('configuration', `OIDC_CLIENT_SECRET_FILE ${file} cannot be read, or is empty.`);
  }
  return secret;
}
