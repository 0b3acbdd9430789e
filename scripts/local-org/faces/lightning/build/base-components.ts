/** Fits the base components of npm to this page: one kind of style sheet, only the icons in use, types erased. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { Plugin } from 'rolldown';

/**
 * Under synthetic shadow the native style sheets are dead weight of two megabytes. They become empty lists, not empty
 * files: an empty CSS file compiles to `undefined`, which breaks every component.
 */
export const dropNativeStyles: Plugin = {
  name: 'drop-native-styles',
  load: (id) => (/\.lbc\.native\.css(\?|$)/.test(id) ? 'export default [];' : undefined),
};

/** Erases types before the LWC compiler sees a module; it would not. Decorators stay. */
export const eraseTypes: Plugin = {
  name: 'erase-types',
  load(id) {
    const [file = id] = id.split('?');
    if (!file.endsWith('.ts') || file.startsWith('\0')) return undefined;
    return { code: stripTypeScriptTypes(readFileSync(file, 'utf8')), moduleType: 'js' };
  },
};

const ICON_NAME = /\b(utility|standard|action|custom|doctype):([a-z0-9_]+)/g;
const TEMPLATES = /iconSvgTemplates(Utility|Standard|Action|Custom|Doctype)(Rtl)?\.js(\?|$)/;

/** Names like `utility:error` in a text, as `[category, name]`. */
export function iconsIn(text: string): [category: string, name: string][] {
  return [...text.matchAll(ICON_NAME)].map(([, category = '', name = '']) => [category, name]);
}

/** Bundles the icons in use instead of all 1,900. `icons` are full names like `utility:error`. */
export function iconSubset(icons: ReadonlySet<string>): Plugin {
  return {
    name: 'icon-subset',
    load(id) {
      const [, category, mirrored] = TEMPLATES.exec(id) ?? [];
      if (!category) return undefined;
      const key = category.toLowerCase();
      const names = mirrored ? [] : [...icons].filter((icon) => icon.startsWith(`${key}:`)).sort();
      const templates = names.map((icon) => icon.slice(key.length + 1));
      const imports = templates.map(
        (name, index) => `import icon${index} from './buildTemplates/${key}/${name}.html';`,
      );
      const entries = templates.map((name, index) => `${JSON.stringify(`${key}_${name}`)}: icon${index}`);
      return `${imports.join('\n')}\nexport default { ${entries.join(', ')} };`;
    },
  };
}
