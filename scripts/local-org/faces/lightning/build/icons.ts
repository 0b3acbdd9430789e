/** Which icons a build needs: those the panels and the shell name, and those the base components name themselves. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iconsIn } from './base-components.ts';
import type { Bundle } from './sources.ts';

const isSource = (path: string) =>
  /\.(js|ts|html)$/.test(path) && !/__tests__|__examples__|\.test\./.test(path);

/**
 * Names such as `utility:error`.
 * @throws Error that names file and icon when a bundle asks for an icon that does not exist.
 */
export function iconsUsed(
  bundles: Pick<Bundle, 'folder'>[],
  named: readonly string[],
  baseComponents: string,
): Set<string> {
  const icons = new Set<string>(iconsNamedIn([baseComponents], isNotTemplate).map(([icon]) => icon));
  for (const icon of icons) if (!iconExists(icon, baseComponents)) icons.delete(icon);
  for (const icon of named) if (iconExists(icon, baseComponents)) icons.add(icon);
  for (const [icon, file] of iconsNamedIn(
    bundles.map((bundle) => bundle.folder),
    () => true,
  )) {
    if (!iconExists(icon, baseComponents)) throw new Error(`${file}: there is no icon ${icon}`);
    icons.add(icon);
  }
  return icons;
}

const isNotTemplate = (path: string) => !path.startsWith('iconSvgTemplates');

function iconsNamedIn(folders: string[], wanted: (path: string) => boolean): [icon: string, file: string][] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => isSource(path) && wanted(path))
      .flatMap((path) => {
        const file = join(folder, path);
        return iconsIn(readFileSync(file, 'utf8')).map(([category, name]): [string, string] => [
          `${category}:${name}`,
          file,
        ]);
      }),
  );
}

function iconExists(icon: string, baseComponents: string): boolean {
  const [category = '', name = ''] = icon.split(':');
  const folder = `iconSvgTemplates${category[0]?.toUpperCase() ?? ''}${category.slice(1)}`;
  return existsSync(join(baseComponents, folder, 'buildTemplates', category, `${name}.html`));
}
