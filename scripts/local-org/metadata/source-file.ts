/** A metadata file as text, wherever it comes from: a folder on disk, a deployment, the org's own store. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** With forward slashes; the last parts tell kind, name and owner, e.g. `objects/Desk__c/fields/Code__c.field-meta.xml`. */
  path: string;
  text: string;
}

/** One file from disk. */
export function readSourceFile(path: string): SourceFile {
  return { path, text: readFileSync(path, 'utf8') };
}

/** All `-meta.xml` files below a folder, in the order of their names. */
export function readSourceTree(root: string): SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('-meta.xml'))
    .map((path) => join(root, path))
    .sort()
    .map(readSourceFile);
}
