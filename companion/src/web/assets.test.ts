import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LANGUAGES } from '../core/sentences/languages.ts';
import { type Asset, loadClientAssets } from './assets.ts';

/** Bytes that a reader loads on his first visit, all files together; held closely to what they are. */
const BOUNDS = { en: 46_500, de: 60_000 };

describe("the pages' script and style", () => {
  test('are small enough for a phone on a bad line', async () => {
    const { script, words, style } = await loadClientAssets();
    const loaded = (language: Asset) =>
      [script, language, style].reduce((sum, { compressed }) => sum + compressed.length, 0);
    expect(LANGUAGES.map((language) => loaded(words[language]) < BOUNDS[language])).toEqual([true, true]);
  });

  test('need nothing that a phone may not have yet, and nothing of the server', async () => {
    const { script, words } = await loadClientAssets();
    for (const { content } of [script, ...Object.values(words)]) {
      const text = content.toString();
      expect(text).not.toContain('Temporal');
      expect(text).not.toMatch(/from\s*["'](?!:)|import\s*["'{*]|require\(/);
    }
  });

  test('load the words of a language by the name that changes with them, and nothing else', async () => {
    const { script, words } = await loadClientAssets();
    const loaded = [...script.content.toString().matchAll(/import\(\s*([^)]*)\)/g)].map(([, name]) => name);
    expect(loaded.sort()).toEqual(LANGUAGES.map((language) => `\`./${words[language].name}\``).sort());
  });

  test('hold no comment of the style sheets, and every rule of them', async () => {
    const { style } = await loadClientAssets();
    const css = style.content.toString();
    expect(css).not.toMatch(/\/\*|\n/);
    const folder = join(import.meta.dirname, 'client', 'styles');
    const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const rules = sources.join('').replace(/\/\*[^]*?\*\//g, '');
    expect(css.split('{').length).toBe(rules.split('{').length);
    const letters = (text: string) => text.replace(/[\s;]/g, '').length;
    expect(letters(css)).toBe(letters(rules));
    expect(css).toContain('calc(50% + 10px)');
  });

  test('turn no text into markup', async () => {
    const { script } = await loadClientAssets();
    expect(script.content.toString()).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/,
    );
  });

  test('are built once per state of the sources, by several processes at once without harm', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'client-cache-'));
    const [one, two] = await Promise.all([loadClientAssets(cache), loadClientAssets(cache)]);
    expect(one.script.name).toBe(two.script.name);
    expect(readdirSync(cache)).toHaveLength(1);
  });
});
