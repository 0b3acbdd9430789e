/** Rows of set-up objects (permission sets, custom metadata, …) that go with a deployment. */
import type { OrgMetadata } from '../metadata/model.ts';
import type { Sql } from '../state/database.ts';
import { quoted } from '../state/schema.ts';
import type { Component } from './component.ts';
import type { Problem } from './results.ts';
import { fileIn } from './changes.ts';
import type { Change } from './store.ts';

/**
 * The metadata whose rows a deployment writes: what it did not bring keeps what administrators made of it meanwhile.
 */
export function touchedMetadata(metadata: OrgMetadata, changes: readonly Change[]): OrgMetadata {
  const brought = (type: string) =>
    new Set(
      changes
        .filter(({ component, deleted }) => component.type === type && !deleted)
        .map(({ component }) => component.fullName.toLowerCase()),
    );
  const sets = brought('PermissionSet');
  const records = brought('CustomMetadata');
  return {
    ...metadata,
    permissionSets: new Map([...metadata.permissionSets].filter(([name]) => sets.has(name))),
    customMetadataRecords: metadata.customMetadataRecords.filter(({ type, developerName }) =>
      records.has(`${type.replace(/__mdt$/, '')}.${developerName}`.toLowerCase()),
    ),
  };
}

/** Removes the rows of deleted components; a permission set that somebody holds stands against it. */
export async function removeRows(sql: Sql, changes: readonly Change[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { component } of changes.filter(({ deleted }) => deleted)) {
    const problem = await removeRowsOf(sql, component);
    if (problem)
      problems.push({
        type: component.type,
        fullName: component.fullName,
        fileName: fileIn(component),
        problem,
      });
  }
  return problems;
}

async function removeRowsOf(sql: Sql, component: Component): Promise<string | undefined> {
  const { type, fullName } = component;
  switch (type) {
    case 'PermissionSet':
      return removePermissionSet(sql, fullName);
    case 'CustomPermission':
      await sql.query(
        `DELETE FROM setupentityaccess WHERE setupentityid IN
           (SELECT id FROM custompermission WHERE lower(developername) = lower($1::text))`,
        [fullName],
      );
      await sql.query('DELETE FROM custompermission WHERE lower(developername) = lower($1::text)', [
        fullName,
      ]);
      return undefined;
    case 'CustomField':
      await sql.query('DELETE FROM fieldpermissions WHERE lower(field) = lower($1::text)', [fullName]);
      return undefined;
    case 'CustomObject':
      await sql.query('DELETE FROM fieldpermissions WHERE lower(sobjecttype) = lower($1::text)', [fullName]);
      await sql.query('DELETE FROM objectpermissions WHERE lower(sobjecttype) = lower($1::text)', [fullName]);
      return undefined;
    case 'CustomMetadata': {
      const [kind = '', record = ''] = fullName.split('.');
      await sql.query(`DELETE FROM ${quoted(`${kind}__mdt`)} WHERE lower(developername) = lower($1::text)`, [
        record,
      ]);
      return undefined;
    }
    default:
      return undefined;
  }
}

async function removePermissionSet(sql: Sql, name: string): Promise<string | undefined> {
  const [set] = await sql.query<{ id: string }>(
    'SELECT id FROM permissionset WHERE lower(name) = lower($1::text)',
    [name],
  );
  if (!set) return undefined;
  const held = await sql.rows('SELECT 1 FROM permissionsetassignment WHERE permissionsetid = $1 LIMIT 1', [
    set.id,
  ]);
  if (held.length > 0) return `The permission set ${name} is assigned to users; remove the assignments first`;
  for (const table of ['objectpermissions', 'fieldpermissions', 'setupentityaccess'])
    await sql.query(`DELETE FROM ${table} WHERE parentid = $1`, [set.id]);
  await sql.query('DELETE FROM permissionset WHERE id = $1', [set.id]);
  return undefined;
}
