/** Makes the bundle that anybody can check: report, ledger, proofs, keys, clear values, the org's rows, and the kit. */
import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { toBase64, utf8 } from '../core/bytes.ts';
import {
  BUNDLE_FILES,
  type BundleKeys,
  jsonLines,
  type ListedVerdict,
  PERSONAL_FILE,
} from '../core/bundle.ts';
import { canonicalize, type Json } from '../core/canonical.ts';
import type { NoteSigner } from '../core/checkpoint.ts';
import { applyEntry, noFacts } from '../core/facts.ts';
import { FIGURE_FILES, frictionRecords, trainingRecords } from '../core/figures.ts';
import { signText } from '../core/signed-note.ts';
import { manifestBody } from '../core/verify/verify-manifest.ts';
import { compileReport, type ReportInput } from './compile.ts';
import { renderHtml } from './html.ts';
import { kitCrypto } from './kit-crypto.ts';
import type { AuditReport } from './report.ts';

export interface MadeReport {
  report: AuditReport;
  html: Uint8Array;
  files: Map<string, Uint8Array>;
  zip: Uint8Array;
  /** SHA-256 of the manifest, lower-case hex: names the bundle whether or not personal values were removed. */
  digest: string;
}

const README = `Countersign audit report

report.html     the report, for people
ledger.jsonl    every entry of the ledger, one canonical JSON value per line
checkpoint.txt  the signed head of the ledger
keys.json       the key that signs checkpoints and manifests
verdicts.jsonl  the newest verdict of each access and grant
records.jsonl   the org's rows when the report was made
training.jsonl  drills of the period: who was reached when, and answered in what time
friction.jsonl  what requests of the period cost in time: sums, then one line per request; drills are not in it
personal.jsonl  clear values and salts of personal data; remove it before handing the bundle on, the rest stays valid
manifest.txt    a signed list of all files but personal.jsonl
verify.mjs      checks all of it without a network: node verify.mjs [--trust-keys FILE]

Take verify.mjs from a source you trust, not from the bundle, where it matters.
`;

/**
 * @param signer holds the key of the ledger's checkpoints
 * @param kit text of verify.mjs
 */
export async function makeReport(
  input: ReportInput,
  signer: NoteSigner,
  kit: Uint8Array,
): Promise<MadeReport> {
  const report = await compileReport(input);
  const html = utf8(renderHtml(report));
  const keys: BundleKeys = { ledger: { name: signer.name, publicKey: toBase64(signer.publicKey) } };
  const lines = input.entries.map((entry) => `${canonicalize(entry as unknown as Json)}\n`);
  const files = new Map<string, Uint8Array>([
    [BUNDLE_FILES.report, html],
    [BUNDLE_FILES.ledger, utf8(lines.join(''))],
    [BUNDLE_FILES.checkpoint, utf8(input.checkpoint)],
    [BUNDLE_FILES.keys, utf8(`${JSON.stringify(keys, null, 2)}\n`)],
    [BUNDLE_FILES.verdicts, jsonLines(verdictsOf(input))],
    [BUNDLE_FILES.records, jsonLines(input.records)],
    [FIGURE_FILES.training, jsonLines(trainingRecords(input.entries, report))],
    [FIGURE_FILES.friction, jsonLines(frictionRecords(input.entries, report))],
    [PERSONAL_FILE, jsonLines(input.openings.map(({ path, value, salt }) => ({ path, value, salt })))],
    ['verify.mjs', kit],
    ['README.txt', utf8(README)],
  ]);
  const manifest = utf8(
    await signText(kitCrypto.sha256, await manifestBody(files, kitCrypto.sha256), signer),
  );
  files.set(BUNDLE_FILES.manifest, manifest);
  const digest = createHash('sha256').update(manifest).digest('hex');
  return { report, html, files, zip: zipSync(Object.fromEntries(files)), digest };
}

/** All of the ledger's, not the period's alone: so that whoever verifies sees whether one was left out. */
function verdictsOf({ entries }: ReportInput): ListedVerdict[] {
  const facts = noFacts();
  for (const [index, entry] of entries.entries()) applyEntry(facts, entry, index);
  return [...facts.verdicts.access.values(), ...facts.verdicts.grant.values()].map(({ index, entry }) => {
    const { subject, key, verdict, strength, provisional, request } = entry;
    return { subject, key, verdict, strength, provisional, request, index };
  });
}
