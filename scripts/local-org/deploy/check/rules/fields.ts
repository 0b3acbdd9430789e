/** Custom fields, apart from their relationships. */
import { repeated, rule, tooLong, type Rule } from '../rule.ts';
import { child, children, flagOf, has, textOf, type Element } from '../xml.ts';

/** Elements that a type cannot do without. A formula field is described by its result type and needs none of them. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  Text: ['length'],
  LongTextArea: ['length', 'visibleLines'],
  Html: ['length', 'visibleLines'],
  MultiselectPicklist: ['visibleLines', 'valueSet'],
  Picklist: ['valueSet'],
  Number: ['precision', 'scale'],
  Currency: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Checkbox: ['defaultValue'],
  Lookup: ['referenceTo', 'relationshipName'],
  MasterDetail: ['referenceTo', 'relationshipName'],
};
const MAX_LENGTHS: Readonly<Record<string, number>> = { Text: 255, LongTextArea: 131072, Html: 131072 };
const RESTRICTED_VALUES = 1000;

const isFormula = (root: Element) => has(root, 'formula');
/** Custom metadata relates to types and entities in a way of its own. */
const ignored = (root: Element) => textOf(root, 'type') === 'MetadataRelationship';

export const fieldRules: readonly Rule[] = [
  rule('field-lengths', 'CustomField', function* ({ root }) {
    if (textOf(root, 'label') === '') yield 'Must specify a non-empty label for the CustomField';
    yield* tooLong('label', textOf(root, 'label'), 40);
    yield* tooLong('inlineHelpText', textOf(root, 'inlineHelpText'), 510);
    yield* tooLong('description', textOf(root, 'description'), 1000);
  }),
  rule('field-type-elements', 'CustomField', function* ({ root }) {
    const type = textOf(root, 'type');
    if (type === 'Formula')
      yield "'Formula' is not a valid value for the enum 'FieldType': name the type of the result";
    if (isFormula(root) || ignored(root)) return;
    for (const element of NEEDED[type] ?? [])
      if (!has(root, element)) yield `Must specify '${element}' for a CustomField of type ${type}`;
    const limit = MAX_LENGTHS[type];
    if (limit !== undefined && Number(textOf(root, 'length')) > limit)
      yield `length of a CustomField of type ${type} is at most ${limit}`;
  }),
  rule('field-precision', 'CustomField', function* ({ root }) {
    if (!has(root, 'precision')) return;
    const [precision, scale] = [Number(textOf(root, 'precision')), Number(textOf(root, 'scale') || '0')];
    if (precision > 18 || scale > precision)
      yield `precision (${precision}) is at most 18 and not less than scale (${scale})`;
  }),
  rule('text-area-length', 'CustomField', function* ({ root }) {
    if (textOf(root, 'type') === 'TextArea' && has(root, 'length'))
      yield "Can not specify 'length' for a CustomField of type TextArea";
  }),
  rule('unique-field', 'CustomField', function* ({ root }) {
    const type = textOf(root, 'type');
    for (const element of ['unique', 'externalId'])
      if (flagOf(root, element) && !['Text', 'Number', 'Email', 'AutoNumber'].includes(type))
        yield `Can not specify '${element}' for a CustomField of type ${type}`;
  }),
  rule('lookup-default', 'CustomField', function* ({ root }) {
    const type = textOf(root, 'type');
    if (
      has(root, 'defaultValue') &&
      ['Lookup', 'MasterDetail', 'LongTextArea', 'Html', 'AutoNumber', 'Summary'].includes(type)
    )
      yield `Can not specify 'defaultValue' for a CustomField of type ${type}`;
  }),
  rule('value-set', 'CustomField', function* ({ root }) {
    const set = child(root, 'valueSet');
    if (!set) return;
    if (has(set, 'valueSetName') === has(set, 'valueSetDefinition'))
      yield 'Value set must reference a value set name or define a value set, but not both';
    const values = children(child(set, 'valueSetDefinition'), 'value');
    for (const [value] of repeated(values, (item) => textOf(item, 'fullName')))
      yield `duplicate value found: [${textOf(value, 'fullName')}] is defined multiple times`;
    if (flagOf(set, 'restricted') && values.length > RESTRICTED_VALUES)
      yield `a restricted value set holds at most ${RESTRICTED_VALUES} values`;
    if (values.filter((value) => flagOf(value, 'default')).length > 1)
      yield 'A value set has at most one default value';
    if (has(set, 'controllingField') !== has(set, 'valueSettings'))
      yield 'A dependent picklist needs controllingField and valueSettings';
  }),
];
