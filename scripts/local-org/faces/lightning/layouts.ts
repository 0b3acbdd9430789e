/** Which fields a record page shows in which sections, and which related lists. */
import { pageLayout } from '../../metadata/layouts.ts';
import type { ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';

export interface LayoutMetadata {
  sections: { label: string; columns: string[][] }[];
  /** Field names as layouts and list views write them, e.g. `NAME`. */
  relatedLists: { object: string; field: string; columns: string[] }[];
}

/** The layout of the source; without one all fields but those that only the platform reads, and no related lists. */
export function shownLayout(metadata: OrgMetadata, object: ObjectMetadata): LayoutMetadata {
  const { sections, relatedLists } = pageLayout(metadata, object);
  return {
    sections: sections.map(({ heading, columns }) => ({
      label: heading,
      columns: columns.map((items) => items.flatMap(({ field }) => field ?? [])),
    })),
    relatedLists,
  };
}
