/** `uiapi.objectInfos`: the descriptions of objects as the UI API gives them, in GraphQL's names. */
import {
  GraphQLBoolean,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { GraphQLFieldConfig, GraphQLOutputType } from 'graphql';
import { supportedObject } from '../ui/fields.ts';
import { objectInfo } from '../ui/object-info.ts';
import type { GraphContext } from './connections.ts';
import { failure, guarded } from './errors.ts';

const mostObjects = 2_000;

const texts = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { type: GraphQLString }]));
const flags = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { type: GraphQLBoolean }]));
const numbers = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { type: GraphQLInt }]));
const listOf = (type: GraphQLOutputType) => ({ type: new GraphQLList(type) });
/** GraphQL writes the name that identifies a thing in its own way. */
const apiName = {
  ApiName: {
    type: new GraphQLNonNull(GraphQLString),
    resolve: (source: { apiName: string }) => source.apiName,
  },
};

const referenceTo = new GraphQLObjectType({
  name: 'ReferenceToInfo',
  fields: { ...apiName, nameFields: listOf(GraphQLString) },
});

const field = new GraphQLObjectType({
  name: 'Field',
  fields: {
    ...apiName,
    ...flags('calculated', 'compound', 'createable', 'custom', 'filterable', 'highScaleNumber'),
    ...flags('htmlFormatted', 'nameField', 'polymorphicForeignKey', 'reference', 'required'),
    ...flags('searchPrefilterable', 'sortable', 'unique', 'updateable'),
    ...texts('compoundComponentName', 'compoundFieldName', 'controllerName', 'dataType', 'extraTypeInfo'),
    ...texts('inlineHelpText', 'label', 'maskType', 'referenceTargetField', 'relationshipName'),
    ...numbers('length', 'precision', 'scale'),
    controllingFields: listOf(GraphQLString),
    referenceToInfos: listOf(referenceTo),
  },
});

const childRelationship = new GraphQLObjectType({
  name: 'ChildRelationship',
  fields: {
    ...texts('childObjectApiName', 'fieldName', 'relationshipName'),
    junctionIdListNames: listOf(GraphQLString),
    junctionReferenceTo: listOf(GraphQLString),
  },
});

const recordTypeInfo = new GraphQLObjectType({
  name: 'RecordTypeInfo',
  fields: {
    ...flags('available', 'defaultRecordTypeMapping', 'master'),
    ...texts('name', 'recordTypeId'),
  },
});

const themeInfo = new GraphQLObjectType({ name: 'ThemeInfo', fields: texts('color', 'iconUrl') });

const info = new GraphQLObjectType<ReturnType<typeof objectInfo>>({
  name: 'ObjectInfo',
  fields: {
    ...apiName,
    ...flags('createable', 'custom', 'deletable', 'feedEnabled', 'layoutable', 'mruEnabled', 'queryable'),
    ...flags('searchable', 'updateable'),
    ...texts('defaultRecordTypeId', 'keyPrefix', 'label', 'labelPlural'),
    nameFields: listOf(GraphQLString),
    childRelationships: listOf(childRelationship),
    fields: { ...listOf(field), resolve: (source) => Object.values(source.fields) },
    recordTypeInfos: {
      ...listOf(recordTypeInfo),
      resolve: (source) => Object.values(source.recordTypeInfos),
    },
    themeInfo: { type: themeInfo },
  },
});

/** The field of `UIAPI`. */
export const objectInfos: GraphQLFieldConfig<unknown, GraphContext> = {
  type: new GraphQLList(info),
  args: { apiNames: { type: new GraphQLList(GraphQLString) } },
  resolve: (_source, { apiNames }, { org, user }) => {
    const names = (apiNames ?? []) as string[];
    if (names.length === 0 || names.length > mostObjects) {
      throw failure('INVALID_ARGUMENT', `apiNames must name 1 to ${mostObjects} objects`);
    }
    return names.map((name) =>
      guarded(() =>
        Promise.resolve().then(() => objectInfo(org.metadata, user, supportedObject(org.metadata, name))),
      ),
    );
  },
};
