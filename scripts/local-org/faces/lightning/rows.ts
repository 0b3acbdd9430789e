/** Rows of list views, related lists and files, read as the user through the engine. */
import { notFound } from '../../errors.ts';
import { findField, findObject, type ListViewMetadata, type ObjectMetadata } from '../../metadata/model.ts';
import type { Engine, SRecord, UserContext } from '../../state/engine.ts';
import { cellOf, columnsOf, nameField, type Column } from './columns.ts';
import { shownLayout } from './layouts.ts';
import { quoted, whereOf } from './list-view.ts';
import type { FilesAnswer, RowsAnswer } from './model.ts';

/** Enough for a person to look through; a list that is longer says so. */
const MOST_ROWS = 200;
const MOST_RELATED = 25;

/**
 * The rows of a list view; without a name the object's first, without any a list of all records.
 * @throws OrgError 404 when the user has no such object or list view.
 */
export async function listRows(
  org: Engine,
  user: UserContext,
  objectName: string,
  viewName: string | null,
): Promise<RowsAnswer> {
  const object = readable(org, user, objectName);
  const view = viewName
    ? object.listViews.find(({ name }) => name.toLowerCase() === viewName.toLowerCase())
    : (object.listViews[0] ?? everyRecord(object));
  if (!view) throw notFound();
  const columns = columnsOf(org.metadata, user, object, view.columns);
  return rowsOf(org, user, object, {
    label: view.label,
    columns,
    where: whereOf(object, view, user.userId),
    limit: MOST_ROWS,
  });
}

const everyRecord = (object: ObjectMetadata): ListViewMetadata => ({
  name: 'All',
  label: 'All',
  columns: [nameField(object) ?? 'Id', 'CreatedDate', 'LastModifiedDate'],
  filterScope: 'Everything',
  booleanFilter: null,
  filters: [],
});

/**
 * Records of `childName` whose lookup `fieldName` names the parent.
 * @throws OrgError 404 when the user has no such object or field.
 */
export async function relatedRows(
  org: Engine,
  user: UserContext,
  childName: string,
  fieldName: string,
  parentId: string,
): Promise<RowsAnswer> {
  const child = readable(org, user, childName);
  const field = findField(child, fieldName);
  const parent = findObject(org.metadata, field?.referenceTo[0] ?? '');
  if (!field || !parent) throw notFound();
  const columns = shownLayout(org.metadata, parent).relatedLists.find(
    (list) => list.object === child.name && list.field === field.name,
  );
  return rowsOf(org, user, child, {
    label: child.pluralLabel,
    columns: columnsOf(org.metadata, user, child, columns?.columns ?? everyRecord(child).columns),
    where: `WHERE ${field.name} = ${quoted(parentId)}`,
    limit: MOST_RELATED,
  });
}

/** Files attached to a record, newest first. */
export async function filesOf(org: Engine, user: UserContext, recordId: string): Promise<FilesAnswer> {
  const { records } = await org.query(
    user,
    `SELECT ContentDocument.Id, ContentDocument.Title, ContentDocument.FileExtension, ContentDocument.ContentSize,
      ContentDocument.ContentModifiedDate FROM ContentDocumentLink WHERE LinkedEntityId = ${quoted(recordId)}`,
  );
  const files = records.map((record) => {
    const file = record['ContentDocument'] as SRecord;
    const extension = file['FileExtension'] as string | null;
    return {
      documentId: String(file['Id']),
      name: extension ? `${String(file['Title'])}.${extension}` : String(file['Title']),
      size: Number(file['ContentSize'] ?? 0),
      at: String(file['ContentModifiedDate']),
    };
  });
  return { files: files.sort((a, b) => b.at.localeCompare(a.at)) };
}

function readable(org: Engine, user: UserContext, name: string): ObjectMetadata {
  const object = findObject(org.metadata, name);
  if (!object || !user.object(object.name).read) throw notFound();
  return object;
}

interface Listing {
  label: string;
  columns: Column[];
  where: string;
  limit: number;
}

async function rowsOf(
  org: Engine,
  user: UserContext,
  object: ObjectMetadata,
  { label, columns, where, limit }: Listing,
): Promise<RowsAnswer> {
  const selected = [...new Set(['Id', ...columns.flatMap(({ soql }) => soql)])].join(', ');
  const order = findField(object, 'CreatedDate') ? 'ORDER BY CreatedDate DESC, Id DESC' : '';
  const soql = `SELECT ${selected} FROM ${object.name} ${where} ${order} LIMIT ${String(limit + 1)}`;
  const { records } = await org.query(user, soql);
  return {
    label,
    columns: columns.map(({ field, label: heading }) => ({ field: field.name, label: heading })),
    rows: records.slice(0, limit).map((record) => ({
      id: String(record['Id']),
      cells: columns.map((column) => cellOf(column, record, object)),
    })),
    isCut: records.length > limit,
  };
}
