/** Change-event channels, tabs, apps, pages, labels and component bundles. */
import { repeated, rule, tooLong, type Rule } from '../rule.ts';
import { child, children, flagOf, has, textOf, textsOf, type Element } from '../xml.ts';

const TARGETS = new Set(
  'AppPage RecordPage HomePage Tab UtilityBar FlowScreen RecordAction UrlAddressable Inbox'
    .split(' ')
    .map((name) => `lightning__${name}`),
);

/** Object behind a change event: `Access__ChangeEvent` → `Access__c`, `LeadChangeEvent` → `Lead`. */
function eventObject(entity: string): string | undefined {
  const custom = /^(\w+)__ChangeEvent$/.exec(entity)?.[1];
  return custom === undefined ? /^([A-Za-z]+)ChangeEvent$/.exec(entity)?.[1] : `${custom}__c`;
}

/** All component instances of a page, those in facets included. */
function instances(page: Element): Element[] {
  return children(page, 'flexiPageRegions').flatMap((region) =>
    children(region, 'itemInstances').flatMap((item) => children(item, 'componentInstance')),
  );
}

export const pageRules: readonly Rule[] = [
  rule('channel-member', 'PlatformEventChannelMember', function* ({ root, name }, project) {
    const [channel, entity] = [textOf(root, 'eventChannel'), textOf(root, 'selectedEntity')];
    if (channel !== 'ChangeEvents' && !channel.endsWith('__chn'))
      yield `Unable to find the specified channel: ${channel}`;
    const object = eventObject(entity);
    if (object === undefined || !project.object(object))
      yield `You specified an invalid event in the 'selectedEntity' field: ${entity}`;
    if (name.includes('__'))
      yield `Cannot create a new component with the namespace: ${name.slice(0, name.indexOf('__'))}`;
    for (const field of children(root, 'enrichedFields'))
      if (textOf(field, 'name').includes('.'))
        yield `The selected field, ${textOf(field, 'name')}, isn't valid`;
    if (/^\s*where\b/i.test(textOf(root, 'filterExpression')))
      yield 'filterExpression is written without WHERE';
  }),
  rule('tab', 'CustomTab', function* ({ root, name }, project) {
    if (flagOf(root, 'customObject')) {
      const extra = root.children.find(
        (item) => !['customObject', 'motif', 'description'].includes(item.name),
      );
      if (extra)
        yield `Element ${extra.name} invalid at this location in type CustomTab: a tab of an object takes its label from there`;
      if (!project.object(name)) yield `In field: customObject - no CustomObject named ${name} found`;
      return;
    }
    if (textOf(root, 'label') === '') yield 'A tab without an object needs a label';
    const page = textOf(root, 'flexiPage');
    if (page !== '' && !project.named('FlexiPage', page))
      yield `In field: flexiPage - no FlexiPage named ${page} found`;
    const bundle = textOf(root, 'lwcComponent');
    if (bundle !== '' && !project.named('LightningComponentBundle', bundle))
      yield `In field: lwcComponent - no LightningComponentBundle named ${bundle} found`;
  }),
  rule('application', 'CustomApplication', function* ({ root }, project) {
    for (const element of ['label', 'uiType', 'navType'])
      if (!has(root, element)) yield `Required field is missing: ${element}`;
    if (!textsOf(root, 'formFactors').includes('Large')) yield 'formFactors must include Large';
    for (const tab of textsOf(root, 'tabs'))
      if (!tab.startsWith('standard-') && !project.named('CustomTab', tab))
        yield `In field: tab - no CustomTab named ${tab} found`;
    for (const override of children(root, 'actionOverrides')) {
      const page = textOf(override, 'content');
      if (page !== '' && !project.named('FlexiPage', page))
        yield `In field: content - no FlexiPage named ${page} found`;
    }
  }),
  rule('flexipage', 'FlexiPage', function* ({ root, name }, project) {
    if (name.includes('__c_')) yield 'Cannot create component with namespace: a page name holds no __c_';
    const regions = children(root, 'flexiPageRegions');
    for (const [region] of repeated(regions, (item) => textOf(item, 'name')))
      yield `Region ${textOf(region, 'name')} is given twice`;
    for (const item of regions.flatMap((region) => children(region, 'itemInstances')))
      if (item.children.length !== 1)
        yield 'An itemInstances holds exactly one componentInstance or fieldInstance';
    const placed = instances(root);
    for (const [instance] of repeated(placed, (item) => textOf(item, 'identifier')))
      yield `Identifier ${textOf(instance, 'identifier')} is given twice`;
    for (const component of placed.map((item) => textOf(item, 'componentName'))) {
      const own = component.includes(':') && !component.startsWith('c:') ? '' : component.replace(/^c:/, '');
      if (own !== '' && !project.named('LightningComponentBundle', own))
        yield `We couldn't retrieve the design time component information for component ${component}`;
    }
  }),
  rule('label', 'CustomLabels', function* ({ root }) {
    const labels = children(root, 'labels');
    for (const [label] of repeated(labels, (item) => textOf(item, 'fullName')))
      yield `Duplicate label ${textOf(label, 'fullName')}`;
    for (const label of labels) {
      const name = textOf(label, 'fullName');
      if (!/^[A-Za-z](?!.*__)\w*(?<!_)$/.test(name)) yield `"${name}" is not a valid name`;
      yield* tooLong(`${name}: value`, textOf(label, 'value'), 1000);
      yield* tooLong(`${name}: categories`, textOf(label, 'categories'), 255);
      yield* tooLong(`${name}: shortDescription`, textOf(label, 'shortDescription'), 80);
    }
  }),
  rule('component-bundle', 'LightningComponentBundle', function* ({ root }) {
    yield* tooLong('description', textOf(root, 'description'), 255);
    const targets = textsOf(child(root, 'targets'), 'target');
    for (const target of targets) if (!TARGETS.has(target)) yield `Invalid target: ${target}`;
    if (targets.length > 0 && !flagOf(root, 'isExposed')) yield 'A component with targets must be exposed';
    if (targets.length > 0 && !has(root, 'masterLabel'))
      yield 'A component that people place needs a masterLabel';
    for (const config of children(child(root, 'targetConfigs'), 'targetConfig'))
      for (const target of config.attributes['targets']?.split(',') ?? [])
        if (!targets.includes(target.trim()))
          yield `targetConfig for ${target.trim()}, which is no target of this component`;
    if (!has(root, 'apiVersion')) yield 'Required field is missing: apiVersion';
  }),
];
