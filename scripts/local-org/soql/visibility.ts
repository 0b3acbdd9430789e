/**
 * Which rows of an object a user may see, change or do everything with, as an SQL condition: org-wide default, owner,
 * role hierarchy, shares, the master of a detail, View All and Modify All. Every face asks here, reading or writing.
 */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import type { UserContext } from '../state/engine.ts';
import { quoted, tableOf } from '../state/schema.ts';
import type { QueryContext } from './scope.ts';

/** What a user may do with a record; `All` = delete, transfer and share it too. Each includes those before it. */
export type AccessLevel = 'Read' | 'Edit' | 'All';

/** A condition over the table `alias`, or null when the user may see every row. */
export function visibleRows(context: QueryContext, object: ObjectMetadata, alias: string): string | null {
  return rowsAt(context, object, alias, 'Read');
}

/** A condition over the table `alias` for the rows on which the user has `level`; null when that is every row. */
export function rowsAt(
  context: QueryContext,
  object: ObjectMetadata,
  alias: string,
  level: AccessLevel,
): string | null {
  const { user } = context;
  if (isOpen(user, object, level)) return null;
  if (object.ownRowsField) return `${alias}.${quoted(object.ownRowsField)} = ${literal(user.userId)}`;
  if (object.sharesOf !== undefined) return sharesOfVisible(context, object.sharesOf, alias, level);
  switch (object.name) {
    case 'User':
      return `${alias}.id = ANY (${list([user.userId, ...user.reach.subordinates])})`;
    case 'ContentVersion':
      return fileRows(context, `${alias}.contentdocumentid`, `${alias}.ownerid`, level);
    case 'ContentDocument':
      return fileRows(context, `${alias}.id`, `${alias}.ownerid`, level);
    case 'ContentDocumentLink':
      return fileVisible(context, `${alias}.contentdocumentid`, null);
    default:
      if (object.sharingModel === 'ControlledByParent') return detailRows(context, object, alias, level);
      // Without an owner there is nothing to share by: the permissions on the object decide.
      return object.fields.has('ownerid') ? ownedOrShared(context, object, alias, level) : null;
  }
}

/** True when no row of the object is closed to the user at this level. */
function isOpen(user: UserContext, object: ObjectMetadata, level: AccessLevel): boolean {
  if (object.ownRowsField) return object.readPermissions.some((name) => user.systemPermissions.has(name));
  const { viewAll, modifyAll } = user.object(object.name);
  if (modifyAll || (level === 'Read' && viewAll)) return true;
  const { sharingModel } = object;
  if (level === 'All') return false;
  return sharingModel === 'ReadWrite' || (level === 'Read' && sharingModel === 'Read');
}

/** Ids are made by the org from letters and digits, so they may stand in the text of a statement. */
function literal(id: string): string {
  return `'${id.replace(/[^0-9A-Za-z]/g, '')}'`;
}

/** Constant lists let the planner use the index, and a hash where it reads the whole table. */
function list(ids: readonly string[]): string {
  return `'{${ids.map((id) => id.replace(/[^0-9A-Za-z]/g, '')).join(',')}}'::text[]`;
}

/** What one owns, what one's subordinates own, and what is shared with either. */
function ownedOrShared(
  context: QueryContext,
  object: ObjectMetadata,
  alias: string,
  level: AccessLevel,
): string {
  const { userId, reach } = context.user;
  const owners = object.usesHierarchy ? [userId, ...reach.subordinates] : [userId];
  const own = `${alias}.ownerid = ANY (${list(owners)})`;
  const share = level === 'All' ? undefined : shareOf(context, object);
  if (!share) return own;
  const targets = object.usesHierarchy ? [...reach.principals, ...reach.inherited] : reach.principals;
  const enough = level === 'Edit' ? ` AND accesslevel IN ('Edit', 'All')` : '';
  // As an array the shared ids are read once and looked up by index; as an IN the whole table would be read.
  return (
    `(${own} OR ${alias}.id = ANY (ARRAY(SELECT parentid FROM ${tableOf(share)}` +
    ` WHERE userorgroupid = ANY (${list(targets)})${enough})))`
  );
}

function shareOf(context: QueryContext, { name }: ObjectMetadata): ObjectMetadata | undefined {
  return context.metadata.objects.get(name.replace(/__c$/, '__Share').toLowerCase());
}

/** The fields of a detail that lead to its masters. */
export function masterFields(object: ObjectMetadata): FieldMetadata[] {
  if (object.sharingModel !== 'ControlledByParent') return [];
  return [...object.fields.values()].filter((field) => field.deleteConstraint === 'Cascade');
}

/** What a user needs on a master to have `level` on its detail. */
export function neededOfMaster(field: FieldMetadata, level: AccessLevel): AccessLevel {
  return level === 'Read' || field.writeRequiresMasterRead ? 'Read' : 'Edit';
}

/** A detail is open as far as all its masters are. */
function detailRows(
  context: QueryContext,
  object: ObjectMetadata,
  alias: string,
  level: AccessLevel,
): string | null {
  const masters = masterFields(object);
  if (masters.length === 0) return 'false';
  const conditions = masters.flatMap((field) => {
    const master = context.metadata.objects.get((field.referenceTo[0] ?? '').toLowerCase());
    if (!master) return ['false'];
    return recordAt(context, master, `${alias}.${quoted(field.name)}`, neededOfMaster(field, level)) ?? [];
  });
  return conditions.length > 0 ? `(${conditions.join(' AND ')})` : null;
}

/** A condition for the record of `object` whose id is `id`; null when every record is open. */
function recordAt(
  context: QueryContext,
  object: ObjectMetadata,
  id: string,
  level: AccessLevel,
): string | null {
  const inner = context.alias();
  const rows = rowsAt(context, object, inner, level);
  return rows && `EXISTS (SELECT 1 FROM ${tableOf(object)} ${inner} WHERE ${inner}.id = ${id} AND ${rows})`;
}

/** Shares are seen with the record, and changed by who may do everything with it. */
function sharesOfVisible(
  context: QueryContext,
  shared: string,
  alias: string,
  level: AccessLevel,
): string | null {
  const object = context.metadata.objects.get(shared.toLowerCase());
  if (!object) return 'false';
  return recordAt(context, object, `${alias}.parentid`, level === 'Read' ? 'Read' : 'All');
}

/** A file is changed by its owner alone. */
function fileRows(context: QueryContext, documentId: string, ownerId: string, level: AccessLevel): string {
  if (level !== 'Read') return `${ownerId} = ${literal(context.user.userId)}`;
  return fileVisible(context, documentId, ownerId);
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
  const visible = recordAt(context, object, `${link}.linkedentityid`, 'Read');
  return visible ? `(${isOfObject} AND ${visible})` : isOfObject;
}
