import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadClientAssets } from './assets.ts';

describe("the pages' script and style", () => {
  test('are small enough for a phone on a bad line', async () => {
    const { script, style } = await loadClientAssets();
    expect(script.compressed.length + style.compressed.length).toBeLessThan(68_500);
  });

  test('need nothing that a phone may not have yet, and nothing of the server', async () => {
    const { script } = await loadClientAssets();
    const text = script.content.toString();
    expect(text).not.toContain('Temporal');
    expect(text).not.toMatch(/from\s*["'](?!:)|import\s*\(|require\(/);
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
