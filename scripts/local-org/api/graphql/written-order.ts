/** The order in which a caller wrote the parts of an argument: GraphQL itself arranges them as the schema does. */
import { Kind, valueFromASTUntyped } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Filter } from './conditions.ts';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'variableValues'>;

/** `value`, the argument `name` of the field that is resolved, with its keys in the caller's order, at every depth. */
export function asWritten(value: Filter, name: string, { fieldNodes, variableValues }: Info): Filter {
  const node = fieldNodes[0]?.arguments?.find((argument) => argument.name.value === name)?.value;
  if (!node) return value;
  const raw =
    node.kind === Kind.VARIABLE
      ? variableValues.sources[node.name.value]?.value
      : valueFromASTUntyped(node, variableValues.coerced);
  return arranged(value, raw) as Filter;
}

function arranged(value: unknown, raw: unknown): unknown {
  if (!isObject(value) || !isObject(raw)) return value;
  const keys = [...Object.keys(raw).filter((key) => key in value), ...Object.keys(value)];
  return Object.fromEntries([...new Set(keys)].map((key) => [key, arranged(value[key], raw[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
