import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { LANGUAGES } from '../../core/sentences/languages.ts';
import { catalogue as german } from './catalogues/de.ts';
import { catalogue as english } from './catalogues/en.ts';
import { language, said, speak, strings } from './strings.ts';

/** Where each word stands, with what stands there: a text, a list by its length, a function by the number of its values. */
function shapeOf(value: unknown, path: string): string[] {
  if (typeof value === 'function') return [`${path} (${value.length})`];
  if (Array.isArray(value)) return [`${path} [${value.length}]`];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => shapeOf(part, path === '' ? key : `${path}.${key}`));
}

function emptyTexts(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => emptyTexts(part, `${path}.${key}`));
}

describe('the words of the pages', () => {
  test('are complete in German as in English, key by key [U27]', () => {
    expect(shapeOf(german.strings, '').sort()).toEqual(shapeOf(english.strings, '').sort());
    expect(emptyTexts([german.strings, english.strings], '')).toEqual([]);
  });

  test('change in the places where views hold them, and back [U27]', async () => {
    const held = strings.signIn;
    for (const each of [...LANGUAGES].reverse()) {
      await speak(each);
      expect({ language: language(), title: held.title }).toEqual({
        language: each,
        title: { en: english, de: german }[each].strings.signIn.title,
      });
      expect(said('Not found') === 'Not found').toBe(each === 'en');
    }
  });

  test('stand in the catalogues alone: no view holds a text of its own [U27]', () => {
    expect(viewFiles().flatMap(textsOf)).toEqual([]);
  });

  test('of a view would be found there, in a call, an attribute and a template', () => {
    const found = textsIn(
      'x.ts',
      "el('p', { class: 'a b', 'aria-label': 'Close it' }, 'Sign here', `Or ${a} there`);",
    );
    expect(found).toEqual(['x.ts: Close it', 'x.ts: Sign here', 'x.ts: Or ', 'x.ts:  there']);
  });
});

const VIEWS = join(import.meta.dirname, 'views');

function viewFiles(): string[] {
  const own = ['main.ts', 'api.ts', 'app.ts', 'format.ts', 'passkey.ts', 'review.ts', 'nav.ts', 'routes.ts'];
  const views = readdirSync(VIEWS).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return [...own.map((name) => join(import.meta.dirname, name)), ...views.map((name) => join(VIEWS, name))];
}

const textsOf = (file: string) => textsIn(file.split('/').at(-1) ?? file, readFileSync(file, 'utf8'));

/** Attributes whose values a person never reads. */
const SILENT = new Set(['class', 'href', 'rel', 'id', 'aria-labelledby', 'aria-describedby', 'for']);

/** Literals that read like words for a person: they begin with a capital or hold a blank between words. */
function textsIn(name: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isThrowStatement(node) || ts.isTypeNode(node)) return;
    if (ts.isPropertyAssignment(node) && SILENT.has(node.name.getText(tree).replaceAll("'", ''))) return;
    const isText =
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (isText && /\p{L}{2,} \p{L}|^\p{Lu}\p{Ll}+ |^ \p{L}{2,}/u.test(node.text))
      found.push(`${name}: ${node.text}`);
    ts.forEachChild(node, visit);
  };
  const tree = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  visit(tree);
  return found;
}
