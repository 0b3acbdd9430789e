/** Which rows of an object a user may see, as an SQL condition: org-wide default, ownership, View All. */
import type { ObjectMetadata } from '../metadata/model.ts';
import type { UserContext } from '../state/engine.ts';
import { quoted } from '../state/schema.ts';
import type { QueryContext } from './scope.ts';

/** A condition over the table `alias`, or null when the user may see every row. */
export function visibleRows(context: QueryContext, object: ObjectMetadata, alias: string): string | null {
  const { user } = context;
  if (seesAll(user, object)) return null;
  if (object.ownRowsField) return `${alias}.${quoted(object.ownRowsField)} = ${literal(user.userId)}`;
  switch (object.name) {
    case 'ContentVersion':
      return fileVisible(context, `${alias}.contentdocumentid`, `${alias}.ownerid`);
    case 'ContentDocument':
      return fileVisible(context, `${alias}.id`, `${alias}.ownerid`);
    case 'ContentDocumentLink':
      return fileVisible(context, `${alias}.contentdocumentid`, null);
    default:
      return shared(context, object, alias);
  }
}

/** True when no row of the object is hidden from the user. */
function seesAll(user: UserContext, object: ObjectMetadata): boolean {
  if (object.ownRowsField) return object.readPermissions.some((name) => user.systemPermissions.has(name));
  if (['Read', 'ReadWrite'].includes(object.sharingModel)) return true;
  return user.object(object.name).viewAll;
}

/** Ids are made by the org from letters and digits, so they may stand in the text of a statement. */
function literal(id: string): string {
  return `'${id.replace(/[^0-9A-Za-z]/g, '')}'`;
}

function shared(context: QueryContext, object: ObjectMetadata, alias: string): string {
  if (object.sharingModel !== 'ControlledByParent')
    return `${alias}.ownerid = ${literal(context.user.userId)}`;
  const master = [...object.fields.values()]
    .filter((field) => field.master)
    .sort((left, right) => (left.master?.order ?? 0) - (right.master?.order ?? 0))[0];
  const parent = master && context.metadata.objects.get((master.referenceTo[0] ?? '').toLowerCase());
  if (!master || !parent) return 'false';
  const inner = context.alias();
  const visible = visibleRows(context, parent, inner) ?? 'true';
  return `EXISTS (SELECT 1 FROM ${quoted(parent.name)} ${inner} WHERE ${inner}.id = ${alias}.${quoted(master.name)} AND ${visible})`;
}

/** Who owns a file, or sees a record that it is attached to, sees the file. */
function fileVisible(context: QueryContext, documentId: string, ownerId: string | null): string {
  const user = literal(context.user.userId);
  const link = context.alias();
  const reachable = [...context.metadata.objects.values()]
    .filter((object) => isRecordOfPeople(object) && context.user.object(object.name).read)
    .map((object) => linkedTo(context, object, link));
  const attached = [`${link}.linkedentityid = ${user}`, ...reachable].join(' OR ');
  const byLink = `EXISTS (SELECT 1 FROM contentdocumentlink ${link} WHERE ${link}.contentdocumentid = ${documentId} AND NOT ${link}.isdeleted AND (${attached}))`;
  return ownerId ? `(${ownerId} = ${user} OR ${byLink})` : byLink;
}

/** The objects whose sharing reaches the files attached to their records. */
function isRecordOfPeople(object: ObjectMetadata): boolean {
  return object.kind === 'custom' || object.name === 'Case';
}

function linkedTo(context: QueryContext, object: ObjectMetadata, link: string): string {
  const isOfObject = `left(${link}.linkedentityid, 3) = ${literal(object.keyPrefix)}`;
  const record = context.alias();
  const visible = visibleRows(context, object, record);
  if (!visible) return isOfObject;
  return `(${isOfObject} AND EXISTS (SELECT 1 FROM ${quoted(object.name)} ${record} WHERE ${record}.id = ${link}.linkedentityid AND ${visible}))`;
}
