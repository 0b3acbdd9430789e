/** Page layouts of the source with what the UI API tells of them: sections, behaviour of each field, related lists. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ObjectMetadata, OrgMetadata } from './model.ts';
import { readSourceFile } from './source-file.ts';
import { flag, many, readXml } from './xml.ts';

const Item = z.object({
  field: z.string().optional(),
  behavior: z.enum(['Edit', 'Readonly', 'Required']).default('Edit'),
});
// An element without content is read as ''.
const Column = z.preprocess((value) => (value === '' ? {} : value), z.object({ layoutItems: many(Item) }));

const Layout = z.object({
  layoutSections: many(
    z.object({
      label: z.string().default(''),
      detailHeading: flag.default(false),
      editHeading: flag.default(false),
      layoutColumns: many(Column),
    }),
  ),
  relatedLists: many(
    z.object({
      relatedList: z.string(),
      fields: many(z.string()),
      sortField: z.string().optional(),
      sortOrder: z.enum(['Asc', 'Desc']).default('Asc'),
    }),
  ),
});

export interface LayoutItem {
  /** Null = an empty place. */
  field: string | null;
  behavior: 'Edit' | 'Readonly' | 'Required';
}

export interface PageLayout {
  name: string;
  sections: { heading: string; detailHeading: boolean; editHeading: boolean; columns: LayoutItem[][] }[];
  relatedLists: RelatedListLayout[];
}

export interface RelatedListLayout {
  /** Child object and its lookup to the object of the layout. */
  object: string;
  field: string;
  /** As layouts and list views write them, e.g. `NAME`. */
  columns: string[];
  sort: { column: string; ascending: boolean } | null;
}

const known = new WeakMap<OrgMetadata, Map<string, PageLayout>>();

/** The layout of an object: that of the source, or one that shows all fields. */
export function pageLayout(metadata: OrgMetadata, object: ObjectMetadata): PageLayout {
  return sourceLayout(metadata, object.name) ?? everyField(object);
}

/** The layout that the source has for an object, of several the first in the alphabet. */
function sourceLayout(metadata: OrgMetadata, objectName: string): PageLayout | undefined {
  const layouts = known.get(metadata) ?? readLayouts(metadata);
  known.set(metadata, layouts);
  return layouts.get(objectName.toLowerCase());
}

function readLayouts(metadata: OrgMetadata): Map<string, PageLayout> {
  const files = metadata.sourceDirs
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((file) => file.endsWith('.layout-meta.xml'))
    .sort()
    .reverse();
  return new Map(files.map((file) => [(basename(file).split('-')[0] ?? '').toLowerCase(), readLayout(file)]));
}

function readLayout(file: string): PageLayout {
  const source = readXml(readSourceFile(file), 'Layout', Layout);
  return {
    name: decodeURIComponent(basename(file).replace('.layout-meta.xml', '')),
    sections: source.layoutSections.map(({ label, layoutColumns, ...headings }) => ({
      heading: label,
      ...headings,
      columns: layoutColumns.map(({ layoutItems }) =>
        layoutItems.map(({ field = null, behavior }) => ({ field, behavior })),
      ),
    })),
    relatedLists: source.relatedLists.flatMap(({ relatedList, fields, sortField, sortOrder }) => {
      const [object, field] = relatedList.split('.');
      const sort = sortField ? { column: sortField, ascending: sortOrder === 'Asc' } : null;
      return object && field ? [{ object, field, columns: fields, sort }] : [];
    }),
  };
}

const stamps = ['CreatedById', 'LastModifiedById'];
const unseen = ['Id', 'IsDeleted', 'SystemModstamp', 'CreatedDate', 'LastModifiedDate', ...stamps];

function everyField(object: ObjectMetadata): PageLayout {
  const items = [...object.fields.values()]
    .filter(({ name, type }) => !unseen.includes(name) && type !== 'base64')
    .map(({ name, required, createable, updateable }): LayoutItem => {
      const editable = createable || updateable;
      return { field: name, behavior: required ? 'Required' : editable ? 'Edit' : 'Readonly' };
    });
  const half = Math.ceil(items.length / 2);
  const shown = { detailHeading: true, editHeading: true };
  const system = stamps.filter((name) => object.fields.has(name.toLowerCase()));
  return {
    name: `${object.name}-${object.label} Layout`,
    sections: [
      { heading: 'Information', ...shown, columns: [items.slice(0, half), items.slice(half)] },
      ...(system.length > 0
        ? [
            {
              heading: 'System Information',
              ...shown,
              columns: system.map((field): LayoutItem[] => [{ field, behavior: 'Readonly' }]),
            },
          ]
        : []),
    ],
    relatedLists: [],
  };
}
