/** Related lists: the children of a record, by the name of the way down. */
import { notFound } from '../../errors.ts';
import { fieldOfColumn } from '../../faces/lightning/columns.ts';
import { pageLayout } from '../../metadata/layouts.ts';
import type { RelatedListLayout } from '../../metadata/layouts.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import { childRelationships } from '../../metadata/relationships.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { nameFieldOf } from './fields.ts';
import { listColumns, pathsOf, preferences } from './lists.ts';
import { pageOfRecords, type PageRequest } from './pages.ts';
import { eTag } from './records.ts';
import { themeOf } from './theme.ts';

interface RelatedList {
  parent: ObjectMetadata;
  child: ObjectMetadata;
  /** The child's lookup to the parent. */
  field: FieldMetadata;
  /** Name of the way down, e.g. `Parcels__r`. */
  name: string;
  /** What the parent's layout says of it. */
  layout: RelatedListLayout | undefined;
}

const mostCounted = 1_999;

function relatedLists(metadata: OrgMetadata, user: UserContext, parent: ObjectMetadata): RelatedList[] {
  const { relatedLists: placed } = pageLayout(metadata, parent);
  return childRelationships(metadata, parent).flatMap(({ child, field, name }) => {
    if (!name || !child.uiApi || !user.field(child.name, field.name).read) return [];
    const layout = placed.find((item) => item.object === child.name && item.field === field.name);
    return { parent, child, field, name, layout };
  });
}

/** @throws OrgError NOT_FOUND when the object has no such way down, or the user may not go it */
export function relatedList(
  metadata: OrgMetadata,
  user: UserContext,
  parent: ObjectMetadata,
  name: string,
): RelatedList {
  const found = relatedLists(metadata, user, parent).find(
    (list) => list.name.toLowerCase() === name.toLowerCase(),
  );
  if (!found) throw notFound();
  return found;
}

function referenceOf({ parent, name }: RelatedList, recordId: string | null) {
  return {
    id: null,
    inContextOfRecordId: recordId,
    listViewApiName: null,
    objectApiName: null,
    parentObjectApiName: parent.name,
    recordTypeId: null,
    relatedListId: name,
    type: 'relatedList',
  };
}

/** The related lists on an object's layout. */
export function relatedListSummaries(
  metadata: OrgMetadata,
  user: UserContext,
  parent: ObjectMetadata,
  url: string,
) {
  const content = {
    parentObjectApiName: parent.name,
    parentRecordTypeId: null,
    relatedLists: relatedLists(metadata, user, parent)
      .filter(({ layout }) => layout !== undefined)
      .map(({ child, field, name }) => ({
        entityLabel: child.label,
        entityPluralLabel: child.pluralLabel,
        fieldApiName: field.name,
        keyPrefix: child.keyPrefix,
        label: child.pluralLabel,
        objectApiName: child.name,
        parentFieldApiName: field.name,
        relatedListId: name,
        relatedListInfoUrl: `${url}/${name}`,
        themeInfo: themeOf(metadata, child),
      })),
  };
  return { ...content, eTag: eTag(content) };
}

/** What a related list shows. */
export function relatedListInfo(metadata: OrgMetadata, user: UserContext, list: RelatedList) {
  const { child, layout } = list;
  const name = nameFieldOf(child)?.name ?? 'Id';
  const displayColumns = listColumns(metadata, user, child, layout?.columns ?? [name]);
  const sorted = layout?.sort ? fieldOfColumn(child, layout.sort.column) : undefined;
  const content = {
    ...{ cloneable: false, createable: false, deletable: false },
    displayColumns,
    fieldApiName: list.field.name,
    filterLogicString: '',
    filteredByInfo: [],
    label: child.pluralLabel,
    listReference: referenceOf(list, null),
    objectApiNames: [child.name],
    orderedByInfo: sorted
      ? [{ fieldApiName: sorted.name, isAscending: layout?.sort?.ascending ?? true, label: sorted.label }]
      : [],
    updateable: false,
    userPreferences: preferences(displayColumns),
    visibility: 'Public',
    visibilityEditable: false,
  };
  return { ...content, eTag: eTag(content) };
}

/** A page of the children of a record. */
export async function relatedRecords(
  org: Engine,
  user: UserContext,
  list: RelatedList,
  recordId: string,
  page: PageRequest,
) {
  await parentIsThere(org, user, list, recordId);
  const info = relatedListInfo(org.metadata, user, list);
  const named = page.fields.length + page.optionalFields.length > 0;
  const records = await pageOfRecords(org, user, list.child, page, {
    columns: named ? [] : info.displayColumns.flatMap(pathsOf),
    where: `${list.field.name} = '${recordId}'`,
    order: info.orderedByInfo.map(
      ({ fieldApiName, isAscending }) => `${isAscending ? '' : '-'}${fieldApiName}`,
    ),
  });
  return { ...records, listInfoETag: info.eTag, listReference: referenceOf(list, recordId) };
}

/** How many children a record has; beyond a bound only that there are more. */
export async function relatedCount(org: Engine, user: UserContext, list: RelatedList, recordId: string) {
  await parentIsThere(org, user, list, recordId);
  const soql = `SELECT COUNT() FROM ${list.child.name} WHERE ${list.field.name} = '${recordId}' LIMIT ${mostCounted + 1}`;
  const { totalSize } = await org.query(user, soql);
  const content = {
    count: Math.min(totalSize, mostCounted),
    hasMore: totalSize > mostCounted,
    listReference: referenceOf(list, recordId),
  };
  return { ...content, eTag: eTag(content) };
}

async function parentIsThere(
  org: Engine,
  user: UserContext,
  { parent }: RelatedList,
  id: string,
): Promise<void> {
  const { records } = await org.query(user, `SELECT Id FROM ${parent.name} WHERE Id = '${id}'`);
  if (records.length === 0) throw notFound();
}
