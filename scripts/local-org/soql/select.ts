/** The items of a SELECT as columns. */
import type { FieldSubquery, FieldType as SelectItem, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { notImplemented } from '../errors.ts';
import { malformed } from './errors.ts';
import type { Column, Scope } from './scope.ts';

const FIELDS_LIMIT = 200;

/** The path of a selected field as written, the object's alias included. */
export function pathOf(item: { field: string; relationships?: string[]; objectPrefix?: string }): string {
  return [...(item.objectPrefix ? [item.objectPrefix] : []), ...(item.relationships ?? []), item.field].join(
    '.',
  );
}

/** What a SELECT list is made into: columns, some shown by their label, and child queries. */
export interface Selection {
  add: (column: Column, label?: boolean) => void;
  addChild: (subquery: FieldSubquery) => void;
}

/** Adds what one item of the list selects. @throws OrgError */
export function selectItem(
  scope: Scope,
  query: Query | Subquery,
  item: SelectItem,
  { add, addChild }: Selection,
): void {
  switch (item.type) {
    case 'Field':
    case 'FieldRelationship':
      if ('alias' in item && item.alias) throw malformed('only aggregate expressions use field aliasing');
      return add(scope.column(pathOf(item)));
    case 'FieldSubquery':
      return addChild(item);
    case 'FieldTypeof':
      throw notImplemented('TYPEOF');
    case 'FieldFunctionExpression': {
      const [argument] = item.parameters;
      if (/^fields$/i.test(item.functionName)) {
        return fieldsFunction(scope, query, typeof argument === 'string' ? argument : '').forEach((column) =>
          add(column),
        );
      }
      if (/^tolabel$/i.test(item.functionName) && typeof argument === 'string')
        return add(scope.column(argument), true);
      throw notImplemented(`the SOQL function ${item.functionName} in a SELECT`);
    }
  }
}

/** `FIELDS(ALL)`, `FIELDS(STANDARD)` or `FIELDS(CUSTOM)`: what the user may read of them. */
function fieldsFunction(scope: Scope, query: Query | Subquery, argument: string): Column[] {
  const which = argument.toUpperCase();
  if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) throw malformed(`unexpected token: '${argument}'`);
  if (which !== 'STANDARD' && (query.limit ?? Infinity) > FIELDS_LIMIT) {
    throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
  }
  const { user } = scope.context;
  return [...scope.object.fields.values()]
    .filter((field) => which === 'ALL' || field.custom === (which === 'CUSTOM'))
    .filter((field) => user.field(scope.object.name, field.name).read)
    .map((field) => scope.column(field.name));
}
