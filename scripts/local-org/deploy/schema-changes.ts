/** What a deployment does to the tables: new ones and columns, deleted ones, and fields that become something else. */
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import type { Sql } from '../state/database.ts';
import { applySchema, columnType, markDeleted, quoted, reindex, storedFields } from '../state/schema.ts';
import type { Problem } from './results.ts';
import { goneFrom } from './validate.ts';

interface Pair {
  object: ObjectMetadata;
  before: FieldMetadata;
  after: FieldMetadata;
}

/** Brings the tables from one metadata to another; what data stand against is told, and then nothing may be kept. */
export async function changeSchema(sql: Sql, before: OrgMetadata, after: OrgMetadata): Promise<Problem[]> {
  const pairs = pairsOf(before, after);
  const retyped = pairs.filter((pair) => columnType(pair.before) !== columnType(pair.after));
  const problems: Problem[] = [];
  for (const pair of retyped)
    if (await hasData(sql, pair)) problems.push(problem(pair, 'Cannot change type due to existing data'));
  if (problems.length > 0) return problems;
  await markDeleted(sql, [
    ...goneFrom(before, after),
    ...retyped.map(({ object, after: field }) => ({ object: object.name, field: field.name })),
  ]);
  await applySchema(sql, after);
  for (const pair of pairs.filter((item) => !retyped.includes(item) && isIndexedOtherwise(item))) {
    const duplicate = pair.after.unique && (await hasDuplicates(sql, pair));
    if (duplicate)
      problems.push(
        problem(pair, 'Cannot make the field unique due to duplicate values in existing records'),
      );
    else await reindex(sql, pair.object, pair.after);
  }
  return problems;
}

function pairsOf(before: OrgMetadata, after: OrgMetadata): Pair[] {
  return [...after.objects.values()].flatMap((object) => {
    const old = before.objects.get(object.name.toLowerCase());
    return storedFields(object).flatMap((field) => {
      const was = old?.fields.get(field.name.toLowerCase());
      return was && was.formula === undefined ? [{ object, before: was, after: field }] : [];
    });
  });
}

function isIndexedOtherwise({ before, after }: Pair): boolean {
  return (
    before.unique !== after.unique ||
    before.externalId !== after.externalId ||
    before.caseSensitive !== after.caseSensitive
  );
}

function problem({ object, after }: Pair, text: string): Problem {
  const fullName = `${object.name}.${after.name}`;
  return { type: 'CustomField', fullName, fileName: `objects/${object.name}.object`, problem: text };
}

async function hasData(sql: Sql, { object, before }: Pair): Promise<boolean> {
  const column = quoted(before.name);
  const filled = before.type === 'boolean' ? column : `${column} IS NOT NULL`;
  const rows = await sql.rows(`SELECT 1 FROM ${quoted(object.name)} WHERE ${filled} LIMIT 1`);
  return rows.length > 0;
}

async function hasDuplicates(sql: Sql, { object, after }: Pair): Promise<boolean> {
  const column = after.caseSensitive ? quoted(after.name) : `lower(${quoted(after.name)})`;
  const living = object.fields.has('isdeleted') ? 'WHERE NOT isdeleted' : '';
  const rows = await sql.rows(
    `SELECT ${column} FROM ${quoted(object.name)} ${living} GROUP BY 1 HAVING count(${column}) > 1 LIMIT 1`,
  );
  return rows.length > 0;
}
