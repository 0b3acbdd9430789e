/**
 * Rows of the Setup Audit Trail for what an administrator does to users over the API. The actions and the section are
 * those of public references; UNVERIFIED: the wording of Display, which is why all of it stands here.
 */
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { quoted } from '../state/schema.ts';
import type { SaveContext } from './context.ts';
import type { Row } from './rows.ts';
import { insertRecord } from './save.ts';

interface Entry {
  action: string;
  display: string;
}

/** Notes a change that an administrator made; what the platform writes by itself leaves no row. `prior` is null on insert, `row` after a deletion. */
export async function noteChange(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row | null,
  prior: Row | null,
): Promise<void> {
  if (context.system) return;
  const entry = await entryOf(context, object, row, prior);
  const trail = findObject(context.metadata, 'SetupAuditTrail');
  if (!entry || !trail) return;
  await insertRecord({ ...context, system: true }, trail, {
    Action: entry.action,
    Section: 'Manage Users',
    Display: entry.display.slice(0, 1000),
    CreatedById: context.user.userId,
    DelegateUser: context.user.delegate ?? null,
    CreatedDate: context.now.toString(),
  });
}

async function entryOf(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row | null,
  prior: Row | null,
): Promise<Entry | null> {
  const named = row ?? prior ?? {};
  switch (object.name) {
    case 'User': {
      if (row && !prior) return { action: 'createduser', display: `Created new user ${String(row['Name'])}` };
      const left = prior?.['IsActive'] === true && row?.['IsActive'] === false;
      return left
        ? { action: 'deactivateduser', display: `Deactivated user ${String(named['Name'])}` }
        : null;
    }
    case 'UserLogin': {
      if (!row || row['IsFrozen'] === prior?.['IsFrozen']) return null;
      const name = await nameOf(context, 'user', row['UserId']);
      return row['IsFrozen'] === true
        ? { action: 'frozeuser', display: `Froze user ${name}` }
        : { action: 'unfrozeuser', display: `Unfroze user ${name}` };
    }
    case 'PermissionSetAssignment': {
      const set = await nameOf(context, 'permissionset', named['PermissionSetId']);
      const user = await nameOf(context, 'user', named['AssigneeId']);
      return row
        ? { action: 'PermSetAssign', display: `Permission set ${set}: assigned to user ${user}` }
        : { action: 'PermSetUnassign', display: `Permission set ${set}: unassigned from user ${user}` };
    }
    default:
      return null;
  }
}

async function nameOf(context: SaveContext, table: 'user' | 'permissionset', id: unknown): Promise<string> {
  const [row] = await context.sql.query<{ name: string }>(`SELECT name FROM ${quoted(table)} WHERE id = $1`, [
    id,
  ]);
  return row?.name ?? '';
}
