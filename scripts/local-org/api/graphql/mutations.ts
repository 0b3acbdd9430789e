/**
 * Creating, updating and deleting through GraphQL. All operations below one `uiapi` run in the order in which they
 * stand, by default all or none; their answers are then read from where the run has left them.
 */
import {
  getArgumentValues,
  GraphQLBoolean,
  GraphQLError,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
} from 'graphql';
import type {
  FieldNode,
  GraphQLFieldConfig,
  GraphQLFieldConfigMap,
  GraphQLFieldConfigArgumentMap,
  GraphQLInputFieldConfigMap,
  GraphQLResolveInfo,
} from 'graphql';
import {
  findObject,
  type FieldMetadata,
  type ObjectMetadata,
  type OrgMetadata,
} from '../../metadata/model.ts';
import type { Engine, RecordInput, SaveResult, SRecord, UserContext } from '../../state/engine.ts';
import { collected } from '../answers.ts';
import type { GraphContext } from './connections.ts';
import { failure, guarded } from './errors.ts';
import type { ObjectTypes } from './objects.ts';
import { idOrRef, kindOf } from './scalars.ts';
import { below, columnsOf } from './selections.ts';

type Payload = { Id: string; Record?: SRecord };
type Outcomes = ReadonlyMap<string, Payload | Error>;

const operations = ['Create', 'Update', 'Delete'] as const;
type Operation = (typeof operations)[number];

const deleteInput = new GraphQLInputObjectType({
  name: 'RecordDeleteInput',
  fields: { Id: { type: new GraphQLNonNull(idOrRef) } },
});
const deletePayload = new GraphQLObjectType({
  name: 'RecordDeletePayload',
  fields: { Id: { type: GraphQLID } },
});
const rolledBack = 'The transaction was rolled back since another operation in the same transaction failed.';

/** The `uiapi` field of the mutation type. */
export function mutationField(
  metadata: OrgMetadata,
  user: UserContext,
  types: ObjectTypes,
): GraphQLFieldConfig<unknown, GraphContext> | undefined {
  const fields: GraphQLFieldConfigMap<Outcomes, GraphContext> = {};
  for (const object of types.objects) {
    const access = user.object(object.name);
    if (object.createable && access.create) Object.assign(fields, savingField(object, 'Create', user, types));
    if (object.updateable && access.edit) Object.assign(fields, savingField(object, 'Update', user, types));
    if (object.deletable && access.delete)
      fields[`${object.name}Delete`] = { ...answered, type: deletePayload, args: required(deleteInput) };
  }
  if (Object.keys(fields).length === 0) return undefined;
  const input = new GraphQLInputObjectType({
    name: 'UIAPIMutationsInput',
    fields: { allOrNone: { type: GraphQLBoolean, defaultValue: true } },
  });
  const mutations = new GraphQLObjectType({ name: 'UIAPIMutations', fields });
  return {
    type: new GraphQLNonNull(mutations),
    args: { input: { type: input } },
    resolve: (_source, args, context, info) => {
      const { input: settings } = args as { input?: { allOrNone?: boolean | null } | null };
      return runAll(metadata, context, planOf(mutations, info), info, settings?.allOrNone !== false);
    },
  };
}

function required(type: GraphQLInputObjectType): GraphQLFieldConfigArgumentMap {
  return { input: { type: new GraphQLNonNull(type) } };
}

/** Each operation's field finds what became of it under its own response key. */
const answered = {
  resolve(outcomes: Outcomes, _args: unknown, _context: GraphContext, info: GraphQLResolveInfo): Payload {
    const outcome = outcomes.get(String(info.path.key));
    if (!outcome) throw new GraphQLError('The operation was not run');
    if (outcome instanceof Error) throw outcome;
    return outcome;
  },
};

function savingField(
  object: ObjectMetadata,
  operation: 'Create' | 'Update',
  user: UserContext,
  types: ObjectTypes,
): GraphQLFieldConfigMap<Outcomes, GraphContext> {
  const creates = operation === 'Create';
  const writable = (field: FieldMetadata) =>
    (creates ? field.createable : field.updateable) && user.field(object.name, field.name).edit;
  const inputs = [...object.fields.values()]
    .filter((field) => writable(field))
    .map((field) => [field.name, { type: field.type === 'reference' ? idOrRef : kindOf(field).scalar }]);
  if (inputs.length === 0) return {};
  const values = new GraphQLInputObjectType({
    name: `${object.name}${operation}Representation`,
    fields: Object.fromEntries(inputs) as GraphQLInputFieldConfigMap,
  });
  const input = new GraphQLInputObjectType({
    name: `${object.name}${operation}Input`,
    fields: {
      ...(creates ? {} : { Id: { type: new GraphQLNonNull(idOrRef) } }),
      [object.name]: { type: new GraphQLNonNull(values) },
    },
  });
  const payload = new GraphQLObjectType({
    name: `${object.name}${operation}Payload`,
    fields: { Record: { type: types.of(object).record } },
  });
  return { [`${object.name}${operation}`]: { ...answered, type: payload, args: required(input) } };
}

