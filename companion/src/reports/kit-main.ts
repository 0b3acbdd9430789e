/**
 * The command of the verification kit, bundled to one file without imports: `node verify.mjs [FOLDER] [--trust-keys FILE]
 * [--json]`. It reads files and prints; it has no network and writes nothing. Exit code 0: all holds; 1: something does
 * not; 2: the command was called wrongly.
 */
// First: an auditor's Node may be older than Temporal. The native one is used where there is one.
import 'temporal-polyfill/global';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { verifyBundle } from '../core/verify/verify.ts';
import { readTrustedKeys, type TrustedKey } from '../core/verify/verify-trust.ts';
import { kitCrypto } from './kit-crypto.ts';
import { holds, verificationText } from './kit-text.ts';

const USAGE = `node verify.mjs [FOLDER] [--trust-keys FILE] [--json]

Checks the report's bundle in FOLDER (default: the folder of this file) without any network.
  --trust-keys FILE   keys that you know to be right, one per line: the fingerprint, and behind "=" the id of its contact
                      or "ledger". A bare fingerprint is trusted whoever holds it. Blanks, and what follows #, are
                      passed over. Without the file, the best result is "consistent".
  --json              print the result as JSON`;

/** With an older one the kit would break, and take the bundle for unreadable. */
const OLDEST_NODE = 20;

process.exitCode = await main();

async function main(): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    process.stderr.write(
      `This kit needs Node ${OLDEST_NODE} or newer, and this is ${process.versions.node}. Nothing was checked.\n`,
    );
    return 2;
  }
  let call: ReturnType<typeof readCall>;
  try {
    call = readCall();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    return 2;
  }
  if (call.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const verification = await verifyBundle(readFolder(call.folder), kitCrypto, call.trustKeys);
  process.stdout.write(
    `${call.json ? JSON.stringify(verification, null, 2) : verificationText(verification)}\n`,
  );
  return holds(verification) ? 0 : 1;
}

function readCall() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'trust-keys': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const folder = positionals[0] ?? dirname(fileURLToPath(import.meta.url));
  if (positionals.length > 1) throw new Error('Name one folder.');
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const file = values['trust-keys'];
  return {
    folder,
    json: values.json,
    help: values.help,
    trustKeys: file === undefined ? null : readTrust(file),
  };
}

function readTrust(file: string): TrustedKey[] {
  try {
    return readTrustedKeys(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function readFolder(folder: string): Map<string, Uint8Array> {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((item) =>
    item.isFile() ? [item.name] : [],
  );
  return new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
}
