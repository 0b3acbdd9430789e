/**
 * The product never claims more than the platform allows: each use of a strong word in what people read is either
 * absent or stands, word for word, on the reviewed list beside this file.
 */
import { expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const CLAIMS = /\b(block(s|ed|ing)?|prevent(s|ed|ing)?|nobody can|guarantee(s|d)?|all accesses)\b/i;
/** Words of style sheets and markup that only look like a claim. */
const NOT_PROSE =
  /display:\s*(inline-)?block|inline-block|\bblock:\s*'|blockquote|margin-block|padding-block/gi;
const READ_BY_PEOPLE = [
  'README.md',
  'CHANGELOG.md',
  'docs/**/*.md',
  'force-app/**/*-meta.xml',
  'force-app/**/lwc/**/*.{html,js}',
  'companion/src/relay/**/*.ts',
  'companion/src/reports/**/*.ts',
  'companion/src/web/**/*.ts',
  'companion/src/cli/**/*.ts',
  'scripts/demo/**/*',
];

interface Claim {
  file: string;
  text: string;
}

function claims(): Claim[] {
  return READ_BY_PEOPLE.flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => !/\.test\.ts$|__tests__/.test(file) && /\.[a-z]+$/.test(file))
    .flatMap((file) =>
      textsOf(file, readFileSync(join(root, file), 'utf8'))
        .flatMap((text) => text.split('\n'))
        .filter((line) => CLAIMS.test(line.replace(NOT_PROSE, '')))
        .map((line) => ({ file: file.split(sep).join('/'), text: line.trim() })),
    );
}

/** Of code, only what is written in quotes can reach a person; names and comments cannot. */
function textsOf(file: string, content: string): string[] {
  if (!/\.[jt]s$/.test(file)) return [content];
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, content, ts.ScriptTarget.Latest));
  return texts;
}

const reviewed = JSON.parse(
  readFileSync(join(import.meta.dirname, 'claims.reviewed.json'), 'utf8'),
) as (Claim & {
  because: string;
})[];

test('makes no claim in anything people read that is not on the reviewed list [A15]', () => {
  const known = new Set(reviewed.map(({ file, text }) => `${file}: ${text}`));
  expect(claims().filter(({ file, text }) => !known.has(`${file}: ${text}`))).toEqual([]);
});

test('keeps the reviewed list free of lines that no longer stand anywhere', () => {
  const found = new Set(claims().map(({ file, text }) => `${file}: ${text}`));
  expect(reviewed.filter(({ file, text }) => !found.has(`${file}: ${text}`))).toEqual([]);
});