interface Step {
  key: string;
  object: string;
  operation: Operation;
  input: RecordInput;
  /** The selection of `Record`. */
  node: FieldNode;
}

function planOf(mutations: GraphQLObjectType, info: GraphQLResolveInfo): Step[] {
  const definitions = mutations.getFields();
  return Object.keys(definitions)
    .flatMap((name) => below(info.fieldNodes, info.fragments, name))
    .sort((left, right) => (left.loc?.start ?? 0) - (right.loc?.start ?? 0))
    .flatMap((node) => {
      const name = node.name.value;
      const definition = definitions[name];
      const operation = operations.find((word) => name.endsWith(word));
      if (!definition || !operation) return [];
      const { input } = getArgumentValues(definition, node, info.variableValues) as { input: RecordInput };
      const key = node.alias?.value ?? name;
      return [{ key, object: name.slice(0, -operation.length), operation, input, node }];
    });
}

async function runAll(
  metadata: OrgMetadata,
  { org, user }: GraphContext,
  plan: readonly Step[],
  info: GraphQLResolveInfo,
  allOrNone: boolean,
): Promise<Outcomes> {
  const outcomes = new Map<string, Payload | Error>();
  const done: Done = new Map();
  const steps = async (engine: Engine) => {
    for (const step of plan) {
      try {
        const whole = { ...step, input: await withReferences(engine, user, step.input, done) };
        const payload = await run(metadata, engine, user, whole, info);
        done.set(step.key, { object: step.object, id: payload.Id });
        outcomes.set(step.key, payload);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        outcomes.set(step.key, error);
        if (allOrNone) throw error;
      }
    }
  };
  if (!allOrNone) {
    await steps(org);
    return outcomes;
  }
  try {
    await org.transaction(steps);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    for (const { key } of plan) {
      if (!(outcomes.get(key) instanceof Error))
        outcomes.set(key, failure('ALL_OR_NONE_OPERATION_ROLLED_BACK', rolledBack));
    }
  }
  return outcomes;
}

/** Records of the operations that have succeeded, by their names or aliases. */
type Done = Map<string, { object: string; id: string }>;

const reference = /^@\{(\w+)(?:\.Record\.(?:Id|(\w+)\.value))?\}$/;

/** Fills in what references such as `@{AccountCreate}` or `@{first.Record.Name.value}` stand for. */
async function withReferences(
  engine: Engine,
  user: UserContext,
  input: RecordInput,
  done: Done,
): Promise<RecordInput> {
  const filled: RecordInput = {};
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      filled[name] = await withReferences(engine, user, value as RecordInput, done);
      continue;
    }
    const found = typeof value === 'string' ? reference.exec(value) : null;
    filled[name] = found ? await referred(engine, user, found, done) : value;
  }
  return filled;
}

async function referred(
  engine: Engine,
  user: UserContext,
  [whole, key = '', field]: RegExpExecArray,
  done: Done,
): Promise<unknown> {
  const made = done.get(key);
  if (!made) throw failure('INVALID_ARGUMENT', `${whole} refers to no earlier operation that succeeded`);
  if (field === undefined) return made.id;
  const record = await guarded(() => engine.retrieve(user, made.object, made.id, [field]));
  const value = Object.entries(record).find(([name]) => name.toLowerCase() === field.toLowerCase())?.[1];
  return value ?? null;
}

async function run(
  metadata: OrgMetadata,
  engine: Engine,
  user: UserContext,
  step: Step,
  info: GraphQLResolveInfo,
): Promise<Payload> {
  const id = saved(await guarded(() => collected(save(engine, user, step))));
  const object = findObject(metadata, step.object);
  const nodes = below([step.node], info.fragments, 'Record');
  if (!object || nodes.length === 0) return { Id: id };
  const columns = columnsOf(metadata, object, nodes, info.fragments);
  const soql = `SELECT ${columns.join(', ')} FROM ${object.name} WHERE Id = '${id}'`;
  const { records } = await guarded(() => engine.query(user, soql));
  const [record] = records;
  return record ? { Id: id, Record: record } : { Id: id };
}

function save(engine: Engine, user: UserContext, { object, operation, input }: Step): Promise<SaveResult[]> {
  const fields = (input[object] ?? {}) as RecordInput;
  const options = { allOrNone: true };
  if (operation === 'Create') return engine.insert(user, object, [{ ...fields }], options);
  if (operation === 'Update') return engine.update(user, object, [{ ...fields, Id: input['Id'] }], options);
  return engine.remove(user, object, [String(input['Id'])], options);
}

function saved([result]: readonly SaveResult[]): string {
  if (result?.success && result.id) return result.id;
  const errors = result?.errors ?? [];
  const message = errors.map((error) => error.message).join('; ');
  throw failure(
    errors[0]?.statusCode ?? 'UNKNOWN_EXCEPTION',
    message,
    errors.flatMap((error) => error.fields),
  );
}
