/** The GraphQL types of one object for one user: record, connection, filter and order. What he may not see is absent. */
import {
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import type { GraphQLFieldConfig, GraphQLFieldConfigMap, GraphQLInputFieldConfigMap } from 'graphql';
import { findField, findObject } from '../../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import { childRelationships } from '../../metadata/relationships.ts';
import type { SRecord, UserContext } from '../../state/engine.ts';
import { display } from '../ui/display.ts';
import { nameFieldOf } from '../ui/fields.ts';
import { readConnection, type ConnectionArguments, type GraphContext } from './connections.ts';
import { readParent } from './parents.ts';
import { idOperators, kindOf, orderClause, pageInfo } from './scalars.ts';

type RecordFields = GraphQLFieldConfigMap<SRecord, GraphContext>;

/** What all records have in common. */
const anyRecord = new GraphQLInterfaceType({
  name: 'Record',
  fields: {
    Id: { type: new GraphQLNonNull(GraphQLID) },
    ApiName: { type: new GraphQLNonNull(GraphQLString) },
    WeakEtag: { type: new GraphQLNonNull(GraphQLFloat) },
    DisplayValue: { type: GraphQLString },
  },
});

/** The types of all objects that GraphQL reaches for a user, each made once. */
export class ObjectTypes {
  readonly objects: readonly ObjectMetadata[];
  private readonly made = new Map<string, ReturnType<ObjectTypes['make']>>();
  private readonly scopes = new Map<string, GraphQLEnumType>();
  private readonly polymorphic = new Map<
    string,
    { union: GraphQLUnionType; filter: GraphQLInputObjectType }
  >();
  private readonly ids = idOperators(() => this.join);
  private readonly join: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: 'JoinInput',
    fields: () => ({
      ...Object.fromEntries(
        this.objects.map((object) => [object.name, { type: this.of(object).filter }] as const),
      ),
      ApiName: { type: GraphQLString },
    }),
  });
  private readonly metadata: OrgMetadata;
  private readonly user: UserContext;

  constructor(metadata: OrgMetadata, user: UserContext) {
    this.metadata = metadata;
    this.user = user;
    this.objects = [...metadata.objects.values()].filter(
      (object) => object.uiApi && object.queryable && user.object(object.name).read,
    );
  }

  of(object: ObjectMetadata) {
    const types = this.made.get(object.name) ?? this.make(object);
    this.made.set(object.name, types);
    return types;
  }

  /** The fields of an object that the user may read. */
  fields(object: ObjectMetadata): FieldMetadata[] {
    return [...object.fields.values()].filter((field) => this.user.field(object.name, field.name).read);
  }

  /** The arguments that lists and aggregates have in common. */
  listArguments(object: ObjectMetadata) {
    const { filter, order } = this.of(object);
    return {
      where: { type: filter },
      orderBy: { type: order },
      first: { type: GraphQLInt },
      after: { type: GraphQLString },
      scope: { type: this.scope(object) },
    };
  }

  /** A field that lists records of an object; `fixed` binds the list to its parent. */
  list<Source>(object: ObjectMetadata, fixed: (source: Source) => string | undefined) {
    const config: GraphQLFieldConfig<Source, GraphContext, ConnectionArguments> = {
      type: this.of(object).connection,
      args: { ...this.listArguments(object), upperBound: { type: GraphQLInt } },
      resolve: (source, args, context, info) => readConnection(context, object, args, info, fixed(source)),
    };
    return config as GraphQLFieldConfig<Source, GraphContext>;
  }

  private scope(object: ObjectMetadata): GraphQLEnumType {
    const own = object.fields.has('ownerid') ? { MINE: {} } : {};
    const known = this.scopes.get(object.name);
    if (known) return known;
    const scope = new GraphQLEnumType({
      name: `${object.name.toUpperCase()}_SCOPE`,
      values: { EVERYTHING: {}, ...own },
    });
    this.scopes.set(object.name, scope);
    return scope;
  }

  private make(object: ObjectMetadata) {
    const { name } = object;
    const record = new GraphQLObjectType<SRecord, GraphContext>({
      name,
      interfaces: object.fields.has('id') ? [anyRecord] : [],
      isTypeOf: (value: SRecord) => entityOf(value) === name,
      fields: () => this.recordFields(object),
    });
    const edge = new GraphQLObjectType({
      name: `${name}Edge`,
      fields: { node: { type: record }, cursor: { type: GraphQLString } },
    });
    const connection = new GraphQLObjectType({
      name: `${name}Connection`,
      fields: {
        edges: { type: new GraphQLList(edge) },
        pageInfo: { type: new GraphQLNonNull(pageInfo) },
        totalCount: { type: new GraphQLNonNull(GraphQLInt) },
        pageResultCount: { type: new GraphQLNonNull(GraphQLInt) },
      },
    });
    return { record, connection, filter: this.filter(object), order: this.order(object) };
  }

  private filter(object: ObjectMetadata): GraphQLInputObjectType {
    const filter: GraphQLInputObjectType = new GraphQLInputObjectType({
      name: `${object.name}_Filter`,
      fields: () => {
        const inputs: GraphQLInputFieldConfigMap = {
          and: { type: new GraphQLList(filter) },
          or: { type: new GraphQLList(filter) },
          not: { type: filter },
        };
        for (const way of this.ways(object)) {
          const [only] = way.targets;
          const type =
            way.targets.length === 1 && only ? this.of(only).filter : this.kinds(object, way).filter;
          inputs[way.name] = { type };
        }
        for (const field of this.fields(object)) {
          if (field.filterable) inputs[field.name] = { type: kindOf(field).operators ?? this.ids };
        }
        return inputs;
      },
    });
    return filter;
  }

  private order(object: ObjectMetadata): GraphQLInputObjectType {
    return new GraphQLInputObjectType({
      name: `${object.name}_OrderBy`,
      fields: () => {
        const inputs: GraphQLInputFieldConfigMap = {};
        for (const { name, targets } of this.ways(object)) {
          const [only] = targets;
          if (targets.length === 1 && only) inputs[name] = { type: this.of(only).order };
        }
        for (const field of this.fields(object)) {
          if (field.sortable) inputs[field.name] = { type: orderClause };
        }
        return inputs;
      },
    });
  }

  /** The ways up that the user may go: to one kind of parent, or to one of several. */
  private ways(object: ObjectMetadata): Way[] {
    return this.fields(object).flatMap((field) => {
      const targets = field.referenceTo
        .map((name) => findObject(this.metadata, name))
        .filter((target) => target !== undefined)
        .filter((target) => this.objects.includes(target));
      const name = field.relationshipName;
      return name && targets.length > 0 ? [{ name, field, targets }] : [];
    });
  }

  private kinds(object: ObjectMetadata, { name, targets }: Way) {
    const key = `${object.name}_${name}`;
    const known = this.polymorphic.get(key) ?? {
      union: new GraphQLUnionType({
        name: key,
        types: () => targets.map((target) => this.of(target).record),
        resolveType: entityOf,
      }),
      filter: new GraphQLInputObjectType({
        name: `${key}_Filters`,
        fields: () =>
          Object.fromEntries(targets.map((target) => [target.name, { type: this.of(target).filter }])),
      }),
    };
    this.polymorphic.set(key, known);
    return known;
  }

  private recordFields(object: ObjectMetadata): RecordFields {
    const label = nameFieldOf(object);
    const fields: RecordFields = {
      ApiName: { type: new GraphQLNonNull(GraphQLString), resolve: () => object.name },
      WeakEtag: {
        type: new GraphQLNonNull(GraphQLFloat),
        resolve: ({ SystemModstamp: stamp }) =>
          typeof stamp === 'string' ? Temporal.Instant.from(stamp).epochMilliseconds : 0,
      },
      DisplayValue: {
        type: GraphQLString,
        resolve: (record) => (label ? (record[label.name] ?? null) : null),
      },
    };
    for (const { name, field, child } of this.children(object)) {
      fields[name] = this.list<SRecord>(child, (parent) => `${field} = '${String(parent['Id'])}'`);
    }
    for (const way of this.ways(object)) fields[way.name] = this.parentField(object, way);
    for (const field of this.fields(object)) {
      fields[field.name] = {
        type: kindOf(field).value,
        resolve: (record, _args, { reader }) => display(field, record[field.name], reader),
      };
    }
    fields['Id'] = { type: new GraphQLNonNull(GraphQLID), resolve: (record) => record['Id'] };
    return fields;
  }

  private parentField(object: ObjectMetadata, way: Way): GraphQLFieldConfig<SRecord, GraphContext> {
    const { name, field, targets } = way;
    const [only] = targets;
    if (field.referenceTo.length === 1 && only) {
      return { type: this.of(only).record, resolve: (record) => record[name] ?? null };
    }
    return {
      type: this.kinds(object, way).union,
      resolve: (record, _args, context, info) => {
        const id = record[field.name];
        const target = targets.find(({ keyPrefix }) => typeof id === 'string' && id.startsWith(keyPrefix));
        return target ? readParent(context, target, String(id), info) : null;
      },
    };
  }

  /** Lists below a record. Files hang on records of every kind, though the link names only one. */
  private children(object: ObjectMetadata): { name: string; field: string; child: ObjectMetadata }[] {
    const named = childRelationships(this.metadata, object).flatMap(({ child, field, name }) =>
      name && this.objects.includes(child) && this.user.field(child.name, field.name).read
        ? [{ name, field: field.name, child }]
        : [],
    );
    const links = this.metadata.objects.get('contentdocumentlink');
    const isKnown = named.some(({ name }) => name === 'ContentDocumentLinks');
    if (object.kind !== 'custom' || isKnown || !links || !findField(links, 'LinkedEntityId')) return named;
    return [...named, { name: 'ContentDocumentLinks', field: 'LinkedEntityId', child: links }];
  }
}

interface Way {
  /** Relationship name. */
  name: string;
  field: FieldMetadata;
  targets: ObjectMetadata[];
}

/** The object of a record; a parent of several kinds says `Name` of itself, and its address what it is. */
function entityOf({ attributes }: SRecord): string {
  return attributes.url?.split('/').at(-2) ?? attributes.type;
}
