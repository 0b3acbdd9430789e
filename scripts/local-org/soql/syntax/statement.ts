/** A whole SOQL statement, clause by clause in the order the platform asks for. */
import { readCondition } from './conditions.ts';
import { readAlias, readPath, readTarget } from './expressions.ts';
import type { Reader } from './reader.ts';
import type { Call, Grouping, Order, Path, Query, SelectItem, TypeofItem } from './tree.ts';

/** Reads a query to the end of the text. @throws OrgError MALFORMED_QUERY */
export function readStatement(reader: Reader): Query {
  const query = readQuery(reader);
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  return query;
}

function readQuery(reader: Reader): Query {
  const { at } = reader.expects('SELECT');
  const items = [readItem(reader)];
  while (reader.takes(',')) items.push(readItem(reader));
  reader.expects('FROM');
  const from = readPath(reader);
  const alias = readFromAlias(reader);
  const joined: Query['joined'] = [];
  while (reader.takes(',')) {
    const path = readPath(reader);
    const name = readFromAlias(reader);
    if (!name) throw reader.unexpected();
    joined.push({ path, alias: name });
  }
  return { items, from, alias, joined, at, ...readClauses(reader) };
}

function readFromAlias(reader: Reader): string | null {
  const isNamed = reader.takes('AS');
  const alias = readAlias(reader);
  if (isNamed && !alias) throw reader.unexpected();
  return alias?.text ?? null;
}

type Clauses = Omit<Query, 'items' | 'from' | 'alias' | 'joined' | 'at'>;

/** What may follow FROM, and in a search the fields of an object. @throws OrgError MALFORMED_QUERY */
export function readClauses(reader: Reader): Clauses {
  const scope = reader.takes('USING') ? readScope(reader) : null;
  const where = reader.takes('WHERE') ? readCondition(reader, readQuery) : null;
  const withWhat = reader.takes('WITH') ? readWith(reader) : null;
  const groupBy = reader.takes('GROUP') ? readGrouping(reader) : null;
  const having = groupBy && reader.takes('HAVING') ? readCondition(reader, readQuery) : null;
  const orderBy = reader.takes('ORDER') ? readOrder(reader) : [];
  const limit = reader.takes('LIMIT') ? readCount(reader) : null;
  const offset = reader.takes('OFFSET') ? readCount(reader) : null;
  const allRows = readEnd(reader);
  return { scope, where, with: withWhat, groupBy, having, orderBy, limit, offset, allRows };
}

function readScope(reader: Reader): Path {
  reader.expects('SCOPE');
  return readPath(reader);
}

/** The rest of WITH is not read: no query of the REST API has one that the local org takes. */
function readWith(reader: Reader): Path {
  const { text, at } = reader.peek();
  if (!reader.sees('SECURITY_ENFORCED') && !reader.sees('USER_MODE') && !reader.sees('SYSTEM_MODE')) {
    while (reader.peek().kind !== 'end' && reader.peek().text !== ')') reader.next();
  } else reader.next();
  return { kind: 'path', text, at };
}

/** One item of a list of fields. @throws OrgError MALFORMED_QUERY */
export function readItem(reader: Reader): SelectItem {
  if (reader.takes('(')) {
    const { at } = reader.peek();
    const query = readQuery(reader);
    reader.expects(')');
    return { kind: 'child', query, at };
  }
  if (reader.sees('TYPEOF')) return readTypeof(reader);
  const target = readTarget(reader);
  const alias = readAlias(reader);
  return target.kind === 'path'
    ? { kind: 'field', path: target, alias }
    : { kind: 'function', call: target, alias };
}

function readTypeof(reader: Reader): TypeofItem {
  const { at } = reader.expects('TYPEOF');
  const path = readPath(reader);
  const whens: TypeofItem['whens'] = [];
  do {
    reader.expects('WHEN');
    const object = readPath(reader);
    reader.expects('THEN');
    whens.push({ object, fields: readPaths(reader) });
  } while (reader.sees('WHEN'));
  const otherwise = reader.takes('ELSE') ? readPaths(reader) : [];
  reader.expects('END');
  return { kind: 'typeof', path, whens, otherwise, at };
}

function readPaths(reader: Reader): Path[] {
  const paths = [readPath(reader)];
  while (reader.takes(',')) paths.push(readPath(reader));
  return paths;
}

function readGrouping(reader: Reader): Grouping {
  reader.expects('BY');
  const { at } = reader.peek();
  for (const kind of ['rollup', 'cube'] as const) {
    if (!reader.sees(kind.toUpperCase(), '(')) continue;
    reader.next();
    reader.next();
    const targets = readTargets(reader);
    reader.expects(')');
    return { kind, targets, at };
  }
  return { kind: 'plain', targets: readTargets(reader), at };
}

function readTargets(reader: Reader): (Path | Call)[] {
  const targets = [readTarget(reader)];
  while (reader.takes(',')) targets.push(readTarget(reader));
  return targets;
}

function readOrder(reader: Reader): Order[] {
  reader.expects('BY');
  const orders = [readOneOrder(reader)];
  while (reader.takes(',')) orders.push(readOneOrder(reader));
  return orders;
}

/** Empty values come first unless the query says otherwise, whatever the direction. */
function readOneOrder(reader: Reader): Order {
  const target = readTarget(reader);
  const direction = reader.takes('DESC') ? 'DESC' : 'ASC';
  if (direction === 'ASC') reader.takes('ASC');
  if (!reader.takes('NULLS')) return { target, direction, nulls: 'FIRST' };
  if (reader.takes('LAST')) return { target, direction, nulls: 'LAST' };
  reader.expects('FIRST');
  return { target, direction, nulls: 'FIRST' };
}

function readCount(reader: Reader): number {
  const token = reader.peek();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw reader.unexpected();
  reader.next();
  return Math.min(Number(token.text), Number.MAX_SAFE_INTEGER);
}

/** FOR VIEW, REFERENCE and UPDATE, UPDATE TRACKING and VIEWSTAT change nothing here; ALL ROWS is told. */
function readEnd(reader: Reader): Path | null {
  let allRows: Path | null = null;
  for (;;) {
    const { at } = reader.peek();
    if (reader.takes('ALL', 'ROWS')) allRows = { kind: 'path', text: 'ALL', at };
    else if (reader.takes('FOR')) readFor(reader);
    else if (!reader.takes('UPDATE', 'TRACKING') && !reader.takes('UPDATE', 'VIEWSTAT')) return allRows;
  }
}

function readFor(reader: Reader): void {
  do {
    if (!reader.takes('VIEW') && !reader.takes('REFERENCE') && !reader.takes('UPDATE')) {
      throw reader.unexpected();
    }
  } while (reader.takes(','));
}
