/** `uiapi.aggregate`: counting, summing and grouping, each a SOQL query with GROUP BY that runs as the user. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { GraphQLFieldConfig, GraphQLFieldConfigMap, GraphQLResolveInfo } from 'graphql';
import { findField } from '../../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../../metadata/model.ts';
import type { SRecord } from '../../state/engine.ts';
import { display } from '../ui/display.ts';
import { order, type Filter } from './conditions.ts';
import { cursorOf, pageSize, positionOf, whereOf } from './connections.ts';
import type { ConnectionArguments, GraphContext } from './connections.ts';
import { failure, guarded } from './errors.ts';
import type { ObjectTypes } from './objects.ts';
import { kindOf, kinds, pageInfo, type FieldKind } from './scalars.ts';
import { below, childrenOf } from './selections.ts';
import { asWritten } from './written-order.ts';

const mathematical = ['int', 'double', 'currency', 'percent'];

/** SOQL's function of each aggregate, and whether it gives a number of its own or a value of the field's kind. */
const functions: Readonly<Record<string, { soql: string; counts: boolean; numbersOnly: boolean }>> = {
  count: { soql: 'COUNT', counts: true, numbersOnly: false },
  countDistinct: { soql: 'COUNT_DISTINCT', counts: true, numbersOnly: false },
  min: { soql: 'MIN', counts: false, numbersOnly: false },
  max: { soql: 'MAX', counts: false, numbersOnly: false },
  avg: { soql: 'AVG', counts: false, numbersOnly: true },
  sum: { soql: 'SUM', counts: false, numbersOnly: true },
};

/** Parts of a date by which one may group, by the name of the field that shows them. */
const dateParts: Readonly<Record<string, string>> = {
  calendarYear: 'CALENDAR_YEAR',
  calendarQuarter: 'CALENDAR_QUARTER',
  calendarMonth: 'CALENDAR_MONTH',
  dayInMonth: 'DAY_IN_MONTH',
  dayInWeek: 'DAY_IN_WEEK',
  dayInYear: 'DAY_IN_YEAR',
  weekInMonth: 'WEEK_IN_MONTH',
  weekInYear: 'WEEK_IN_YEAR',
};

const longValue = new GraphQLObjectType({
  name: 'LongValue',
  fields: { value: { type: GraphQLFloat }, displayValue: { type: GraphQLString } },
});

const groupByClause = new GraphQLInputObjectType({
  name: 'GroupByClause',
  fields: { group: { type: GraphQLBoolean } },
});
const groupByDate = new GraphQLInputObjectType({
  name: 'GroupByDateFunction',
  fields: {
    function: {
      type: new GraphQLEnumType({
        name: 'GroupByFunction',
        values: Object.fromEntries(Object.values(dateParts).map((name) => [name, {}])),
      }),
    },
  },
});
const groupByType = new GraphQLEnumType({ name: 'GroupByType', values: { GROUP_BY: {} } });

/** One value of a group: where it stands in the row, and what kind of field it is of. */
interface Cell {
  alias: string;
  row: SRecord;
  field: FieldMetadata;
}

/** A row of the result with the aliases of what was selected, by `<field>` and `<field>.<function>`. */
interface Group {
  row: SRecord;
  aliases: ReadonlyMap<string, string>;
}

const aggregateTypes = new Map<FieldKind, GraphQLObjectType>();

/** `CurrencyAggregate { value displayValue avg { value } … }`, one for each kind of field. */
function aggregateType(field: FieldMetadata): GraphQLObjectType {
  const kind = kindOf(field);
  const known = aggregateTypes.get(kind);
  if (known) return known;
  const numbers = mathematical.includes(field.type);
  const fields: GraphQLFieldConfigMap<Group & { field: FieldMetadata }, GraphContext> = {
    value: { type: kind.scalar, resolve: (group) => cellOf(group)?.row[cellOf(group)?.alias ?? ''] },
    displayValue: {
      type: GraphQLString,
      resolve: (group, _args, { reader }) => shown(cellOf(group), reader)?.displayValue,
    },
  };
  for (const [name, { counts, numbersOnly }] of Object.entries(functions)) {
    if (numbersOnly && !numbers) continue;
    fields[name] = {
      type: counts ? longValue : kind.value,
      resolve: (group, _args, { reader }) => {
        const cell = cellOf(group, name);
        return counts ? counted(cell) : shown(cell, reader);
      },
    };
  }
  if (field.type === 'date' || field.type === 'datetime') {
    for (const name of Object.keys(dateParts)) {
      fields[name] = { type: kinds.int.value, resolve: (group) => counted(cellOf(group, name)) };
    }
  }
  const type = new GraphQLObjectType({ name: `${kind.name}Aggregate`, fields });
  aggregateTypes.set(kind, type);
  return type;
}

function cellOf({ row, aliases, field }: Group & { field: FieldMetadata }, part?: string): Cell | undefined {
  const alias = aliases.get(part ? `${field.name}.${part}` : field.name);
  return alias === undefined ? undefined : { alias, row, field };
}

function counted(cell: Cell | undefined) {
  return cell && { value: cell.row[cell.alias], displayValue: null };
}

function shown(cell: Cell | undefined, reader: GraphContext['reader']) {
  return cell && display(cell.field, cell.row[cell.alias], reader);
}

interface AggregateArguments extends ConnectionArguments {
  groupBy?: Filter | null;
}

