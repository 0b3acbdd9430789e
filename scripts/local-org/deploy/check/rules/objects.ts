/** Custom objects. */
import { rule, tooLong, type Rule } from '../rule.ts';
import { child, flagOf, has, textOf } from '../xml.ts';

const isCustom = (name: string) => name.endsWith('__c');
/** From wide to narrow; an outside user may never see more than an inside one. */
const WIDTHS = ['ReadWrite', 'Read', 'Private'];
/** Names that SOQL or the platform keeps for itself; which of them really fail is not documented. */
const RESERVED = new Set(
  'select from where limit order group user view type date number account contact'.split(' '),
);

export const objectRules: readonly Rule[] = [
  rule('object-elements', 'CustomObject', function* ({ root, name }) {
    const wanted = isCustom(name)
      ? ['label', 'pluralLabel', 'nameField', 'deploymentStatus', 'sharingModel']
      : ['label', 'pluralLabel'];
    if (!isCustom(name) && !name.endsWith('__mdt')) return;
    for (const element of wanted)
      if (!has(root, element)) yield `Must specify a non-empty ${element} for the CustomObject`;
    const nameField = child(root, 'nameField');
    if (nameField && (textOf(nameField, 'label') === '' || textOf(nameField, 'type') === ''))
      yield 'nameField must have a label and a type';
  }),
  rule('auto-number-format', ['CustomObject', 'CustomField'], function* ({ root, kind }) {
    const field = kind.type === 'CustomObject' ? child(root, 'nameField') : root;
    if (textOf(field, 'type') === 'AutoNumber' && !/\{0+\}/.test(textOf(field, 'displayFormat')))
      yield 'An auto-number needs a displayFormat with {0}';
  }),
  rule('object-sharing', 'CustomObject', function* ({ root, name }, project) {
    const inside = textOf(root, 'sharingModel');
    const outside = textOf(root, 'externalSharingModel');
    const detail = project
      .of('CustomField')
      .some((field) => field.object === name && textOf(field.root, 'type') === 'MasterDetail');
    if (detail && inside !== 'ControlledByParent')
      yield `Cannot set sharingModel to ${inside} on a CustomObject with a MasterDetail relationship field`;
    if (!detail && inside === 'ControlledByParent')
      yield 'sharingModel ControlledByParent needs a MasterDetail field';
    if (outside !== '' && WIDTHS.indexOf(outside) < WIDTHS.indexOf(inside))
      yield `${outside} is not a valid external sharing model for ${name} when the sharing model is ${inside}`;
  }),
  rule('object-switches', 'CustomObject', function* ({ root }) {
    const switches = ['enableSharing', 'enableBulkApi', 'enableStreamingApi'];
    const on = switches.filter((name) => flagOf(root, name));
    if (on.length !== 0 && on.length !== switches.length)
      yield `${switches.join(', ')} must all be true or all be false`;
  }),
  rule('object-lengths', 'CustomObject', function* ({ root, name }) {
    yield* tooLong('label', textOf(root, 'label'), 40);
    yield* tooLong('pluralLabel', textOf(root, 'pluralLabel'), 40);
    yield* tooLong('description', textOf(root, 'description'), 1000);
    yield* tooLong('The API name', name.replace(/__(c|mdt)$/, ''), 40);
  }),
  rule('reserved-name', 'CustomObject', function* ({ name }) {
    const bare = name.replace(/__(c|mdt)$/, '');
    if (bare !== name && RESERVED.has(bare.toLowerCase())) yield `${bare} is a reserved name: choose another`;
  }),
  rule('history-switch', 'CustomField', function* ({ root, object }, project) {
    const owner = project.object(object ?? '')?.component?.root;
    if (flagOf(root, 'trackHistory') && owner && !flagOf(owner, 'enableHistory'))
      yield 'trackHistory needs enableHistory on the object';
    if (flagOf(root, 'trackFeedHistory') && owner && !flagOf(owner, 'enableFeeds'))
      yield 'trackFeedHistory needs enableFeeds on the object';
  }),
];
