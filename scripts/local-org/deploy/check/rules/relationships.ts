/** Lookups, master-detail relationships and roll-ups. */
import type { Component, Project } from '../project.ts';
import { repeated, rule, tooLong, type Rule } from '../rule.ts';
import { child, children, flagOf, has, textOf } from '../xml.ts';

const typeOf = ({ root }: Component) => textOf(root, 'type');
const isRelationship = (field: Component) => ['Lookup', 'MasterDetail'].includes(typeOf(field));

/** Two children of one parent under one name could not be told apart in a query. */
const relationshipNames: Rule = {
  id: 'relationship-name',
  check: (project) => {
    const fields = project.of('CustomField').filter(isRelationship);
    const key = ({ root }: Component) => `${textOf(root, 'referenceTo')}.${textOf(root, 'relationshipName')}`;
    const twice = repeated(fields, key).map(([field, earlier]) => ({
      file: field.file.path,
      message: `Child Relationship Name ${textOf(field.root, 'relationshipName')} is in use already by ${earlier.object}.${earlier.name}`,
    }));
    const odd = fields.flatMap((field) =>
      oddities(textOf(field.root, 'relationshipName')).map((message) => ({ file: field.file.path, message })),
    );
    return [...twice, ...odd];
  },
};

function oddities(name: string): string[] {
  const pattern = /^[A-Za-z](?!.*__)\w*(?<!_)$/.test(name)
    ? []
    : [`relationshipName "${name}" is not a valid name`];
  return [...pattern, ...tooLong('relationshipName', name, 40)];
}

function masterDetails(project: Project, object: string | null): Component[] {
  return project
    .of('CustomField')
    .filter((field) => field.object === object && typeOf(field) === 'MasterDetail');
}

export const relationshipRules: readonly Rule[] = [
  relationshipNames,
  rule('reference-target', 'CustomField', function* (field, project) {
    const target = textOf(field.root, 'referenceTo');
    if (target !== '' && isRelationship(field) && !project.object(target))
      yield `In field: referenceTo - no CustomObject named ${target} found`;
  }),
  rule('master-detail', 'CustomField', function* (field, project) {
    if (typeOf(field) !== 'MasterDetail') return;
    if (has(field.root, 'required')) yield 'Master-Detail Relationship Fields Cannot be Optional or Required';
    for (const element of ['deleteConstraint', 'lookupFilter'])
      if (has(field.root, element))
        yield `Can not specify '${element}' for a CustomField of type MasterDetail`;
    if (!['', '0', '1'].includes(textOf(field.root, 'relationshipOrder')))
      yield 'relationshipOrder of a MasterDetail is 0 or 1';
    if (masterDetails(project, field.object).length > 2)
      yield 'An object has at most two MasterDetail fields';
  }),
  rule('lookup', 'CustomField', function* (field) {
    if (typeOf(field) === 'Hierarchy' && has(field.root, 'referenceTo'))
      yield "Can not specify 'referenceTo' for a CustomField of type Hierarchy";
    if (typeOf(field) !== 'Lookup') return;
    if (has(field.root, 'relationshipOrder'))
      yield "Can not specify 'relationshipOrder' for a CustomField of type Lookup";
    const constraint = textOf(field.root, 'deleteConstraint') || 'SetNull';
    if (flagOf(field.root, 'required') && constraint === 'SetNull')
      yield 'field integrity exception: unknown (must specify either cascade delete or restrict delete for required lookup foreign key)';
  }),
  rule('lookup-filter', 'CustomField', function* ({ root }) {
    const filter = child(root, 'lookupFilter');
    if (!filter) return;
    const items = children(filter, 'filterItems').length;
    if (items < 1 || items > 10) yield 'lookupFilter holds one to ten filterItems';
  }),
  rule('roll-up', 'CustomField', function* (field, project) {
    if (typeOf(field) !== 'Summary') return;
    for (const element of ['precision', 'scale', 'required', 'length'])
      if (has(field.root, element)) yield `Can not specify '${element}' for a CustomField of type Summary`;
    const [detail = '', key = ''] = textOf(field.root, 'summaryForeignKey').split('.');
    const foreign = project.field(detail, key);
    if (foreign?.type !== 'MasterDetail' || foreign.referenceTo !== field.object)
      yield 'summaryForeignKey must name a MasterDetail field to this object in the CustomObject.CustomField format';
    const counted = textOf(field.root, 'summaryOperation') === 'count';
    if (counted === has(field.root, 'summarizedField'))
      yield 'summarizedField is needed, and not allowed for a count';
    if (!counted && !textOf(field.root, 'summarizedField').includes('.'))
      yield 'Must specify the name in the CustomObject.CustomField format (e.g. Account.MyNewCustomField)';
  }),
];
