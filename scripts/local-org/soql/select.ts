/** The items of a SELECT as columns. */
import { notImplemented, OrgError } from '../errors.ts';
import { findObject } from '../metadata/model.ts';
import { malformed, placedFault, unsupportedType } from './errors.ts';
import { fieldArgument, isAggregate, isDateFunction, unknownFunction } from './functions.ts';
import type { Output, TypeofOutput, ValueOutput } from './outputs.ts';
import { nameColumn } from './polymorphic.ts';
import type { Column, Scope } from './scope.ts';
import type { Call, Path, Query, SelectItem, TypeofItem } from './syntax/tree.ts';

const FIELDS_LIMIT = 200;

/** What a SELECT list is made into. */
export interface Selection {
  scope: Scope;
  query: Query;
  /** SQL of the columns, in the order of the row. */
  select: string[];
  outputs: Output[];
}

/** Adds what one item of the list selects; child queries are the caller's. @throws OrgError */
export function selectItem(selection: Selection, item: Exclude<SelectItem, { kind: 'child' }>): void {
  const { scope } = selection;
  switch (item.kind) {
    case 'field':
      if (item.alias) throw malformed('only aggregate expressions use field aliasing');
      return addValue(selection, scope.column(item.path));
    case 'typeof':
      return addTypeof(selection, item);
    case 'function':
      return selectFunction(selection, item.call, item.alias);
  }
}

function selectFunction(selection: Selection, call: Call, alias: Path | null): void {
  const { scope } = selection;
  switch (call.name) {
    case 'FIELDS':
      return fieldsFunction(selection, call).forEach((column) => addValue(selection, column));
    case 'TOLABEL':
      return addValue(selection, scope.column(fieldArgument(scope, call)), { show: 'label', alias });
    case 'FORMAT':
      return addValue(selection, scope.column(fieldArgument(scope, call)), { show: 'format', alias });
    default:
      if (isDateFunction(call) || isAggregate(call)) throw mustBeGrouped(scope, call);
      throw unknownFunction(scope, call);
  }
}

/** The fault of an item that is neither grouped nor aggregated. */
export function mustBeGrouped({ context }: Scope, { text, at }: Path | Call): OrgError {
  return placedFault('MALFORMED_QUERY', context.soql, at, `Field must be grouped or aggregated: ${text}`);
}

function addValue(
  selection: Selection,
  column: Column,
  { show = 'stored', alias = null }: { show?: ValueOutput['show']; alias?: Path | null } = {},
): void {
  const { select, outputs } = selection;
  const relationships = alias ? [] : column.relationships;
  const name = alias?.text ?? column.field.name;
  const path = [...relationships, name].join('.');
  const isSame = (output: Output) =>
    output.kind === 'value' && [...output.relationships, output.name].join('.') === path;
  if (outputs.some(isSame)) throw new OrgError(400, 'INVALID_FIELD', `duplicate field selected: ${path}`);
  addParents(selection, relationships);
  const { field, shown } = column;
  const place = { kind: 'value', relationships, name, field, index: select.length, show } as const;
  outputs.push(shown ? { ...place, value: shown.value } : place);
  const sql = shown?.sql ?? column.sql;
  // Bytes are never part of a record; their place shows where to fetch them.
  select.push(field.type === 'base64' ? `(${sql} IS NOT NULL)` : sql);
}

function addParents({ scope, select, outputs }: Selection, path: string[]): void {
  for (let depth = 1; depth <= path.length; depth += 1) {
    const relationships = path.slice(0, depth);
    const known = outputs.some(
      (output) => output.kind === 'parent' && output.relationships.join('.') === relationships.join('.'),
    );
    if (known) continue;
    const { id, targets, isPolymorphic } = scope.parent(relationships);
    const objects = targets.map(({ object }) => object);
    outputs.push({ kind: 'parent', relationships, objects, isPolymorphic, index: select.length });
    select.push(id);
  }
}

/** `FIELDS(ALL)`, `FIELDS(STANDARD)` or `FIELDS(CUSTOM)`: what the user may read of them. */
function fieldsFunction({ scope, query }: Selection, call: Call): Column[] {
  const argument = fieldArgument(scope, call);
  const which = argument.text.toUpperCase();
  if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) {
    throw placedFault(
      'MALFORMED_QUERY',
      scope.context.soql,
      argument.at,
      `unexpected token: '${argument.text}'`,
    );
  }
  if (which !== 'STANDARD' && (query.limit ?? Infinity) > FIELDS_LIMIT) {
    throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
  }
  const { user } = scope.context;
  return [...scope.object.fields.values()]
    .filter((field) => which === 'ALL' || field.custom === (which === 'CUSTOM'))
    .filter((field) => user.field(scope.object.name, field.name).read)
    .map((field) => scope.column({ kind: 'path', text: field.name, at: call.at }));
}

function addTypeof(selection: Selection, item: TypeofItem): void {
  const { scope, select, outputs } = selection;
  const { context } = scope;
  const table = scope.parentAt(item.path);
  if (!table.isPolymorphic) {
    throw placedFault(
      'INVALID_FIELD',
      context.soql,
      item.path.at,
      `TYPEOF can only be used with a polymorphic relationship, and '${item.path.text}' is none`,
    );
  }
  addParents(selection, table.names.slice(0, -1));
  const place = (column: Column) => {
    select.push(column.sql);
    return { name: column.field.name, index: select.length - 1 };
  };
  const index = select.push(table.id) - 1;
  const branches = item.whens.map(({ object: name, fields }): TypeofOutput['branches'][number] => {
    const object = findObject(context.metadata, name.text);
    const target = table.targets.find((one) => one.object === object);
    if (!target) throw unsupportedType(context.soql, name.at, name.text);
    const columns = fields.map((field) => scope.columnOf(table, target, ownField(field)));
    return { object: target.object, fields: columns.map(place) };
  });
  const others = item.otherwise.map((field) => nameColumn(context, table, ownField(field)));
  const objects = table.targets.map(({ object }) => object);
  const otherwise = { objects, fields: others.map(place) };
  outputs.push({ kind: 'typeof', relationships: table.names, index, branches, otherwise });
}

function ownField(path: Path): Path {
  if (path.text.includes('.')) throw notImplemented('relationships inside TYPEOF');
  return path;
}
