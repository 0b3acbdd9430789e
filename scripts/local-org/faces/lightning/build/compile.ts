/** Compiles the panels of a source tree, the shell and the base components into one browser bundle. */
import { join, relative, sep } from 'node:path';
import lwc from '@lwc/rollup-plugin';
import { rolldown, type LogOrStringHandler, type Plugin, type RolldownLog } from 'rolldown';
import { dropNativeStyles, eraseTypes, iconSubset } from './base-components.ts';
import { iconsUsed } from './icons.ts';
import { orgModules } from './org-modules.ts';
import { entryOf, type PanelSources } from './sources.ts';

/** The newest API version the compiler knows; components that ask for a later one get this one. */
const COMPILER_API_VERSION = 66;
/** Icons that metadata, not source, may name: the fallback of a card and the icon of an object without one. */
const NAMED_ICONS = ['standard:custom', 'standard:record', 'standard:file'];

export interface CompileOptions {
  sources: PanelSources;
  /** Folder of the project whose `node_modules` hold compiler and base components. */
  projectRoot: string;
  /** Receives `main.js` and its chunks. */
  outFolder: string;
}

const face = join(import.meta.dirname, '..');
const platform = (file: string) => join(face, 'platform', file);
const shell = (name: string) => ({
  name: `shell/${name}`,
  path: join(face, 'shell', name, `${name}.ts`),
});

/** Modules of the platform that npm has not; they are one instance each, however they are imported. */
const PLATFORM_MODULES: Record<string, string> = {
  'lightning/uiRecordApi': platform('ui-record-api.ts'),
  'lightning/uiObjectInfoApi': platform('ui-object-info-api.ts'),
  'lightning/graphql': platform('graphql.ts'),
  'lightning/messageService': platform('message-service.ts'),
  'lightning/navigation': platform('navigation.ts'),
  'lightning/platformShowToastEvent': platform('show-toast-event.ts'),
};

const SHELL_COMPONENTS = ['app', 'page', 'listView', 'recordPage', 'relatedList', 'fieldValue'];

/**
 * Builds the bundle.
 * @throws Error with one readable line per fault: file, place, what is wrong.
 */
export async function compile({ sources, projectRoot, outFolder }: CompileOptions): Promise<void> {
  try {
    await bundle({ sources, projectRoot, outFolder });
  } catch (error) {
    throw new Error(faultsOf(error, projectRoot).join('\n'), { cause: error });
  }
}

async function bundle({ sources, projectRoot, outFolder }: CompileOptions): Promise<void> {
  const baseComponents = join(projectRoot, 'node_modules/lightning-base-components/src/lightning');
  const shellFolders = [{ folder: join(face, 'shell') }];
  const build = await rolldown({
    input: { main: join(face, 'platform', 'main.ts') },
    cwd: projectRoot,
    platform: 'browser',
    moduleTypes: { '.css': 'js', '.html': 'js' },
    transform: { define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.SSR': 'false' } },
    onLog: failOnOwnWarnings(projectRoot),
    plugins: [
      orgModules(sources),
      platformModules,
      resolveForPanels(sources),
      panelRegistry(sources),
      dropNativeStyles,
      iconSubset(iconsUsed([...sources.bundles, ...shellFolders], NAMED_ICONS, baseComponents)),
      eraseTypes,
      lwc({
        rootDir: face,
        modules: [
          ...SHELL_COMPONENTS.map(shell),
          ...panelModules(sources),
          { npm: 'lightning-base-components' },
        ],
        apiVersion: COMPILER_API_VERSION,
        enableDynamicComponents: true,
        enableSyntheticElementInternals: true,
        exclude: ['**/platform/*.ts', '**/*.lbc.native.css*'],
      }),
    ],
  });
  await build.write({ dir: outFolder, format: 'es', minify: true, chunkFileNames: '[name]-[hash].js' });
  await build.close();
}

const platformModules: Plugin = {
  name: 'platform-modules',
  resolveId: (id) => PLATFORM_MODULES[id],
};

/**
 * What a panel imports by name is looked up from here: the LWC resolver would look for its configuration beside the
 * panel, and a source tree outside this project has none.
 */
function resolveForPanels(sources: PanelSources): Plugin {
  const here = join(face, 'platform', 'main.ts');
  const folders = sources.bundles.map(({ folder }) => folder + sep);
  return {
    name: 'resolve-for-panels',
    async resolveId(id, importer) {
      const isPanel = folders.some((folder) => importer?.startsWith(folder));
      if (!isPanel || /^[./]/.test(id)) return undefined;
      return this.resolve(id, here, { skipSelf: true });
    },
  };
}

function panelModules(sources: PanelSources) {
  return sources.bundles.flatMap((bundle) => {
    const path = entryOf(bundle);
    return path ? [{ name: `c/${bundle.name}`, path }] : [];
  });
}

/** The module `shell/registry`: every component that a page may place, by its name. */
function panelRegistry(sources: PanelSources): Plugin {
  const id = '\0shell/registry';
  const names = sources.bundles.filter(({ exposed }) => exposed).map(({ name }) => name);
  return {
    name: 'panel-registry',
    resolveId: (name) => (name === 'shell/registry' ? id : undefined),
    load: (name) =>
      name === id
        ? `${names.map((panel, index) => `import panel${index} from 'c/${panel}';`).join('\n')}
export const panels = { ${names.map((panel, index) => `'c:${panel}': panel${index}`).join(', ')} };`
        : undefined,
  };
}

/** Warnings about our own files stop the build; those about the base components are theirs. */
function failOnOwnWarnings(projectRoot: string) {
  return (_level: string, log: RolldownLog, handler: LogOrStringHandler) => {
    const file = log.loc?.file ?? log.id ?? log.ids?.[0] ?? '';
    if (!file || file.includes('node_modules')) return;
    handler('error', `${relative(projectRoot, file)}:${String(log.loc?.line ?? 1)}: ${log.message}`);
  };
}

interface Fault {
  message: string;
  id?: string;
  loc?: { file?: string; line?: number };
}

/** One line per fault of a failed build: the file as seen from the project, the line where known, what is wrong. */
function faultsOf(error: unknown, projectRoot: string): string[] {
  const { errors = [error], message } = error as { errors?: Fault[]; message: string };
  return (errors as Fault[]).map((fault) => {
    const file = fault.loc?.file ?? fault.id?.split('?')[0];
    const text = (fault.message || message)
      .split('\n')
      .filter((line) => !/^\s+at /.test(line))
      .join(' ')
      .replaceAll(`${projectRoot}/`, '')
      .replace(/\s+/g, ' ');
    const line = fault.loc?.line ? `:${String(fault.loc.line)}` : '';
    const place = file && !file.startsWith('\0') ? `${relative(projectRoot, file)}${line}: ` : '';
    return `${place}${text}`;
  });
}
