/** The GraphQL types of one object: record, connection, filter and order. */
import {
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { GraphQLFieldConfig, GraphQLFieldConfigMap, GraphQLInputFieldConfigMap } from 'graphql';
import {
  findField,
  type FieldMetadata,
  type ObjectMetadata,
  type OrgMetadata,
} from '../../metadata/model.ts';
import { childRelationships } from '../../metadata/relationships.ts';
import type { SRecord } from '../../state/engine.ts';
import { display } from '../ui/display.ts';
import { parentOf } from './conditions.ts';
import { readConnection, type ConnectionArguments, type GraphContext } from './connections.ts';
import { kindOf, orderClause, pageInfo } from './scalars.ts';

type RecordFields = GraphQLFieldConfigMap<SRecord, GraphContext>;

/** The types of all objects that GraphQL reaches, each made once. */
export class ObjectTypes {
  private readonly made = new Map<string, ReturnType<ObjectTypes['make']>>();
  private readonly metadata: OrgMetadata;

  constructor(metadata: OrgMetadata) {
    this.metadata = metadata;
  }

  of(object: ObjectMetadata) {
    const types = this.made.get(object.name) ?? this.make(object);
    this.made.set(object.name, types);
    return types;
  }

  /** A field that lists records of an object; `fixed` binds the list to its parent. */
  list<Source>(object: ObjectMetadata, fixed: (source: Source) => string | undefined) {
    const { connection, filter, order } = this.of(object);
    const config: GraphQLFieldConfig<Source, GraphContext, ConnectionArguments> = {
      type: connection,
      args: {
        where: { type: filter },
        orderBy: { type: order },
        first: { type: GraphQLInt },
        after: { type: GraphQLString },
      },
      resolve: (source, args, context, info) => readConnection(context, object, args, info, fixed(source)),
    };
    return config as GraphQLFieldConfig<Source, GraphContext>;
  }

  private make(object: ObjectMetadata) {
    const { name } = object;
    const record = new GraphQLObjectType<SRecord, GraphContext>({
      name,
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
    const fits = (field: FieldMetadata) => field.filterable;
    const operators = (field: FieldMetadata) => kindOf(field).operators;
    const filter: GraphQLInputObjectType = new GraphQLInputObjectType({
      name: `${object.name}_Filter`,
      fields: () => ({
        and: { type: new GraphQLList(filter) },
        or: { type: new GraphQLList(filter) },
        not: { type: filter },
        ...this.inputs(object, fits, operators, 'filter'),
      }),
    });
    return filter;
  }

  private order(object: ObjectMetadata): GraphQLInputObjectType {
    const fits = (field: FieldMetadata) => field.sortable;
    return new GraphQLInputObjectType({
      name: `${object.name}_OrderBy`,
      fields: () => this.inputs(object, fits, () => orderClause, 'order'),
    });
  }

  private inputs(
    object: ObjectMetadata,
    fits: (field: FieldMetadata) => boolean,
    type: (field: FieldMetadata) => GraphQLInputObjectType,
    deeper: 'filter' | 'order',
  ): GraphQLInputFieldConfigMap {
    const fields = [...object.fields.values()].filter((field) => fits(field));
    const own = fields.map((field) => [field.name, { type: type(field) }] as const);
    const parents = this.parents(object).map(
      ([name, parent]) => [name, { type: this.of(parent)[deeper] }] as const,
    );
    return Object.fromEntries([...parents, ...own]);
  }

  private parents(object: ObjectMetadata): [string, ObjectMetadata][] {
    return [...object.fields.values()].flatMap(({ relationshipName }) => {
      const parent = relationshipName ? parentOf(this.metadata, object, relationshipName) : undefined;
      return relationshipName && parent ? [[relationshipName, parent] as [string, ObjectMetadata]] : [];
    });
  }

  private recordFields(object: ObjectMetadata): RecordFields {
    const fields: RecordFields = {
      ApiName: { type: new GraphQLNonNull(GraphQLString), resolve: () => object.name },
    };
    for (const { name, field, child } of this.children(object)) {
      fields[name] = this.list<SRecord>(child, (parent) => `${field} = '${String(parent['Id'])}'`);
    }
    for (const [name, parent] of this.parents(object)) {
      fields[name] = { type: this.of(parent).record, resolve: (record) => record[name] ?? null };
    }
    for (const field of object.fields.values()) {
      fields[field.name] = {
        type: kindOf(field).value,
        resolve: (record, _args, { user }) => display(field, record[field.name], user),
      };
    }
    fields['Id'] = { type: new GraphQLNonNull(GraphQLID), resolve: (record) => record['Id'] };
    return fields;
  }

  /** Lists below a record. Files hang on records of every kind, though the link names only one. */
  private children(object: ObjectMetadata): { name: string; field: string; child: ObjectMetadata }[] {
    const named = childRelationships(this.metadata, object).flatMap(({ child, field, name }) =>
      name && child.uiApi ? [{ name, field: field.name, child }] : [],
    );
    const links = this.metadata.objects.get('contentdocumentlink');
    if (object.kind !== 'custom' || !links || !findField(links, 'LinkedEntityId')) return named;
    return [...named, { name: 'ContentDocumentLinks', field: 'LinkedEntityId', child: links }];
  }
}