/** The field of `RecordQueryAggregate` for an object. */
export function aggregateField(
  types: ObjectTypes,
  object: ObjectMetadata,
): GraphQLFieldConfig<unknown, GraphContext> {
  const { name } = object;
  const fields = types.fields(object).filter(({ longText, type }) => !longText && type !== 'base64');
  const aggregate = new GraphQLObjectType<Group, GraphContext>({
    name: `${name}Aggregate`,
    fields: {
      ApiName: { type: new GraphQLNonNull(GraphQLString), resolve: () => name },
      ...Object.fromEntries(
        fields.map((field) => [
          field.name,
          { type: aggregateType(field), resolve: (group: Group) => ({ ...group, field }) },
        ]),
      ),
    },
  });
  const result = new GraphQLObjectType<Group, GraphContext>({
    name: `${name}Result`,
    fields: { aggregate: { type: new GraphQLNonNull(aggregate), resolve: (group) => group } },
  });
  const edge = new GraphQLObjectType({
    name: `${name}AggregateEdge`,
    fields: { node: { type: result }, cursor: { type: GraphQLString } },
  });
  const connection = new GraphQLObjectType({
    name: `${name}AggregateConnection`,
    fields: {
      edges: { type: new GraphQLList(edge) },
      pageInfo: { type: new GraphQLNonNull(pageInfo) },
      totalCount: { type: new GraphQLNonNull(GraphQLInt) },
      pageResultCount: { type: new GraphQLNonNull(GraphQLInt) },
    },
  });
  const groupable = fields.filter(({ groupable: may, type }) => may || ['date', 'datetime'].includes(type));
  const groupBy = new GraphQLInputObjectType({
    name: `${name}_GroupBy`,
    fields: {
      ...Object.fromEntries(
        groupable.map(({ name: field, type }) => [
          field,
          { type: type === 'date' || type === 'datetime' ? groupByDate : groupByClause },
        ]),
      ),
      type: { type: groupByType, defaultValue: 'GROUP_BY' },
    },
  });
  const config: GraphQLFieldConfig<unknown, GraphContext, AggregateArguments> = {
    type: connection,
    args: { ...types.listArguments(object), groupBy: { type: groupBy } },
    resolve: (_source, args, context, info) => readGroups(context, object, args, info),
  };
  return config as GraphQLFieldConfig<unknown, GraphContext>;
}

async function readGroups(
  context: GraphContext,
  object: ObjectMetadata,
  args: AggregateArguments,
  info: GraphQLResolveInfo,
) {
  const { org, user } = context;
  const where = whereOf(context, object, args);
  const groups = groupExpressions(object, args.groupBy ?? {});
  const aliases = new Map<string, string>();
  const select = new Map<string, string>();
  const selected = (key: string, expression: string) => {
    if (aliases.has(key)) return;
    aliases.set(key, `x${select.size}`);
    select.set(`x${select.size}`, expression);
  };
  for (const [key, expression] of groups) selected(key, expression);
  const nodes = below(info.fieldNodes, info.fragments, 'edges', 'node', 'aggregate');
  for (const node of childrenOf(nodes, info.fragments)) {
    const field = findField(object, node.name.value);
    for (const part of field ? childrenOf([node], info.fragments) : []) {
      const name = part.name.value;
      const call = functions[name];
      if (field && call) selected(`${field.name}.${name}`, `${call.soql}(${field.name})`);
      else if (field && !groups.has(keyOf(field, name))) throw notGrouped(field.name);
    }
  }
  const first = pageSize(args);
  const offset = args.after ? positionOf(args.after) + 1 : 0;
  const list = [...select].map(([alias, expression]) => `${expression} ${alias}`).join(', ');
  const grouping = groups.size > 0 ? ` GROUP BY ${[...groups.values()].join(', ')}` : '';
  const terms = args.orderBy ? order(org.metadata, object, asWritten(args.orderBy, 'orderBy', info)) : [];
  const sorted = terms.length > 0 ? ` ORDER BY ${terms.join(', ')}` : '';
  const base = `SELECT ${list || 'COUNT(Id) x0'} FROM ${object.name}${where}${grouping}`;
  const paging = groups.size > 0 ? ` LIMIT ${first + 1}${offset > 0 ? ` OFFSET ${offset}` : ''}` : '';
  const { records } = await guarded(() => org.query(user, `${base}${sorted}${paging}`));
  const edges = records
    .slice(0, first)
    .map((row, index) => ({ node: { row, aliases }, cursor: cursorOf(offset + index) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: records.length > first,
      hasPreviousPage: offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    pageResultCount: edges.length,
    // The number of groups, or without groups of the records that went in.
    totalCount: async () => {
      const soql = groups.size > 0 ? base : `SELECT COUNT() FROM ${object.name}${where}`;
      return (await guarded(() => org.query(user, soql))).totalSize;
    },
  };
}

/** What GROUP BY names, by field or by `<field>.<date part>`. */
function groupExpressions(object: ObjectMetadata, groupBy: Filter): Map<string, string> {
  const groups = new Map<string, string>();
  for (const [name, clause] of Object.entries(groupBy)) {
    const field = findField(object, name);
    if (!field || typeof clause !== 'object' || clause === null) continue;
    const { group, function: part } = clause as { group?: boolean; function?: string };
    const shownAs = Object.entries(dateParts).find(([, soql]) => soql === part)?.[0];
    if (group) groups.set(field.name, field.name);
    else if (part && shownAs) groups.set(`${field.name}.${shownAs}`, `${part}(${field.name})`);
  }
  return groups;
}

function keyOf(field: FieldMetadata, part: string): string {
  return part in dateParts ? `${field.name}.${part}` : field.name;
}

function notGrouped(name: string): Error {
  return failure('MALFORMED_QUERY', `Field must be grouped or aggregated: ${name}`);
}
