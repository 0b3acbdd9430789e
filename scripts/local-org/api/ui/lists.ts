/** List views: what they are, and the records that they show to a user. */
import { notFound, notImplemented } from '../../errors.ts';
import { fieldOfColumn } from '../../faces/lightning/columns.ts';
import { whereOf } from '../../faces/lightning/list-view.ts';
import { findObject } from '../../metadata/model.ts';
import type { FieldMetadata, ListViewMetadata, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { nameFieldOf } from './fields.ts';
import { metadataId } from './ids.ts';
import { pageOfRecords, type PageRequest } from './pages.ts';
import { eTag } from './records.ts';

export interface ListView {
  object: ObjectMetadata;
  view: ListViewMetadata;
}

/** A list view by its name. @throws OrgError NOT_FOUND */
export function listViewByName(object: ObjectMetadata, name: string): ListView {
  const view = object.listViews.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (!view) throw notFound();
  return { object, view };
}

/** A list view by its id. @throws OrgError NOT_FOUND */
export function listViewById(metadata: OrgMetadata, user: UserContext, id: string): ListView {
  for (const object of metadata.objects.values()) {
    if (!user.object(object.name).read) continue;
    const view = object.listViews.find((item) => idOf(object, item).startsWith(id.slice(0, 15)));
    if (view && id.length >= 15) return { object, view };
  }
  throw notFound();
}

function idOf(object: ObjectMetadata, view: ListViewMetadata): string {
  return metadataId('00B', `${object.name}.${view.name}`);
}

/** A column as the UI API names it: lookups are shown by the name of their record. */
export interface ListColumn {
  fieldApiName: string;
  label: string;
  /** Path of the id to which the column's value leads; null where it leads nowhere. */
  lookupId: string | null;
  sortable: boolean;
}

/** The columns of a list that the user may read, in order. */
export function listColumns(
  metadata: OrgMetadata,
  user: UserContext,
  object: ObjectMetadata,
  columns: readonly string[],
): ListColumn[] {
  return columns.flatMap((column) => {
    const field = fieldOfColumn(object, column);
    if (!field || !user.field(object.name, field.name).read) return [];
    return listColumn(metadata, user, field, column);
  });
}

function listColumn(
  metadata: OrgMetadata,
  user: UserContext,
  field: FieldMetadata,
  column: string,
): ListColumn {
  const { name, label, sortable, relationshipName, referenceTo } = field;
  if (field.nameField) return { fieldApiName: name, label, lookupId: 'Id', sortable };
  const target = referenceTo.length === 1 ? findObject(metadata, referenceTo[0] ?? '') : undefined;
  const shown = target && (/\.ALIAS$/.test(column) ? 'Alias' : nameFieldOf(target)?.name);
  if (!relationshipName || !target || !shown || !user.object(target.name).read) {
    return { fieldApiName: name, label, lookupId: null, sortable };
  }
  return {
    fieldApiName: `${relationshipName}.${shown}`,
    label: field.custom ? label : label.replace(/ ID$/, shown === 'Alias' ? ' Alias' : ''),
    lookupId: `${relationshipName}.Id`,
    sortable,
  };
}

/** What a column needs of a record. */
export function pathsOf({ fieldApiName, lookupId }: ListColumn): string[] {
  return lookupId ? [fieldApiName, lookupId] : [fieldApiName];
}

/** What a list view is. */
export function listInfo(metadata: OrgMetadata, user: UserContext, { object, view }: ListView) {
  const displayColumns = listColumns(metadata, user, object, view.columns);
  const content = {
    ...{ cloneable: false, createable: false, deletable: false },
    displayColumns,
    filterLogicString: view.booleanFilter,
    filteredByInfo: view.filters.map(({ field: name, operation, value }) => {
      const field = fieldOfColumn(object, name);
      const labels = value.split(',').map((part) => part.trim());
      return {
        fieldApiName: field?.name ?? name,
        label: field?.label ?? name,
        operandLabels: labels.map(
          (part) => field?.picklistValues.find((item) => item.value === part)?.label ?? part,
        ),
        operator: operation.charAt(0).toUpperCase() + operation.slice(1),
      };
    }),
    label: view.label,
    listReference: {
      id: idOf(object, view),
      listViewApiName: view.name,
      objectApiName: object.name,
      type: 'listView',
    },
    orderedByInfo: defaultOrder(object).map(({ name, label }) => ({
      fieldApiName: name,
      isAscending: true,
      label,
    })),
    updateable: false,
    userPreferences: preferences(displayColumns),
    visibility: 'Public',
    visibilityEditable: false,
  };
  return { ...content, eTag: eTag(content) };
}

/** Nobody's widths are kept. */
export function preferences(columns: readonly ListColumn[]) {
  const all = <T>(value: T) => Object.fromEntries(columns.map(({ fieldApiName }) => [fieldApiName, value]));
  return { columnWidths: all(-1), columnWrap: all(false) };
}

function defaultOrder(object: ObjectMetadata): FieldMetadata[] {
  const name = nameFieldOf(object);
  return name?.sortable ? [name] : [];
}

/** A page of the records of a list view. */
export async function listRecords(org: Engine, user: UserContext, list: ListView, page: PageRequest) {
  const { object, view } = list;
  const info = listInfo(org.metadata, user, list);
  const records = await pageOfRecords(org, user, object, page, {
    columns: info.displayColumns.flatMap(pathsOf),
    where: conditionOf(object, view, user.userId),
    order: info.orderedByInfo.map(({ fieldApiName }) => fieldApiName),
  });
  return { ...records, listInfoETag: info.eTag, listReference: info.listReference };
}

function conditionOf(object: ObjectMetadata, view: ListViewMetadata, userId: string): string | undefined {
  try {
    return whereOf(object, view, userId).replace(/^WHERE /, '') || undefined;
  } catch (error) {
    // What the view says is beyond what lists can say here: named, not guessed.
    throw notImplemented(
      `the list view ${object.name}.${view.name}: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

/** The list views of an object: `list-ui/:object`. */
export function listSummaries(object: ObjectMetadata, url: string) {
  const lists = object.listViews.map((view) => ({
    apiName: view.name,
    id: idOf(object, view),
    label: view.label,
    listUiUrl: `${url}/${view.name}`,
  }));
  return { lists, eTag: eTag(lists) };
}
