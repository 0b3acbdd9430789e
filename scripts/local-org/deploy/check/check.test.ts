import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkMetadata, platformRules } from './check.ts';
import { readSourceFiles } from './files.ts';
import type { SourceFile } from '../../metadata/source-file.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const good = readSourceFiles(fixtures, 'good').map(({ path, text }) => ({
  path: path.replace('good/', ''),
  text,
}));

/** The good project with the files of one bad fixture laid over it. */
function withFault(rule: string): SourceFile[] {
  const folder = `bad/${rule}`;
  const faults = readSourceFiles(fixtures, folder).map(({ path, text }) => ({
    path: path.slice(folder.length + 1),
    text,
  }));
  const replaced = new Set(faults.map(({ path }) => path));
  return [...good.filter(({ path }) => !replaced.has(path)), ...faults];
}

/** Rules of the structure layer; the others carry their ids themselves. */
const STRUCTURE = [
  ...['root-element', 'comment-before-root', 'stray-text', 'unknown-element', 'missing-element'],
  ...['repeated-element', 'scattered-elements', 'enum-value', 'primitive-value'],
];
const ids = [...STRUCTURE, ...platformRules.map(({ id }) => id)];

describe('metadata checks', () => {
  test('say nothing about a project that has one of every kind', () => {
    expect(checkMetadata(good)).toEqual([]);
  });

  test('have one bad fixture for each rule and no other', () => {
    expect(readdirSync(join(fixtures, 'bad')).sort()).toEqual([...ids].sort());
  });

  test.each(ids)('the bad fixture of %s is reported by that rule alone', (id) => {
    const findings = checkMetadata(withFault(id));
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ rule }) => rule !== id)).toEqual([]);
  });
});

describe('findings', () => {
  const one = (rule: string) => checkMetadata(withFault(rule))[0];

  test('name the file as it was given and say what the platform says', () => {
    expect(one('text-area-length')).toEqual({
      file: 'objects/Desk__c/fields/Note__c.field-meta.xml',
      message: "Can not specify 'length' for a CustomField of type TextArea",
      rule: 'text-area-length',
    });
    expect(one('required-field-permission')?.message).toBe(
      'You cannot deploy to a required field: Desk__c.Code__c',
    );
    expect(one('custom-metadata-value')?.message).toBe('Limit: value not of required type: true');
    expect(one('validation-formula')?.message).toBe('Field Person__c does not exist. Check spelling.');
  });

  test('a file that is no XML is reported with its line, and the rest is checked all the same', () => {
    const messages = checkMetadata(withFault('readable')).map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages.some((message) => /^Error parsing file: .+ \(line \d+\)$/.test(message))).toBe(true);
  });
});
