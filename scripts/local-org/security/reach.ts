/** Whose records reach a user beside his own: through groups, and from the users below him in the role hierarchy. */
import type { Sql } from '../state/database.ts';

/** Ids (18) of users and groups. */
export interface SharingReach {
  /** The user himself and every group that he belongs to: a share with one of them is a share with him. */
  principals: readonly string[];
  /** Users whose role lies below his: he has what they own. */
  subordinates: readonly string[];
  /** The subordinates, and the groups of theirs that let superiors in: he has what is shared with them. */
  inherited: readonly string[];
}

/** Nobody but oneself. */
export const NO_REACH: SharingReach = { principals: [], subordinates: [], inherited: [] };

/** Reads the reach of a user as roles and groups stand now. */
export async function readReach(sql: Sql, userId: string): Promise<SharingReach> {
  const subordinates = await usersBelow(sql, userId);
  const groups = await groupsOf(sql, [userId]);
  const theirs = subordinates.length > 0 ? await groupsOf(sql, subordinates) : [];
  return {
    principals: [userId, ...groups.map(({ id }) => id)],
    subordinates,
    inherited: [...subordinates, ...theirs.filter(({ bosses }) => bosses).map(({ id }) => id)],
  };
}

async function usersBelow(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `WITH RECURSIVE below (id) AS (
       SELECT r.id FROM userrole r JOIN "user" u ON u.userroleid = r.parentroleid WHERE u.id = $1
       UNION SELECT r.id FROM userrole r JOIN below b ON r.parentroleid = b.id)
     SELECT u.id FROM "user" u JOIN below b ON u.userroleid = b.id ORDER BY u.id`,
    [userId],
  );
  return rows.map(({ id }) => id);
}

/** Groups that have one of `users` as a member: by name, by role, as everybody, or through another group. */
async function groupsOf(sql: Sql, users: readonly string[]): Promise<{ id: string; bosses: boolean }[]> {
  return sql.query<{ id: string; bosses: boolean }>(
    `WITH RECURSIVE held (id) AS (
       SELECT DISTINCT userroleid FROM "user" WHERE id = ANY ($1::text[]) AND userroleid IS NOT NULL),
     above (id) AS (
       SELECT id FROM held
       UNION SELECT r.parentroleid FROM userrole r JOIN above a ON r.id = a.id WHERE r.parentroleid IS NOT NULL),
     member (id) AS (
       SELECT groupid FROM groupmember WHERE userorgroupid = ANY ($1::text[])
       UNION SELECT g.id FROM "group" g WHERE g.type = 'Organization'
       UNION SELECT g.id FROM "group" g JOIN held h ON g.relatedid = h.id WHERE g.type = 'Role'
       UNION SELECT g.id FROM "group" g JOIN above a ON g.relatedid = a.id WHERE g.type = 'RoleAndSubordinates'
       UNION SELECT m.groupid FROM groupmember m JOIN member i ON m.userorgroupid = i.id)
     SELECT g.id, g.doesincludebosses AS bosses FROM "group" g JOIN member m ON m.id = g.id ORDER BY g.id`,
    [users],
  );
}
