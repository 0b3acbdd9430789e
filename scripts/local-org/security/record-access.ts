/**
 * UserRecordAccess: what a user may do with each of a list of records. Its rows are nowhere; they are computed for the
 * records that a query names and stand in the statement as a table of constants.
 */
import { OrgError } from '../errors.ts';
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { accessibleIds } from '../records/context.ts';
import { malformed } from '../soql/errors.ts';
import { stringValue } from '../soql/literals.ts';
import { parseSoql } from '../soql/parse.ts';
import type { Condition, Query, Test } from '../soql/syntax/tree.ts';
import type { Sql } from '../state/database.ts';
import type { Switches, UserContext } from '../state/engine.ts';
import { normaliseId } from '../state/ids.ts';

const NAME = 'UserRecordAccess';
const MOST_RECORDS = 200;
const COLUMNS = ['Read', 'Edit', 'Delete', 'Transfer', 'All'] as const;

/** Whose query it is, and what is needed to compute the answer. */
export interface RecordAccessParts {
  sql: Sql;
  metadata: OrgMetadata;
  switches: Switches;
  now: Temporal.Instant;
  user: UserContext;
  contextOf(userId: string): Promise<UserContext>;
}

/** What a user may do with one record. */
interface RecordAccess {
  id: string;
  may: Record<(typeof COLUMNS)[number], boolean>;
}

/**
 * The table of constants for a query on UserRecordAccess, by object name; undefined for any other query.
 * @throws OrgError when the query does not name one user and up to 200 records, or selects what it may not
 */
export async function recordAccessTable(
  parts: RecordAccessParts,
  soql: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (!/\bUserRecordAccess\b/i.test(soql)) return undefined;
  const query = parseSoql(soql);
  if (query.from.text.toLowerCase() !== NAME.toLowerCase()) return undefined;
  checkSelected(query);
  const tests = query.where ? necessary(query.where) : [];
  const [userId, secondUser] = idsOf(tests, 'UserId');
  const records = idsOf(tests, 'RecordId');
  if (!userId || secondUser || records.length === 0) {
    throw malformed(
      `${NAME} must be filtered by one UserId and by the RecordId of up to ${MOST_RECORDS} records`,
    );
  }
  if (records.length > MOST_RECORDS) {
    throw new OrgError(400, 'EXCEEDED_ID_LIMIT', `Number of records exceeds limit:${MOST_RECORDS}`);
  }
  const rows = await recordAccess(parts, await parts.contextOf(userId), records);
  return new Map([[NAME, constants(userId, rows)]]);
}

/** The access of `target` to those of `ids` that the running user may read himself. */
async function recordAccess(
  parts: RecordAccessParts,
  target: UserContext,
  ids: readonly string[],
): Promise<RecordAccess[]> {
  const byObject = new Map<ObjectMetadata, string[]>();
  for (const id of ids) {
    const object = sharedObject(parts.metadata, id);
    if (object) byObject.set(object, [...(byObject.get(object) ?? []), id]);
  }
  const found: RecordAccess[] = [];
  for (const [object, own] of byObject) found.push(...(await accessToObject(parts, target, object, own)));
  return found;
}

async function accessToObject(
  parts: RecordAccessParts,
  target: UserContext,
  object: ObjectMetadata,
  ids: readonly string[],
): Promise<RecordAccess[]> {
  const nobody = new Set<string>();
  const { read, edit, delete: remove } = target.object(object.name);
  if (!parts.user.object(object.name).read) return [];
  const shown = await accessibleIds(parts, object, ids, 'Read');
  const of = (level: 'Read' | 'Edit' | 'All', permitted: boolean) =>
    permitted ? accessibleIds({ ...parts, user: target }, object, ids, level) : Promise.resolve(nobody);
  const [readable, editable, full] = [await of('Read', read), await of('Edit', edit), await of('All', read)];
  const owned = object.fields.has('ownerid');
  const transferAny = target.systemPermissions.has('TransferAnyEntity');
  return [...shown].map((id) => ({
    id,
    may: {
      Read: readable.has(id),
      Edit: editable.has(id),
      Delete: remove && full.has(id),
      Transfer: owned && editable.has(id) && (transferAny || full.has(id)),
      All: owned && editable.has(id) && full.has(id),
    },
  }));
}

function sharedObject(metadata: OrgMetadata, id: string): ObjectMetadata | undefined {
  return [...metadata.objects.values()].find(
    ({ keyPrefix, retrieveable, ownRowsField, sharesOf }) =>
      keyPrefix === id.slice(0, 3) && retrieveable && ownRowsField === null && sharesOf === undefined,
  );
}

function constants(userId: string, rows: readonly RecordAccess[]): string {
  const tuples = rows.map(({ id, may }) => {
    const highest = COLUMNS.filter((column) => may[column]).at(-1) ?? 'None';
    return `('${id}', '${userId}', '${id}', ${COLUMNS.map((column) => String(may[column])).join(', ')}, '${highest}')`;
  });
  const names = COLUMNS.map((column) => `has${column.toLowerCase()}access`);
  const none = `(NULL, NULL, NULL, ${COLUMNS.map(() => 'false').join(', ')}, NULL)`;
  return (
    `(SELECT * FROM (VALUES ${[none, ...tuples].join(', ')}) AS v ` +
    `(id, userid, recordid, ${names.join(', ')}, maxaccesslevel) WHERE id IS NOT NULL)`
  );
}

function checkSelected(query: Query): void {
  const names = query.items.map((item) => (item.kind === 'field' ? item.path.text : item.kind));
  if (!names.some((name) => /^RecordId$/i.test(name))) {
    throw new OrgError(400, 'INVALID_FIELD', 'RecordId field must be selected');
  }
  if (names.every((name) => /^(RecordId|Has\w+Access|MaxAccessLevel)$/i.test(name))) return;
  throw new OrgError(
    400,
    'INVALID_FIELD',
    'Can select only RecordId, a Has*Access field, and MaxAccessLevel',
  );
}

/** The tests that every row must pass. */
function necessary(condition: Condition): Test[] {
  if (condition.kind === 'test') return [condition];
  return condition.kind === 'and' ? condition.items.flatMap(necessary) : [];
}

function idsOf(tests: readonly Test[], field: string): string[] {
  const test = tests.find(
    ({ target, operator }) =>
      target.kind === 'path' &&
      target.text.toLowerCase() === field.toLowerCase() &&
      (operator === '=' || operator === 'IN'),
  );
  const ids = (test?.values ?? []).map(({ text, type }) =>
    type === 'string' ? (normaliseId(stringValue(text)) ?? '') : '',
  );
  return [...new Set(ids)].filter((id) => id !== '');
}
