import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../../../../project.ts';
import { loadMetadata } from '../../../metadata/load.ts';
import { BuildError, currentBundle } from './bundle.ts';

const LABELS = `<CustomLabels xmlns="http://soap.sforce.com/2006/04/metadata"><labels><fullName>Hello</fullName>
  <language>en_US</language><protected>true</protected><shortDescription>x</shortDescription><value>Hello there</value></labels></CustomLabels>`;
const META = `<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion>
  <isExposed>true</isExposed></LightningComponentBundle>`;
const TEMPLATE = '<template><lightning-icon icon-name="utility:key"></lightning-icon>{hello}</template>';

let source: string;
let cacheFolder: string;

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(source, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
}

const panel = (label: string) => `import { LightningElement } from 'lwc';
import hello from '@salesforce/label/c.${label}';
export default class Greeter extends LightningElement { hello = hello; }`;

const build = () => currentBundle(loadMetadata(source), { projectRoot: project.root, cacheFolder });

describe('the bundle', () => {
  beforeAll(() => {
    source = mkdtempSync(join(tmpdir(), 'panels-'));
    cacheFolder = mkdtempSync(join(tmpdir(), 'bundles-'));
    write({
      'labels/CustomLabels.labels-meta.xml': LABELS,
      'lwc/greeter/greeter.js': panel('Hello'),
      'lwc/greeter/greeter.html': TEMPLATE,
      'lwc/greeter/greeter.js-meta.xml': META,
    });
  });

  afterAll(() => {
    rmSync(source, { recursive: true });
    rmSync(cacheFolder, { recursive: true });
  });

  test('holds the panels, their labels and the icons they name; the same sources are built once', async () => {
    const first = await build();
    expect(readFileSync(join(first.folder, 'main.js'), 'utf8')).toContain('Hello there');
    const icons = readdirSync(first.folder).find((file) => /^iconSvgTemplatesUtility-/.test(file)) ?? '';
    expect(readFileSync(join(first.folder, icons), 'utf8')).toContain('utility_key');
    const second = await build();
    expect(second).toEqual(first);
    expect(readdirSync(cacheFolder)).toEqual([first.hash]);
  });

  test('a name the org does not have is told with its file, and nothing is left that looks built', async () => {
    write({ 'lwc/greeter/greeter.js': panel('Goodbye') });
    const problem = await build().catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(BuildError);
    expect((problem as BuildError).message).toContain(
      '@salesforce/label/c.Goodbye: no custom label has this name',
    );
    expect((problem as BuildError).message).not.toContain('    at ');
    expect(readdirSync(cacheFolder)).toHaveLength(1);
  });

  test('a fault in a template is told with its file', async () => {
    write({
      'lwc/greeter/greeter.js': panel('Hello'),
      'lwc/greeter/greeter.html': '<template><p></template>',
    });
    await expect(build()).rejects.toThrow(/greeter\.html.*LWC1\d+/);
  });

  test('an icon that does not exist is told with its file', async () => {
    write({ 'lwc/greeter/greeter.html': TEMPLATE.replace('key', 'no_such_icon') });
    await expect(build()).rejects.toThrow(/greeter\.html: there is no icon utility:no_such_icon/);
  });
});
