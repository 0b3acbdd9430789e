/** What a write asks of sharing: the right to change, own, transfer and share records, and the groups of roles. */
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { loadUserContext } from '../security/context.ts';
import { masterFields, neededOfMaster } from '../soql/visibility.ts';
import { tableOf } from '../state/schema.ts';
import { accessibleIds } from './context.ts';
import type { SaveContext } from './context.ts';
import { refuse } from './faults.ts';
import { each, living } from './items.ts';
import type { Item } from './items.ts';
import type { Row } from './rows.ts';
import { insertRecord } from './save.ts';

const CROSS_REFERENCE = 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY';

/** Details are written by who may write their masters; others are refused. */
export async function checkMasters(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
  given: (item: Item) => Row,
): Promise<void> {
  for (const field of masterFields(object)) {
    const master = findObject(context.metadata, field.referenceTo[0] ?? '');
    const masterOf = (item: Item) => given(item)[field.name];
    const ids = living(items)
      .map(masterOf)
      .filter((id) => typeof id === 'string');
    if (!master || ids.length === 0) continue;
    const level = neededOfMaster(field, 'Edit');
    const open = await accessibleIds(context, master, [...new Set(ids)], level);
    await each(items, (item) => {
      const id = masterOf(item);
      if (typeof id !== 'string' || open.has(id)) return;
      refuse(CROSS_REFERENCE, `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`);
    });
  }
}

/**
 * Checks an owner other than the user himself: an active user who may read the object. On a record that is there
 * (`id`) the user must be allowed to transfer it.
 * @throws RecordFault
 */
export async function checkOwner(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row,
  id?: string,
): Promise<void> {
  const owner = row['OwnerId'];
  if (typeof owner !== 'string' || object.kind === 'standard') return;
  if (id !== undefined) await checkTransfer(context, object, id);
  if (owner === context.user.userId) return;
  const [user] = await context.sql.query<{ active: boolean }>(
    'SELECT isactive AS active FROM "user" WHERE id = $1',
    [owner],
  );
  if (!user?.active) {
    refuse(
      'INACTIVE_OWNER_OR_USER',
      `operation performed with inactive user [${owner.slice(0, 15)}] as owner of ${object.name}`,
    );
  }
  if ((await loadUserContext(context.sql, context.metadata, owner)).object(object.name).read) return;
  refuse(
    'TRANSFER_REQUIRES_READ',
    'You cannot assign the record to the specified User because the user does not have read permission.',
  );
}

async function checkTransfer(context: SaveContext, object: ObjectMetadata, id: string): Promise<void> {
  if (context.user.systemPermissions.has('TransferAnyEntity')) return;
  if ((await accessibleIds(context, object, [id], 'All')).has(id)) return;
  refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
}

/** A new owner begins without the shares that his predecessor made. */
export async function dropShares(context: SaveContext, object: ObjectMetadata, row: Row): Promise<void> {
  const share = findObject(context.metadata, object.name.replace(/__c$/, '__Share'));
  if (share?.sharesOf !== object.name) return;
  await context.sql.query(`DELETE FROM ${tableOf(share)} WHERE parentid = $1`, [row['Id']]);
}

/** @throws RecordFault unless the user may share the record, by hand, and beyond what all have anyway. */
export async function checkShare(context: SaveContext, object: ObjectMetadata, row: Row): Promise<void> {
  const shared = object.sharesOf && findObject(context.metadata, object.sharesOf);
  if (!shared) return;
  const parent = String(row['ParentId']);
  if (!(await accessibleIds(context, shared, [parent], 'All')).has(parent)) {
    refuse(CROSS_REFERENCE, `insufficient access rights on cross-reference id: ${parent.slice(0, 15)}`);
  }
  const level = row['AccessLevel'];
  if (level === 'All') refuse('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'Access Level: bad value for restricted picklist field: All', ['AccessLevel']); // prettier-ignore
  if ((row['RowCause'] ?? 'Manual') !== 'Manual') {
    refuse('INVALID_FIELD_FOR_INSERT_UPDATE', 'Only shares of the row cause Manual can be written', [
      'RowCause',
    ]);
  }
  if (level === 'Read' && shared.sharingModel === 'Read') {
    refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      'AccessLevel (trivial share level Read, for organization with default level Read)',
      ['AccessLevel'],
    );
  }
}

/** The share of the same record with the same user or group, which a second insert changes. */
export async function sameShare(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row,
): Promise<string | undefined> {
  if (object.sharesOf === undefined) return undefined;
  row['RowCause'] ??= 'Manual';
  const [same] = await context.sql.query<{ id: string }>(
    `SELECT id FROM ${tableOf(object)} WHERE parentid = $1 AND userorgroupid = $2 AND rowcause = $3`,
    [row['ParentId'], row['UserOrGroupId'], row['RowCause']],
  );
  return same?.id;
}

/** Completes a public group. @throws RecordFault for groups that the platform makes, and for queues. */
export function completeGroup(context: SaveContext, row: Row): Promise<void> {
  row['Type'] ??= 'Regular';
  row['DoesIncludeBosses'] ??= true;
  row['DeveloperName'] ??= String(row['Name']).replaceAll(/\W+/g, '_').slice(0, 80);
  row['OwnerId'] ??= context.user.userId;
  if (!context.system && row['Type'] !== 'Regular') {
    refuse(
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      `The local org makes no groups of type ${String(row['Type'])}`,
      ['Type'],
    );
  }
  return Promise.resolve();
}

/** Each role has two groups as targets of shares: its users, and its users with all below them. */
export async function roleGroups(context: SaveContext, row: Row): Promise<void> {
  const group = findObject(context.metadata, 'Group');
  if (!group) return;
  for (const type of ['Role', 'RoleAndSubordinates']) {
    await insertRecord({ ...context, system: true }, group, {
      Name: row['Name'],
      DeveloperName: row['DeveloperName'] ?? null,
      Type: type,
      RelatedId: row['Id'],
    });
  }
}
