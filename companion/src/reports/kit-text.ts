/** What the verification says to a person. Part of the offline kit. */
import type { Verification } from '../core/verify/verify.ts';

const SENTENCES: Record<Verification['result'], string> = {
  verified: 'VERIFIED. Everything holds, and each key is one that you trust.',
  consistent:
    'CONSISTENT. Everything holds; the keys are not independently confirmed. Compare the fingerprints below with those that\nthe contacts were given at enrolment, and run again with --trust-keys.',
  tampered: 'TAMPERED. Something was changed after it was signed. Rely on none of it.',
  'unexpected signer':
    'UNEXPECTED SIGNER. Nothing was changed, but a key that you do not trust, or that nobody enrolled, signed something.',
  incomplete: 'INCOMPLETE. Something that was signed is missing, or is of a kind that this kit cannot judge.',
};

export function holds({ result }: Verification): boolean {
  return result === 'verified' || result === 'consistent';
}

export function verificationText({ result, checks, withheld, keys }: Verification): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, result: outcome, detail }) =>
    detail.map((text, index) => {
      const head =
        index === 0
          ? `${(outcome === 'ok' ? 'ok' : 'FAILS').padEnd(7)}${name.padEnd(width)}`
          : ' '.repeat(width + 7);
      return `${head}  ${text}`;
    }),
  );
  const signers = keys.map(
    ({ holder, fingerprint }) => `  ${(fingerprint.match(/.{4}/g) ?? []).join(' ')}  ${holder}`,
  );
  return [
    SENTENCES[result],
    '',
    ...lines,
    '',
    'Keys that signed:',
    ...signers,
    '',
    `${withheld} values withheld.`,
  ].join('\n');
}
