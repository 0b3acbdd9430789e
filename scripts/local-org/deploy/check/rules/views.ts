/** Validation rules (apart from their formula), record types, list views and layouts. */
import type { Component, Project } from '../project.ts';
import { rule, tooLong, type Rule } from '../rule.ts';
import { child, children, has, textOf, textsOf } from '../xml.ts';

/** Columns that every custom object has besides its own fields. */
const STANDARD_COLUMNS = new Set(
  'NAME CREATED_DATE CREATEDBY_USER CREATEDBY_USER.ALIAS LAST_UPDATE UPDATEDBY_USER UPDATEDBY_USER.ALIAS OWNER.ALIAS OWNER.FIRST_NAME OWNER.LAST_NAME RECORDTYPE'.split(
    ' ',
  ),
);
const BUSINESS_PROCESS = new Set(['Opportunity', 'Lead', 'Case', 'Solution']);
const FILTER_LIMIT = 10;

function* unknownColumns(columns: readonly string[], view: Component, project: Project): Iterable<string> {
  for (const column of columns)
    if (!STANDARD_COLUMNS.has(column) && !project.field(view.object ?? '', column))
      yield `Could not resolve list view column: ${column}`;
}

function valuesOf(field: Component | null | undefined): string[] | undefined {
  const set = child(child(field?.root, 'valueSet'), 'valueSetDefinition');
  return set && children(set, 'value').map((value) => textOf(value, 'fullName'));
}

function* filterFaults(view: Component, project: Project): Iterable<string> {
  const filters = children(view.root, 'filters');
  yield* unknownColumns(
    filters.map((filter) => textOf(filter, 'field')),
    view,
    project,
  );
  if (filters.length > FILTER_LIMIT) yield `A list view has at most ${FILTER_LIMIT} filters`;
  for (const filter of filters) {
    const known = valuesOf(project.field(view.object ?? '', textOf(filter, 'field'))?.component);
    for (const value of textOf(filter, 'value')
      .split(',')
      .filter((item) => item !== ''))
      if (known && !known.includes(value))
        yield `Filter value ${value} is no value of ${textOf(filter, 'field')}`;
  }
}

export const viewRules: readonly Rule[] = [
  rule('validation-rule-name', 'ValidationRule', function* ({ name }) {
    if (!/^[A-Za-z](?!.*__)\w*(?<!_)$/.test(name))
      yield 'The validation name can only contain alphanumeric characters, must begin with a letter, cannot end with an underscore or contain two consecutive underscore characters';
    yield* tooLong('The validation name', name, 40);
  }),
  rule('validation-rule-message', 'ValidationRule', function* ({ root, object }, project) {
    yield* tooLong('errorMessage', textOf(root, 'errorMessage'), 255);
    const field = textOf(root, 'errorDisplayField');
    if (field !== '' && !project.field(object ?? '', field))
      yield `errorDisplayField ${field} is no field of ${object}; the org would show the message at the top of the page`;
  }),
  rule('record-type', 'RecordType', function* ({ root, name, object }, project) {
    yield* tooLong('description', textOf(root, 'description'), 255);
    yield* tooLong('label', textOf(root, 'label'), 80);
    yield* tooLong('The API name', name, 80);
    if (BUSINESS_PROCESS.has(object ?? '') && !has(root, 'businessProcess'))
      yield 'Required field is missing: businessProcess';
    for (const picklist of children(root, 'picklistValues')) {
      const known = valuesOf(project.field(object ?? '', textOf(picklist, 'picklist'))?.component);
      for (const value of children(picklist, 'values'))
        if (!known?.includes(textOf(value, 'fullName')))
          yield `Picklist value: ${textOf(value, 'fullName')} in picklist: ${textOf(picklist, 'picklist')} not found`;
    }
  }),
  rule('list-view', 'ListView', function* (view, project) {
    yield* tooLong('Value too long for field: Name. label', textOf(view.root, 'label'), 40);
    yield* tooLong('The API name', view.name, 80);
    yield* unknownColumns(textsOf(view.root, 'columns'), view, project);
    yield* filterFaults(view, project);
  }),
  rule('layout', 'Layout', function* ({ root, name }, project) {
    const object = name.slice(0, name.indexOf('-'));
    const items = children(root, 'layoutSections').flatMap((section) =>
      children(section, 'layoutColumns').flatMap((column) => children(column, 'layoutItems')),
    );
    for (const item of items) {
      const field = project.field(object, textOf(item, 'field'));
      if (has(item, 'field') && !field)
        yield `In field: field - no CustomField named ${object}.${textOf(item, 'field')} found`;
    }
    for (const field of project.object(object)?.fields.values() ?? []) {
      const item = items.find((entry) => textOf(entry, 'field') === field.name);
      if (field.component && field.required && textOf(item, 'behavior') !== 'Required')
        yield `Required field ${field.name} must be on the layout with the behavior Required`;
    }
    for (const list of children(root, 'relatedLists')) {
      const [child = '', key = ''] = textOf(list, 'relatedList').split('.');
      if (project.field(child, key)?.referenceTo !== object)
        yield `Invalid related list: ${textOf(list, 'relatedList')}`;
    }
  }),
];
