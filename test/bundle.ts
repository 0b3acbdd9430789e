/** A report as an operator gets it, and its own verify.mjs as an auditor runs it: in a folder of its own, offline. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { World } from './world.ts';

export type BundleFiles = Record<string, Uint8Array>;

export interface CheckedBundle {
  code: number | null;
  result: string;
  withheld: number;
  /** What the checks that failed say. */
  said: string;
}

/** Asks the operator's command for a report of today and yesterday. */
export async function reportNow({ companion, org }: World): Promise<{ html: string; bundle: BundleFiles }> {
  const today = org.clock.now().toZonedDateTimeISO('Europe/Berlin').toPlainDate();
  const { ok, lines, files } = await companion.operate({
    command: 'report',
    from: today.subtract({ days: 1 }).toString(),
    to: today.toString(),
    zone: 'Europe/Berlin',
  });
  const file = (ending: string) => {
    const [name, content] = Object.entries(files ?? {}).find(([key]) => key.endsWith(ending)) ?? [];
    if (!ok || !name || !content) throw new Error(`There is no ${ending} file: ${lines.join('\n')}`);
    return Buffer.from(content, 'base64');
  };
  return { html: file('.html').toString('utf8'), bundle: unzipSync(new Uint8Array(file('.zip'))) };
}

/** Runs the bundle's verify.mjs on its files. */
export function verified(bundle: BundleFiles): CheckedBundle {
  const folder = mkdtempSync(join(import.meta.dirname, '..', '.local', 'test', 'bundle-'));
  for (const [name, bytes] of Object.entries(bundle)) writeFileSync(join(folder, name), bytes);
  // The kit must not need what the tests need.
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'verify.mjs'), '--json'], {
    encoding: 'utf8',
    env: {},
  });
  rmSync(folder, { recursive: true });
  if (stdout === '') throw new Error(stderr);
  const { result, withheld, checks } = JSON.parse(stdout) as {
    result: string;
    withheld: number;
    checks: { result: string; detail: string[] }[];
  };
  const failed = checks.filter((check) => check.result !== 'ok').flatMap(({ detail }) => detail);
  return { code: status, result, withheld, said: failed.join('\n') };
}

/** The same bundle with `find` replaced once in one file. @throws Error when the file does not hold it */
export function replaced(bundle: BundleFiles, name: string, find: string, by: string): BundleFiles {
  const text = new TextDecoder().decode(bundle[name]);
  if (!text.includes(find)) throw new Error(`${name} does not hold ${find}`);
  return { ...bundle, [name]: new TextEncoder().encode(text.replace(find, by)) };
}
