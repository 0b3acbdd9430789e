/** The rules of this house over the good project of the deploy checker, each with a bad fixture of its own. */
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkMetadata, platformRules } from '../../local-org/deploy/check/check.ts';
import { readProjectFiles, readSourceFiles } from '../../local-org/deploy/check/files.ts';
import type { SourceFile } from '../../local-org/metadata/source-file.ts';
import { project } from '../../project.ts';
import { houseRules } from './rules.ts';

const rules = [...platformRules, ...houseRules];
const below = (root: string, folder: string): SourceFile[] =>
  readSourceFiles(root, folder).map(({ path, text }) => ({ path: path.slice(folder.length + 1), text }));
const good = below(project.path('scripts', 'local-org', 'deploy', 'check', 'fixtures'), 'good');

function withFault(rule: string): SourceFile[] {
  const faults = below(join(import.meta.dirname, 'fixtures', 'bad'), rule.replace('house-', ''));
  const replaced = new Set(faults.map(({ path }) => path));
  return [...good.filter(({ path }) => !replaced.has(path)), ...faults];
}

describe('the rules of this house', () => {
  test('say nothing about the metadata of this project', () => {
    expect(checkMetadata(readProjectFiles(project.root), rules)).toEqual([]);
  });

  test.each(houseRules.map(({ id }) => id))('the bad fixture of %s is reported by it alone', (id) => {
    const found = checkMetadata(withFault(id), rules).map(({ rule }) => rule);
    expect([...new Set(found)]).toEqual([id]);
    expect(checkMetadata(withFault(id))).toEqual([]);
  });
});
