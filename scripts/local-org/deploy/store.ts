/**
 * The components of the org: those of the source tree at the bottom, what was deployed over them. The latter lie in
 * the org's database, deletions too, so that they are there again after a restart.
 */
import { z } from 'zod';
import { asBytes, asText, fileNameOf, keyOf } from './component.ts';
import type { Component, Components } from './component.ts';
import { to18 } from '../state/ids.ts';
import type { IdSource } from '../state/ids.ts';
import type { Sql } from '../state/database.ts';

/** Who made and last changed a component, and when (ISO, UTC, by the org's clock). */
export interface Provenance {
  id: string;
  createdAt: string;
  createdBy: string;
  modifiedAt: string;
  modifiedBy: string;
}

/** All components of one moment; never changed, only replaced. */
export interface ComponentSet {
  components: Components;
  /** By `keyOf`; components of the source tree that were never deployed have none. */
  provenance: ReadonlyMap<string, Provenance>;
}

const TABLE = `
CREATE TABLE IF NOT EXISTS org_component (
  type text NOT NULL, full_name text NOT NULL, key text PRIMARY KEY, files text, id text NOT NULL,
  created_at text NOT NULL, created_by text NOT NULL, modified_at text NOT NULL, modified_by text NOT NULL)`;

const Files = z.record(z.string(), z.string());

interface Row {
  type: string;
  fullName: string;
  files: string | null;
  id: string;
  createdAt: string;
  createdBy: string;
  modifiedAt: string;
  modifiedBy: string;
}

/** Lays what was deployed over the components of the source tree; `deployed` counts what there was to lay. */
export async function readComponents(
  sql: Sql,
  base: Components,
): Promise<{ set: ComponentSet; deployed: number }> {
  await sql.query(TABLE);
  const rows = await sql.query<Row>(
    `SELECT type, full_name AS "fullName", files, id, created_at AS "createdAt", created_by AS "createdBy",
       modified_at AS "modifiedAt", modified_by AS "modifiedBy" FROM org_component ORDER BY id`,
  );
  const components = new Map(base);
  const provenance = new Map<string, Provenance>();
  for (const { type, fullName, files, ...rest } of rows) {
    const key = keyOf({ type, fullName });
    if (files === null) components.delete(key);
    else {
      components.set(key, { type, fullName, files: decoded(files) });
      provenance.set(key, rest);
    }
  }
  return { set: { components, provenance }, deployed: rows.length };
}

function decoded(files: string): Map<string, Uint8Array> {
  const entries = Object.entries(Files.parse(JSON.parse(files)));
  return new Map(entries.map(([path, content]) => [path, new Uint8Array(Buffer.from(content, 'base64'))]));
}

function encoded(files: ReadonlyMap<string, Uint8Array>): string {
  return JSON.stringify(
    Object.fromEntries([...files].map(([path, content]) => [path, Buffer.from(content).toString('base64')])),
  );
}

export interface Change {
  component: Component;
  deleted: boolean;
}

export interface Writer {
  userId: string;
  /** ISO, UTC. */
  now: string;
  ids: IdSource;
}

/** Writes changes into the database and gives the set that they make of `before`. */
export async function writeComponents(
  sql: Sql,
  before: ComponentSet,
  changes: readonly Change[],
  writer: Writer,
): Promise<ComponentSet> {
  const components = new Map(before.components);
  const provenance = new Map(before.provenance);
  const entries = await provenanceOf(sql, before, changes, writer);
  for (const { component, deleted } of changes) {
    const key = keyOf(component);
    const entry = entries.get(key);
    if (deleted || !entry) {
      components.delete(key);
      provenance.delete(key);
    } else {
      components.set(key, component);
      provenance.set(key, entry);
    }
  }
  await saveRows(sql, changes, entries);
  return { components, provenance };
}

async function provenanceOf(
  sql: Sql,
  before: ComponentSet,
  changes: readonly Change[],
  { userId, now, ids: source }: Writer,
): Promise<Map<string, Provenance>> {
  const fresh = changes.filter(({ component }) => !before.provenance.has(keyOf(component)));
  // Numbers are drawn at once; the prefix tells the types apart.
  const ids = await source.take(sql, '000', fresh.length);
  const drawn = new Map(
    fresh.map(({ component }, index) => [
      keyOf(component),
      to18(`${prefixOf(component.type)}${(ids[index] ?? '').slice(3, 15)}`),
    ]),
  );
  return new Map(
    changes.map(({ component }) => {
      const key = keyOf(component);
      const known = before.provenance.get(key);
      const born = { id: known?.id ?? drawn.get(key) ?? '', createdAt: known?.createdAt ?? now };
      return [key, { ...born, createdBy: known?.createdBy ?? userId, modifiedAt: now, modifiedBy: userId }];
    }),
  );
}

async function saveRows(
  sql: Sql,
  changes: readonly Change[],
  entries: ReadonlyMap<string, Provenance>,
): Promise<void> {
  const rows = changes.map(({ component, deleted }) => {
    const key = keyOf(component);
    const entry = entries.get(key);
    return [
      ...[component.type, component.fullName, key, deleted ? null : encoded(component.files), entry?.id],
      ...[entry?.createdAt, entry?.createdBy, entry?.modifiedAt, entry?.modifiedBy],
    ];
  });
  const columns = Array.from({ length: 9 }, (_, index) => rows.map((row) => row[index]));
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
  await sql.query(
    `INSERT INTO org_component SELECT * FROM unnest(${arrays})
     ON CONFLICT (key) DO UPDATE SET full_name = EXCLUDED.full_name, files = EXCLUDED.files, id = EXCLUDED.id,
       created_at = EXCLUDED.created_at, created_by = EXCLUDED.created_by, modified_at = EXCLUDED.modified_at,
       modified_by = EXCLUDED.modified_by`,
    columns,
  );
}

const PREFIXES: Readonly<Record<string, string>> = {
  CustomApplication: '02u',
  CustomField: '00N',
  CustomLabel: '101',
  CustomObject: '01I',
  CustomPermission: '0CP',
  CustomTab: '01r',
  FlexiPage: '0M0',
  Layout: '00h',
  LightningComponentBundle: '0Rb',
  ListView: '00B',
  PermissionSet: '0PS',
  PlatformEventChannelMember: '0v8',
  ValidationRule: '03d',
};

/** Types whose ids clients never ask for share one prefix. */
const prefixOf = (type: string): string => PREFIXES[type] ?? '0Nn';

/** Whether two components hold the same. */
export function sameContent(one: Component | undefined, other: Component): boolean {
  if (one?.files.size !== other.files.size) return false;
  return [...other.files].every(([path, content]) => {
    const old = one.files.get(path);
    return old !== undefined && Buffer.compare(Buffer.from(old), Buffer.from(content)) === 0;
  });
}

/** A component with other text, for what has a single file. */
export function withText(component: Component, change: (text: string) => string): Component {
  const path = [...component.files.keys()][0] ?? fileNameOf(component);
  return { ...component, files: new Map([[path, asBytes(change(asText(component.files.get(path))))]]) };
}
