/** What the server tells the page about the org and its user. Both sides read these types. */

export interface TabModel {
  name: string;
  label: string;
  /** Address of the tab's page. */
  address: string;
}

/** An app that the user may open, with the tabs of it that he may see. */
export interface AppModel {
  name: string;
  label: string;
  description: string | null;
  tabs: TabModel[];
}

export interface PlacedComponent {
  /** As in the registry of the bundle, e.g. `c:newPanel`. */
  name: string;
  properties: Record<string, string>;
}

export type RegionWidth = 'full' | 'wide' | 'narrow' | 'half';

export interface PageLayout {
  label: string;
  regions: { name: string; width: RegionWidth; components: PlacedComponent[] }[];
}

export interface RelatedListModel {
  object: string;
  /** Lookup field of `object` that names the parent. */
  field: string;
  label: string;
}

export interface RecordLayout {
  sections: { label: string; columns: string[][] }[];
  relatedLists: RelatedListModel[];
}

export interface ObjectModel {
  label: string;
  pluralLabel: string;
  listViews: { name: string; label: string }[];
  layout: RecordLayout;
}

export interface PageModel {
  /** e.g. `68.0`. */
  apiVersion: string;
  organizationName: string;
  userId: string;
  userName: string;
  isGuest: boolean;
  /** IANA name. */
  timeZone: string;
  /** BCP 47, e.g. `en-US`. */
  locale: string;
  language: string;
  formFactor: 'Large';
  customPermissions: string[];
  userPermissions: string[];
  /** In the order of the source; the first is open at the beginning. */
  apps: AppModel[];
  /** The user may look at Setup. */
  hasSetup: boolean;
  /** Pages by the name of their tab. */
  pages: Record<string, PageLayout>;
  /** Objects the user may read, by API name. */
  objects: Record<string, ObjectModel>;
}

/** One value of a list, ready to be shown. */
export interface Cell {
  kind: 'text' | 'number' | 'datetime' | 'date' | 'boolean' | 'record' | 'email' | 'url';
  text: string;
  /** Record to which a `record` cell leads. */
  recordId?: string;
  /** Object of that record. */
  object?: string;
}

export interface RowsAnswer {
  label: string;
  columns: { field: string; label: string }[];
  rows: { id: string; cells: Cell[] }[];
  /** More rows exist than are shown. */
  isCut: boolean;
}

export interface FilesAnswer {
  files: { documentId: string; name: string; size: number; at: string }[];
}
