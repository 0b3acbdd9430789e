/** Permission sets and custom permissions. */
import type { Component, Project } from '../project.ts';
import { rule, tooLong, type Rule } from '../rule.ts';
import { readUserPermissions } from '../schema.ts';
import { children, flagOf, textOf, textsOf, type Element } from '../xml.ts';

const fieldEntries = ({ root }: Component) => children(root, 'fieldPermissions');
const objectEntries = ({ root }: Component) => children(root, 'objectPermissions');

function fieldOf(entry: Element, project: Project) {
  const [object = '', field = ''] = textOf(entry, 'field').split('.');
  return project.field(object, field);
}

/** Permission → those it depends on; each side as the element of `objectPermissions`. */
const DEPENDENCIES: readonly (readonly [string, readonly string[]])[] = [
  ['allowCreate', ['allowRead']],
  ['allowEdit', ['allowRead']],
  ['allowDelete', ['allowRead', 'allowEdit']],
  ['viewAllRecords', ['allowRead']],
  ['modifyAllRecords', ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords']],
];

function* missingDependencies(entry: Element): Iterable<string> {
  const object = textOf(entry, 'object');
  for (const [permission, needed] of DEPENDENCIES)
    for (const dependency of needed)
      if (flagOf(entry, permission) && !flagOf(entry, dependency))
        yield `Permission ${permission} ${object} depends on permission(s): ${dependency} ${object}`;
}

function* missingMasters(set: Component, project: Project): Iterable<string> {
  const readable = new Set(
    objectEntries(set)
      .filter((entry) => flagOf(entry, 'allowRead'))
      .map((entry) => textOf(entry, 'object')),
  );
  for (const object of readable)
    for (const field of project.object(object)?.fields.values() ?? [])
      if (field.type === 'MasterDetail' && field.referenceTo !== null && !readable.has(field.referenceTo))
        yield `Permission Read ${object} depends on permission(s): Read ${field.referenceTo}`;
}

let userPermissions: ReadonlySet<string> | undefined;

function* unknownReferences(set: Component, project: Project): Iterable<string> {
  for (const entry of objectEntries(set))
    if (!project.object(textOf(entry, 'object')))
      yield `In field: object - no CustomObject named ${textOf(entry, 'object')} found`;
  for (const entry of fieldEntries(set))
    if (!fieldOf(entry, project))
      yield `In field: field - no CustomField named ${textOf(entry, 'field')} found`;
  for (const entry of children(set.root, 'customPermissions'))
    if (!project.named('CustomPermission', textOf(entry, 'name')))
      yield `In field: customPermission - no CustomPermission named ${textOf(entry, 'name')} found`;
  for (const entry of children(set.root, 'customMetadataTypeAccesses'))
    if (!project.object(textOf(entry, 'name')))
      yield `In field: name - no CustomObject named ${textOf(entry, 'name')} found`;
  for (const entry of children(set.root, 'applicationVisibilities'))
    if (
      !project.named('CustomApplication', textOf(entry, 'application')) &&
      !textOf(entry, 'application').startsWith('standard__')
    )
      yield `In field: application - no CustomApplication named ${textOf(entry, 'application')} found`;
  for (const entry of children(set.root, 'tabSettings'))
    if (!project.named('CustomTab', textOf(entry, 'tab')) && !textOf(entry, 'tab').startsWith('standard-'))
      yield `In field: tab - no CustomTab named ${textOf(entry, 'tab')} found`;
  userPermissions ??= readUserPermissions();
  for (const entry of children(set.root, 'userPermissions'))
    if (!userPermissions.has(textOf(entry, 'name')))
      yield `Unknown user permission: ${textOf(entry, 'name')}`;
}

export const permissionRules: readonly Rule[] = [
  rule('required-field-permission', 'PermissionSet', function* (set, project) {
    for (const entry of fieldEntries(set))
      if (fieldOf(entry, project)?.required)
        yield `You cannot deploy to a required field: ${textOf(entry, 'field')}`;
  }),
  rule('field-permission', 'PermissionSet', function* (set, project) {
    for (const entry of fieldEntries(set)) {
      const name = textOf(entry, 'field');
      const type = fieldOf(entry, project)?.type ?? '';
      if (flagOf(entry, 'editable') && !flagOf(entry, 'readable')) yield `${name}: editable needs readable`;
      if (flagOf(entry, 'editable') && ['Formula', 'AutoNumber', 'Summary'].includes(type))
        yield `${name}: a field of this kind is never editable`;
      if (/__(mdt|e)\./.test(name))
        yield `${name}: fields of custom metadata and events have no field permissions`;
    }
  }),
  rule('object-permission-dependencies', 'PermissionSet', function* (set, project) {
    for (const entry of objectEntries(set)) yield* missingDependencies(entry);
    yield* missingMasters(set, project);
  }),
  rule('empty-permission', 'PermissionSet', function* (set) {
    for (const entry of [...objectEntries(set), ...fieldEntries(set)])
      if (!entry.children.some(({ text }) => text === 'true'))
        yield `${textOf(entry, 'object') || textOf(entry, 'field')}: an entry that allows nothing; leave it out`;
  }),
  rule('repeated-permission', 'PermissionSet', function* (set) {
    const names = [...textsOfAll(fieldEntries(set), 'field'), ...textsOfAll(objectEntries(set), 'object')];
    for (const name of new Set(names.filter((item, index) => names.indexOf(item) !== index)))
      yield `Duplicate entry for ${name}`;
  }),
  rule('permission-references', 'PermissionSet', unknownReferences),
  rule('permission-lengths', ['PermissionSet', 'CustomPermission'], function* ({ root, name }) {
    yield* tooLong('label', textOf(root, 'label'), 80);
    yield* tooLong('The API name', name, 80);
    yield* tooLong('description', textOf(root, 'description'), 255);
  }),
];

function textsOfAll(entries: readonly Element[], name: string): string[] {
  return entries.flatMap((entry) => textsOf(entry, name));
}
