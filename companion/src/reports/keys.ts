/** The contacts' keys, as the ledger's enrolments tell them. */
import { createHash } from 'node:crypto';
import { fromBase64url } from '../core/bytes.ts';
import type { LedgerEntry } from '../core/entries.ts';
import { contactNames } from './names.ts';
import type { Reader } from './reader.ts';
import type { ReportedKey } from './report.ts';

/** @returns each enrolled key with its fingerprint as it was printed to the contact. */
export function keysOf(entries: readonly LedgerEntry[], reader: Reader): ReportedKey[] {
  const names = contactNames(entries, reader);
  return entries.flatMap((entry) =>
    entry.type === 'key.enrolled'
      ? [
          {
            contact: names.get(entry.contact) ?? entry.contact,
            fingerprint: fingerprintOf(entry.publicKey),
            enrolledAt: entry.at,
            vouchedFor: entry.vouchedForBy !== null,
          },
        ]
      : [],
  );
}

/** SHA-256 of a COSE key given in base64url, lower-case hex. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(fromBase64url(publicKey)).digest('hex');
}
