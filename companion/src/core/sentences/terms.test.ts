/** One word for one thing: whoever reads a mail finds the same name on the page, and none that means another thing. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const GERMAN = globSync(
  ['core/sentences/{labels,sentences}-de*.ts', 'relay/mails/words/de*.ts', 'web/client/strings/de*.ts'],
  { cwd: root },
);

/** What is not said, and the word that is. The log of the platform is a `Protokoll`, and a mailbox a `Posteingang`. */
const TERMS: readonly (readonly [instead: string, not: RegExp])[] = [
  ['Journal', /\b(im|das|des|dem) Protokolls?\b(?! der Support-Anmeldungen)/],
  ['Eingang', /Posteingang/],
  ['Autorisierungskontakt', /Freigabekontakt|Genehmigungskontakt/],
  ['Zugriffsmodus', /Betriebsart/],
  ['Rückfrage', /\bNachfrage\b/],
  ['sperren (einen Passkey)', /Passkeys?\b[^'`.]*\bwiderrufen|\bihn zu widerrufen/],
  ['zurückweisen (eine Änderung)', /weisen Sie (es|sie|ihn)( dort)? ab\b/],
  ['zurückziehen (eine Genehmigung)', /Genehmigung(en)? (von \S+ )?zurückgenommen/],
  ['Datensatz', /Zeile in der Org/],
];

test('the German of mails, page and sentences names each thing by one word [U27]', () => {
  expect(GERMAN.length).toBeGreaterThan(35);
  const wrong = GERMAN.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line) =>
        TERMS.filter(([, not]) => not.test(line)).map(([instead]) => ({ file, line: line.trim(), instead })),
      ),
  );
  expect(wrong).toEqual([]);
});
