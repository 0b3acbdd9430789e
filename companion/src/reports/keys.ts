/** The contacts' keys, as the ledger's enrolments tell them. */
import { createHash } from 'node:crypto';
import { fromBase64url } from '../core/bytes.ts';
import type { KeyVouched, LedgerEntry } from '../core/entries/entries.ts';
import { contactNames } from './names.ts';
import type { Reader } from './reader.ts';
import type { FoundingSignature, ReportedKey } from './report.ts';

/** @returns each enrolled key with its fingerprint as it was printed to the contact, and who signed for it. */
export function keysOf(entries: readonly LedgerEntry[], reader: Reader): ReportedKey[] {
  const names = contactNames(entries, reader);
  const nameOf = (id: string) => names.get(id) ?? id;
  const keys = new Map<string, ReportedKey>();
  for (const entry of entries) {
    if (entry.type === 'key.enrolled') {
      const fingerprint = fingerprintOf(entry.publicKey);
      keys.set(fingerprint, {
        ...{ contact: nameOf(entry.contact), contactId: entry.contact, fingerprint, enrolledAt: entry.at },
        ...{ vouchedBy: entry.vouchedForBy === null ? 'founding' : null, vouchedAt: null, revokedAt: null },
      });
    } else if (entry.type === 'key.vouched') {
      const vouched = { vouchedAt: entry.at, vouchedBy: voucher(entries, entry, nameOf) };
      Object.assign(keys.get(entry.fingerprint) ?? {}, vouched);
    } else if (entry.type === 'key.revoked') {
      Object.assign(keys.get(entry.fingerprint) ?? {}, { revokedAt: entry.at });
    }
  }
  return [...keys.values()];
}

function voucher(
  entries: readonly LedgerEntry[],
  { signed, contact }: KeyVouched,
  nameOf: (id: string) => string,
): string | null {
  const act = entries[signed];
  if (act?.type !== 'act.signed') return null;
  return act.contact === contact ? 'older key' : nameOf(act.contact);
}

/** @returns the founding roster's members, each with his first signature under it. */
export function foundingSignatures(entries: readonly LedgerEntry[], reader: Reader): FoundingSignature[] {
  const sealed = entries.find((entry) => entry.type === 'roster.sealed');
  const signedAt = new Map<string, string>();
  for (const entry of entries) {
    if (entry.type === 'act.signed' && entry.act === 'founding-roster' && !signedAt.has(entry.contact))
      signedAt.set(entry.contact, entry.at);
  }
  return (sealed?.contacts ?? []).map(({ id, name }) => ({
    contact: reader.text(name),
    signedAt: signedAt.get(id) ?? null,
  }));
}

/** SHA-256 of a COSE key given in base64url, lower-case hex. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(fromBase64url(publicKey)).digest('hex');
}
