/** The key pair of the client app that the org registers at its first start. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientDefinition } from './oauth/clients.ts';
import type { ClientApp } from './oauth/clients.ts';

/** Name under which the app is known to the org. */
const CLIENT_ID = 'LocalOrgExternalClientApp';

/**
 * The registered app; the private half lies in `keysDir`, readable by this user alone, and is made when it is missing.
 */
export function registeredClient(keysDir: string): ClientApp & { privateKeyFile: string } {
  const privateKeyFile = join(keysDir, 'client-app.pem');
  if (!existsSync(privateKeyFile)) createKey(keysDir, privateKeyFile);
  const publicKey = createPublicKey(readFileSync(privateKeyFile))
    .export({ type: 'spki', format: 'pem' })
    .toString();
  const client = ClientDefinition.parse({ clientId: CLIENT_ID, publicKey, flows: ['jwtBearer'] });
  return { ...client, privateKeyFile };
}

function createKey(keysDir: string, privateKeyFile: string): void {
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  // Written aside and linked into place: of two orgs that start at once, both use the key that was first.
  const aside = `${privateKeyFile}.${process.pid}`;
  writeFileSync(aside, privateKey, { mode: 0o600 });
  try {
    linkSync(aside, privateKeyFile);
  } catch (error) {
    if (!existsSync(privateKeyFile)) throw error;
  } finally {
    rmSync(aside);
  }
}
