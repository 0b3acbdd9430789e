/** Which fields a record page shows in which sections, and which related lists. */
import { sourceLayout } from '../../metadata/layouts.ts';
import type { ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';

export interface LayoutMetadata {
  sections: { label: string; columns: string[][] }[];
  /** Field names as layouts and list views write them, e.g. `NAME`. */
  relatedLists: { object: string; field: string; columns: string[] }[];
}

/** The layout of the source, or all fields in one section and no related lists. */
export function shownLayout(metadata: OrgMetadata, object: ObjectMetadata): LayoutMetadata {
  const layout = sourceLayout(metadata, object.name);
  if (!layout) return plainLayout(object);
  return {
    sections: layout.sections.map(({ heading, columns }) => ({
      label: heading,
      columns: columns.map((items) => items.flatMap(({ field }) => field ?? [])),
    })),
    relatedLists: layout.relatedLists,
  };
}

function plainLayout(object: ObjectMetadata): LayoutMetadata {
  const names = [...object.fields.values()].filter(({ type }) => type !== 'id').map(({ name }) => name);
  const half = Math.ceil(names.length / 2);
  return { sections: [{ label: '', columns: [names.slice(0, half), names.slice(half)] }], relatedLists: [] };
}
