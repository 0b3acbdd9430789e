/** Walks the code for the sentences that findings and verdicts are made of: each must have its German. */
import { describe, expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { passageInLanguage } from '../../core/sentences/sentences.ts';

const root = join(import.meta.dirname, '../..');
const TEXTS = new Set(['title', 'details', 'nextStep']);

/** The texts that an expression can become, with `Wn` for values that only a run knows. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return textsOf(node.body);
  if (ts.isIdentifier(node)) {
    const made = initializerOf(node);
    return made ? textsOf(made) : [];
  }
  if (!ts.isTemplateExpression(node)) return [];
  return node.templateSpans.reduce(
    (before, { expression, literal }, at) => {
      const inner = ts.isStringLiteralLike(expression) ? [] : textsOf(expression);
      const values = inner.length > 0 ? inner : [`W${at + 1}`];
      return before.flatMap((text) => values.map((value) => `${text}${value}${literal.text}`));
    },
    [node.head.text],
  );
}

/** Of a constant in the same file that is a text or a choice between texts. */
function initializerOf(name: ts.Identifier): ts.Expression | null {
  let found: ts.Expression | null = null;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text && node.initializer) {
      const { initializer } = node;
      if (ts.isStringLiteralLike(initializer) || ts.isConditionalExpression(initializer)) found = initializer;
    }
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return found;
}

function madeIn(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const made: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const fields = node.properties.filter(ts.isPropertyAssignment);
      const named = (name: string) => fields.find((field) => field.name.getText() === name)?.initializer;
      if (named('title') && named('nextStep')) {
        made.push(...[...TEXTS].flatMap((name) => textsOf(named(name) ?? ts.factory.createNull())));
        const facts = named('facts');
        if (facts && ts.isArrayLiteralExpression(facts)) {
          made.push(
            ...facts.elements.flatMap((fact) =>
              ts.isArrayLiteralExpression(fact) && fact.elements[0] ? textsOf(fact.elements[0]) : [],
            ),
          );
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return made;
}

/** Whole sentences in quotes: the reasons of verdicts. */
function sentencesIn(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
      found.push(...textsOf(node).filter((text) => /^[A-Z].* .*\.$/.test(text)));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = globSync('{core,relay,watch}/**/*.ts', { cwd: root }).filter(
  (file) => !/\.test\.ts$|fixtures/.test(file),
);
/** Recorded, and never told by a notice. */
const NOT_TOLD = [
  'An own administrator used Login-As; recorded and counted.',
  'The login lies before the first governance mode.',
  'The grant was given before the first governance mode.',
  'In the Standard mode the grant alone suffices.',
];

describe('what a finding says', () => {
  const made = [
    ...files.flatMap(madeIn),
    ...['core/reconcile.ts', 'core/grants.ts'].flatMap(sentencesIn),
  ].filter((text) => /[a-z]/.test(text.replace(/W\d/g, '')) && !NOT_TOLD.includes(text));

  test('is in German, whatever finding it is [U27]', () => {
    const left = made.filter((text) => {
      const german = passageInLanguage(text, 'de');
      return german === text || /\b(the|and|with|this|from|until|is|who)\b/i.test(german);
    });
    expect(left).toEqual([]);
  });

  test('of a rule is in German too, as the page and what is signed show it [U27]', () => {
    const rules = sentencesIn('core/policy-gates.ts');
    expect(rules.length).toBeGreaterThan(8);
    // The catalogue's own test holds those that are made of lists of words.
    const listed = /^The risk is|within the hours W1|taken up W1/;
    const left = rules.filter((text) => !listed.test(text) && passageInLanguage(text, 'de') === text);
    expect(left).toEqual([]);
  });

  test('is found by this walk at all', () => {
    expect(made.length).toBeGreaterThan(90);
    expect(made).toContain('Login as W1 outside its window');
  });
});
