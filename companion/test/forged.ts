/** A maker who holds the ledger's key can sign any tree; what the contacts signed and what the rules give, he cannot. */
import type { LedgerEntry } from '../src/core/entries/entries.ts';
import { type Verification, verifyBundle } from '../src/core/verify/verify.ts';
import { kitCrypto } from '../src/reports/kit-crypto.ts';
import { makeReport } from '../src/reports/make-bundle.ts';
import { sampleInput } from './sample-input.ts';
import { ORG, type SampleLedger } from './sample-ledger.ts';
import { sealed } from './sealed.ts';

/** @returns the ledger with other entries, in a tree that its key has signed */
export async function resigned(sample: SampleLedger, entries: LedgerEntry[]): Promise<SampleLedger> {
  return { ...sample, entries, ...(await sealed(ORG, entries)) };
}

/** @returns what the kit says of a bundle with these entries */
export async function verifyEntries(sample: SampleLedger, entries: LedgerEntry[]): Promise<Verification> {
  const ledger = await resigned(sample, entries);
  const { files } = await makeReport(sampleInput(ledger), ledger.signer, new Uint8Array());
  return verifyBundle(files, kitCrypto, null);
}

/** @returns the lines of every check that found something, as `<check>: <line>` */
export function faultsOf({ checks }: Verification): string[] {
  return checks.flatMap(({ name, result, detail }) =>
    result === 'ok' ? [] : detail.map((line) => `${name}: ${line}`),
  );
}
