/** Numbered, forward-only SQL files, each in one transaction; its row is inserted first, so that two starts at once meet on it. */
import fs from 'node:fs';
import type { Database } from './database.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
const NAME = /^\d{6}-[a-z0-9-]+\.sql$/;
/** Any fixed number: it keeps companions that start together apart while one of them migrates. */
const LOCK = 4_275_186_301;

/** File names in the order in which they run. */
export function migrationNames(): string[] {
  return fs
    .readdirSync(FOLDER)
    .filter((name) => NAME.test(name))
    .sort();
}

/** Brings the schema up to date and returns the names that were run now. */
export async function migrate(database: Database): Promise<string[]> {
  await database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await transaction.query(
      'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
  });
  const applied: string[] = [];
  for (const name of migrationNames()) {
    if (await apply(database, name)) applied.push(name);
  }
  return applied;
}

function apply(database: Database, name: string): Promise<boolean> {
  return database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const { rowCount } = await transaction.query(
      'INSERT INTO migration (name) VALUES ($1) ON CONFLICT DO NOTHING',
      [name],
    );
    if (rowCount === 0) return false;
    await transaction.query(fs.readFileSync(new URL(name, FOLDER), 'utf8'));
    return true;
  });
}
