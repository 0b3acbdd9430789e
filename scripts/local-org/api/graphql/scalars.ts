/** Scalars, value types and filter operators of the UI API's GraphQL schema, by field type. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import type { GraphQLInputFieldConfigMap } from 'graphql';
import type { FieldMetadata } from '../../metadata/model.ts';

/** How one kind of field appears: its scalar, the pair of value and display value, and what it is compared with. */
export interface FieldKind {
  scalar: GraphQLScalarType;
  value: GraphQLObjectType;
  operators: GraphQLInputObjectType;
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

function valueType(name: string, scalar: GraphQLScalarType): GraphQLObjectType {
  return new GraphQLObjectType({
    name: `${name}Value`,
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
  const listed = ['in', 'nin'];
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
  return { scalar, value: valueType(name, scalar), operators: operatorsOf(name, scalar, operators) };
}

/** Dates are compared with `{value}` or with `{literal}`, e.g. `{gt: {literal: TODAY}}`. */
function dateKind(name: string, read: (text: string) => unknown): FieldKind {
  const scalar = checkedScalar(name, read);
  const operand = new GraphQLInputObjectType({
    name: `${name}Input`,
    fields: { value: { type: scalar }, literal: { type: dateLiteral } },
  });
  return { scalar, value: valueType(name, scalar), operators: operatorsOf(name, operand, ordered) };
}

const literals = [
  ...['YESTERDAY', 'TODAY', 'TOMORROW'],
  ...['WEEK', 'MONTH', 'QUARTER', 'YEAR'].flatMap((span) => [`LAST_${span}`, `THIS_${span}`, `NEXT_${span}`]),
  ...['LAST_90_DAYS', 'NEXT_90_DAYS'],
];
const dateLiteral = new GraphQLEnumType({
  name: 'DateLiteral',
  values: Object.fromEntries(literals.map((literal) => [literal, {}])),
});

const kinds = {
  id: kind('ID', GraphQLID, equal),
  string: kind('String', GraphQLString, textual),
  textarea: kind('TextArea', textScalar('TextArea'), textual),
  longtextarea: kind('LongTextArea', textScalar('LongTextArea'), equal),
  picklist: kind('Picklist', textScalar('Picklist'), textual),
  multipicklist: kind('MultiPicklist', textScalar('MultiPicklist'), equal),
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
export function kindOf(field: FieldMetadata): FieldKind {
  if (field.type === 'reference') return kinds.id;
  return field.longText ? kinds.longtextarea : kinds[field.type];
}

/** A record id, or a reference to a record that another operation of the same request makes (not offered here). */
export const idOrRef = new GraphQLScalarType({
  name: 'IdOrRef',
  parseValue(value) {
    if (typeof value === 'string' && !value.startsWith('@{')) return value;
    throw new GraphQLError(
      'IdOrRef must be a record id; references such as @{AccountCreate} are not implemented',
    );
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
