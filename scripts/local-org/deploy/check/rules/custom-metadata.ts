/** Records of custom metadata types. */
import type { Component, FieldSymbol, Project } from '../project.ts';
import { rule, tooLong, type Rule } from '../rule.ts';
import { child, children, flagOf, has, textOf, type Element } from '../xml.ts';

/** XML schema types that a field of each type takes; a picklist value of another type stops the whole deploy. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  Number: ['double', 'int', 'string'],
  Percent: ['double', 'int', 'string'],
  Date: ['date', 'dateTime'],
  DateTime: ['date', 'dateTime'],
  Checkbox: ['boolean'],
  Text: ['string'],
  TextArea: ['string'],
  LongTextArea: ['string'],
  Email: ['string'],
  Url: ['string'],
  Phone: ['string'],
  Picklist: ['string'],
  MetadataRelationship: ['string'],
};

const typeOf = ({ name }: Component) => `${name.slice(0, name.indexOf('.'))}__mdt`;
const isNil = (value: Element | undefined) => value?.attributes['xsi:nil'] === 'true';

/** Each `<values>` with the field it names, as far as the type has it. */
function entries(
  record: Component,
  project: Project,
): { field: FieldSymbol; label: string; value: Element | undefined }[] {
  return children(record.root, 'values').flatMap((entry) => {
    const field = project.field(typeOf(record), textOf(entry, 'field'));
    return field?.component
      ? [{ field, label: textOf(field.component.root, 'label'), value: child(entry, 'value') }]
      : [];
  });
}

function* valueFaults({
  field,
  label,
  value,
}: {
  field: FieldSymbol;
  label: string;
  value: Element | undefined;
}): Iterable<string> {
  const given = value?.attributes['xsi:type']?.replace(/^xsd:/, '');
  if (given === undefined) {
    yield `${label}: value without xsi:type`;
    return;
  }
  if (!ACCEPTED[field.type]?.includes(given))
    yield `${label}: value not of required type: ${value?.text ?? ''}`;
  if (['double', 'int'].includes(given) && !/^-?\d+(\.\d+)?$/.test(value?.text ?? ''))
    yield `${label}: value not of required type: ${value?.text ?? ''}`;
  const length = Number(textOf(field.component?.root, 'length') || 'Infinity');
  if ((value?.text.length ?? 0) > length) yield `${label}: data value too large: (max length=${length})`;
  const set = child(child(field.component?.root, 'valueSet'), 'valueSetDefinition');
  if (set && !children(set, 'value').some((item) => textOf(item, 'fullName') === value?.text))
    yield `${label}: bad value for restricted picklist field: ${value?.text ?? ''}`;
}

export const customMetadataRules: readonly Rule[] = [
  rule('custom-metadata-value', 'CustomMetadata', function* (record, project) {
    for (const entry of entries(record, project)) if (!isNil(entry.value)) yield* valueFaults(entry);
  }),
  rule('custom-metadata-required', 'CustomMetadata', function* (record, project) {
    if (!has(record.root, 'label')) yield 'Required fields are missing: [MasterLabel]';
    const given = new Set(
      entries(record, project)
        .filter(({ value }) => value && !isNil(value))
        .map(({ field }) => field.name),
    );
    for (const field of project.object(typeOf(record))?.fields.values() ?? [])
      if (field.component && flagOf(field.component.root, 'required') && !given.has(field.name))
        yield `Required fields are missing: [${field.name}]`;
  }),
  rule('custom-metadata-fields', 'CustomMetadata', function* (record, project) {
    const type = typeOf(record);
    if (!project.object(type)) {
      yield `Custom metadata type ${type} is not available in this organization.`;
      return;
    }
    for (const entry of children(record.root, 'values'))
      if (!project.field(type, textOf(entry, 'field'))?.component)
        yield `${type}: could not find fields: ${textOf(entry, 'field')}`;
    yield* tooLong('Value too long for field: fullName', record.name.slice(record.name.indexOf('.') + 1), 40);
  }),
];
