/** Finds the metadata files of a checkout by its sfdx-project.json. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SourceFile } from '../../metadata/source-file.ts';

const SfdxProject = z.object({ packageDirectories: z.array(z.object({ path: z.string() })).min(1) });

/**
 * All `-meta.xml` files of the package directories, with paths relative to `root`.
 * @throws Error when the project file is not readable or a package directory is missing.
 */
export function readProjectFiles(root: string): SourceFile[] {
  const { packageDirectories } = SfdxProject.parse(
    JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8')),
  );
  return packageDirectories.flatMap(({ path }) => readSourceFiles(root, path));
}

/** All `-meta.xml` files below `root/folder`. */
export function readSourceFiles(root: string, folder: string): SourceFile[] {
  const top = join(root, folder);
  if (!existsSync(top)) throw new Error(`The package directory ${folder} does not exist`);
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('-meta.xml'))
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(top, name), 'utf8') }));
}
