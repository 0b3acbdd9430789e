/** Holds the table of docs/privacy.md against the compliance group of the fields in force-app. */
import { expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

function documented(): string[] {
  const rows = readFileSync(join(root, 'docs', 'privacy.md'), 'utf8').matchAll(/^\| (\w+__c) \| (\w+) \|/gm);
  return [...rows].map(([, object, field]) => `${object}.${field}`).sort();
}

function marked(): string[] {
  return globSync('force-app/**/fields/*.field-meta.xml', { cwd: root })
    .filter((file) => /<complianceGroup>[^<]*PII/.test(readFileSync(join(root, file), 'utf8')))
    .map((file) => `${basename(dirname(dirname(file)))}.${basename(file, '.field-meta.xml')}`)
    .sort();
}

test('documents every personal field of the metadata, and no other', () => {
  // A name field has no file of its own in source format, so it cannot carry a compliance group.
  const nameFields = ['Authorization_Contact__c.Name'];
  expect(documented().filter((field) => !nameFields.includes(field))).toEqual(marked());
});
