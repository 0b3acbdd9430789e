/** Page layouts of the source: which fields a record page shows in which sections, and which related lists. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import { readSourceFile } from '../../metadata/source-file.ts';
import { many, readXml } from '../../metadata/xml.ts';

const Layout = z.object({
  layoutSections: many(
    z.object({
      label: z.string().default(''),
      layoutColumns: many(
        z.object({ layoutItems: many(z.object({ field: z.string().optional() })) }).or(
          // An empty column is an element without content.
          z.literal('').transform(() => ({ layoutItems: [] as { field?: string | undefined }[] })),
        ),
      ),
    }),
  ),
  relatedLists: many(z.object({ relatedList: z.string(), fields: many(z.string()) })),
});

export interface LayoutMetadata {
  sections: { label: string; columns: string[][] }[];
  /** Field names as layouts and list views write them, e.g. `NAME`. */
  relatedLists: { object: string; field: string; columns: string[] }[];
}

const known = new WeakMap<OrgMetadata, Map<string, LayoutMetadata>>();

/**
 * Layouts by lower-case object name; of several layouts of one object the first in the alphabet counts. Read once for
 * an org's metadata, as the rest of it is.
 */
export function layoutsOf(metadata: OrgMetadata): Map<string, LayoutMetadata> {
  const layouts = known.get(metadata) ?? readLayouts(metadata);
  known.set(metadata, layouts);
  return layouts;
}

function readLayouts(metadata: OrgMetadata): Map<string, LayoutMetadata> {
  const files = metadata.sourceDirs
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((file) => file.endsWith('.layout-meta.xml'))
    .sort()
    .reverse();
  return new Map(files.map((file) => [objectOf(file), layoutOf(file)]));
}

const objectOf = (file: string) => (basename(file).split('-')[0] ?? '').toLowerCase();

function layoutOf(file: string): LayoutMetadata {
  const source = readXml(readSourceFile(file), 'Layout', Layout);
  return {
    sections: source.layoutSections.map(({ label, layoutColumns }) => ({
      label,
      columns: layoutColumns.map(({ layoutItems }) => layoutItems.flatMap(({ field }) => field ?? [])),
    })),
    relatedLists: source.relatedLists.flatMap(({ relatedList, fields }) => {
      const [object, field] = relatedList.split('.');
      return object && field ? [{ object, field, columns: fields }] : [];
    }),
  };
}

/** Layout of an object that has none in the source: all its fields in one section, and no related lists. */
export function plainLayout(object: ObjectMetadata): LayoutMetadata {
  const names = [...object.fields.values()].filter(({ type }) => type !== 'id').map(({ name }) => name);
  const half = Math.ceil(names.length / 2);
  return { sections: [{ label: '', columns: [names.slice(0, half), names.slice(half)] }], relatedLists: [] };
}
