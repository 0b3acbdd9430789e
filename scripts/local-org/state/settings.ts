/** Named values of the org that outlive the process: its id, its pod, its signing secret. */
import type { Sql } from './database.ts';
import type { OrgSettings } from './engine.ts';

/** The value of a setting, made by `create` and kept the first time it is asked for. */
export async function setting(sql: Sql, name: string, create: () => string): Promise<string> {
  const [row] = await sql.query<{ value: string }>('SELECT value FROM org_setting WHERE name = $1', [name]);
  if (row) return row.value;
  const value = create();
  await sql.query('INSERT INTO org_setting VALUES ($1, $2)', [name, value]);
  return value;
}

/** What people change in Setup and has no object of its own, beside the values above. */
export function settingsIn(sql: Sql): OrgSettings {
  return {
    get: async (name) => {
      const [row] = await sql.query<{ value: string }>('SELECT value FROM org_setting WHERE name = $1', [
        `setup.${name}`,
      ]);
      return row?.value;
    },
    set: async (name, value) => {
      const key = `setup.${name}`;
      if (value === null) await sql.query('DELETE FROM org_setting WHERE name = $1', [key]);
      else
        await sql.query(
          'INSERT INTO org_setting VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
          [key, value],
        );
    },
  };
}
