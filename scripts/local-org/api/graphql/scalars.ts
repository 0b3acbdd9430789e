/** Scalars, value types and filter operators of the UI API's GraphQL schema, by field type. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import type { GraphQLInputFieldConfigMap } from 'graphql';
import type { FieldMetadata } from '../../metadata/model.ts';

/** How one kind of field appears: its scalar, the pair of value and display value, and what it is compared with. */
export interface FieldKind {
  /** As it stands in the names of types. */
  name: string;
  scalar: GraphQLScalarType;
  value: GraphQLObjectType;
  /** Those of ids are made with each schema, as they lead to the filters of its objects. */
  operators: GraphQLInputObjectType | null;
}

function textScalar(name: string): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    parseValue(value) {
      if (typeof value === 'string') return value;
      throw new GraphQLError(`${name} must be a text`);
    },
  });
}

/** A text that `read` can read. */
function checkedScalar(name: string, read: (text: string) => unknown): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    parseValue(value) {
      if (typeof value !== 'string') throw new GraphQLError(`${name} must be a text`);
      try {
        read(value);
        return value;
      } catch (cause) {
        throw new GraphQLError(`${value} is no ${name}: ${(cause as Error).message}`);
      }
    },
  });
}

function numberScalar(name: string): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    parseValue(value) {
      if (typeof value === 'number') return value;
      throw new GraphQLError(`${name} must be a number`);
    },
  });
}

/** What the values of all fields have in common. */
const fieldValue = new GraphQLInterfaceType({
  name: 'FieldValue',
  fields: { displayValue: { type: GraphQLString } },
});

function valueType(name: string, scalar: GraphQLScalarType): GraphQLObjectType {
  return new GraphQLObjectType({
    name: `${name}Value`,
    interfaces: [fieldValue],
    fields: { value: { type: scalar }, displayValue: { type: GraphQLString } },
  });
}

type Comparable = GraphQLScalarType | GraphQLInputObjectType;

function operatorsOf(
  name: string,
  operand: Comparable,
  operators: readonly string[],
): GraphQLInputObjectType {
  const many = new GraphQLList(operand);
  const listed = ['in', 'nin', 'includes', 'excludes'];
  const fields: GraphQLInputFieldConfigMap = {};
  for (const operator of operators) fields[operator] = { type: listed.includes(operator) ? many : operand };
  return new GraphQLInputObjectType({
    name: `${name}Operators`,
    fields,
  });
}

const ordered = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'nin'];
const equal = ['eq', 'ne', 'in', 'nin'];
const textual = [...ordered, 'like'];

function kind(name: string, scalar: GraphQLScalarType, operators: readonly string[]): FieldKind {
  return {
    name,
    scalar,
    value: valueType(name, scalar),
    operators: operators.length > 0 ? operatorsOf(name, scalar, operators) : null,
  };
}

/** Dates are compared with `{value}`, with `{literal}`, e.g. `{gt: {literal: TODAY}}`, or with `{range: {last_n_days: 3}}`. */
function dateKind(name: string, read: (text: string) => unknown): FieldKind {
  const scalar = checkedScalar(name, read);
  const operand = new GraphQLInputObjectType({
    name: `${name}Input`,
    fields: {
      value: { type: scalar },
      literal: { type: dateLiteral },
      range: { type: dateRange },
    },
  });
  return { name, scalar, value: valueType(name, scalar), operators: operatorsOf(name, operand, ordered) };
}

const spans = ['week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'];
const literals = [
  ...['YESTERDAY', 'TODAY', 'TOMORROW'],
  ...spans.flatMap((span) => ['LAST', 'THIS', 'NEXT'].map((side) => `${side}_${span.toUpperCase()}`)),
  ...['LAST_90_DAYS', 'NEXT_90_DAYS'],
];
/** `last_n_days: 4` and the like; `n_days_ago: 2` as well. Each is the SOQL literal of the same name. */
const dateRange = new GraphQLInputObjectType({
  name: 'DateRange',
  fields: Object.fromEntries(
    ['day', ...spans]
      .flatMap((span) => [`last_n_${span}s`, `next_n_${span}s`, `n_${span}s_ago`])
      .map((name) => [name, { type: GraphQLInt }]),
  ),
});
const dateLiteral = new GraphQLEnumType({
  name: 'DateLiteral',
  values: Object.fromEntries(literals.map((literal) => [literal, {}])),
});

/** The operators of ids; `join` is what a semi-join names. */
export function idOperators(join: () => GraphQLInputObjectType): GraphQLInputObjectType {
  const many = new GraphQLList(GraphQLID);
  return new GraphQLInputObjectType({
    name: 'IdOperators',
    fields: () => ({
      ...{ eq: { type: GraphQLID }, ne: { type: GraphQLID }, in: { type: many }, nin: { type: many } },
      inq: { type: join() },
      ninq: { type: join() },
    }),
  });
}

export const kinds = {
  id: kind('ID', GraphQLID, []),
  string: kind('String', GraphQLString, textual),
  textarea: kind('TextArea', textScalar('TextArea'), textual),
  longtextarea: kind('LongTextArea', textScalar('LongTextArea'), equal),
  picklist: kind('Picklist', textScalar('Picklist'), textual),
  multipicklist: kind('MultiPicklist', textScalar('MultiPicklist'), [...equal, 'includes', 'excludes']),
  combobox: kind('Combobox', textScalar('Combobox'), textual),
  boolean: kind('Boolean', GraphQLBoolean, ['eq', 'ne']),
  int: kind('Int', GraphQLInt, ordered),
  double: kind('Double', numberScalar('Double'), ordered),
  currency: kind('Currency', numberScalar('Currency'), ordered),
  percent: kind('Percent', numberScalar('Percent'), ordered),
  date: dateKind('Date', (text) => Temporal.PlainDate.from(text)),
  datetime: dateKind('DateTime', (text) => Temporal.Instant.from(text)),
  time: kind('Time', textScalar('Time'), ordered),
  email: kind('Email', textScalar('Email'), textual),
  phone: kind('PhoneNumber', textScalar('PhoneNumber'), textual),
  url: kind('Url', textScalar('Url'), textual),
  base64: kind('Base64', textScalar('Base64'), equal),
} satisfies Record<string, FieldKind>;

/** The kind of a field. */
export function kindOf(field: Pick<FieldMetadata, 'type' | 'longText'>): FieldKind {
  if (field.type === 'reference') return kinds.id;
  return field.longText ? kinds.longtextarea : kinds[field.type];
}

/** A record id, or a reference to a record that an earlier operation of the same request makes. */
export const idOrRef = new GraphQLScalarType({
  name: 'IdOrRef',
  parseValue(value) {
    if (typeof value === 'string') return value;
    throw new GraphQLError('IdOrRef must be a record id or a reference such as @{AccountCreate}');
  },
});

export const orderClause = new GraphQLInputObjectType({
  name: 'OrderByClause',
  fields: {
    order: { type: new GraphQLEnumType({ name: 'ResultOrder', values: { ASC: {}, DESC: {} } }) },
    nulls: { type: new GraphQLEnumType({ name: 'NullOrder', values: { FIRST: {}, LAST: {} } }) },
  },
});

export const pageInfo = new GraphQLObjectType({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: GraphQLBoolean },
    hasPreviousPage: { type: GraphQLBoolean },
    startCursor: { type: GraphQLString },
    endCursor: { type: GraphQLString },
  },
});
