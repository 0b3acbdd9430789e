/** Layer A: each file against the structure of its type, as a deploy does before it looks at any meaning. */
import type { Component, Problem } from './project.ts';
import type { FieldShape, MetadataSchema } from './schema.ts';
import { children, type Element } from './xml.ts';

export interface Fault extends Problem {
  rule: string;
}

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
/** Declared as a string, yet it holds XML of its own: each target describes its properties there. */
const OPAQUE = new Set(['LightningComponentBundle.targetConfigs']);

type Report = (rule: string, message: string) => void;

/** Everything in a component's file that does not fit its type. */
export function checkStructure(component: Component, schema: MetadataSchema): Fault[] {
  const { kind, root, file } = component;
  const faults: Fault[] = [];
  const report: Report = (rule, message) => faults.push({ file: file.path, rule, message });
  if (root.name !== kind.type || root.attributes['xmlns'] !== NAMESPACE) {
    report(
      'root-element',
      `The root element must be ${kind.type} in the namespace ${NAMESPACE}, not ${root.name}`,
    );
    return faults;
  }
  // The CLI cannot join the parts of an object again when a comment stands before the root of one.
  if (kind.place === 'object' && /^\s*(<\?xml[^>]*\?>)?\s*<!--/.test(file.text))
    report(
      'comment-before-root',
      'Invalid XML tags or unable to find matching parent xml file: move the comment into the root element',
    );
  checkElement(root, kind.type, schema, report);
  return faults;
}

function checkElement(element: Element, type: string, schema: MetadataSchema, report: Report): void {
  const fields = schema.fieldsOf(type);
  if (!fields) {
    checkValue(element, type, schema, report);
    return;
  }
  if (element.text !== '')
    report('stray-text', `Text is not allowed in ${element.name} of type ${type}: "${element.text}"`);
  for (const item of element.children) {
    const field = fields.get(item.name);
    if (!field) report('unknown-element', `Element ${item.name} invalid at this location in type ${type}`);
    else if (!OPAQUE.has(`${type}.${item.name}`)) checkElement(item, field.type, schema, report);
  }
  for (const [name, field] of fields) checkOccurrences(element, name, field, type, report);
}

function checkOccurrences(
  element: Element,
  name: string,
  field: FieldShape,
  type: string,
  report: Report,
): void {
  const found = children(element, name);
  if (found.length === 0 && !field.optional)
    report('missing-element', `Required field is missing: ${name} (in ${type})`);
  if (found.length > 1 && !field.many)
    report('repeated-element', `Element ${name} is given ${found.length} times in type ${type}`);
  const first = element.children.findIndex((item) => item.name === name);
  const together = element.children.slice(first, first + found.length).every((item) => item.name === name);
  if (field.many && found.length > 1 && !together)
    report(
      'scattered-elements',
      `Element ${name} is duplicated at this location in type ${type}: put all of them side by side`,
    );
}

function checkValue(element: Element, type: string, schema: MetadataSchema, report: Report): void {
  if (type === 'any') return;
  const [inner] = element.children;
  if (inner) {
    report(
      'unknown-element',
      `Element ${inner.name} invalid at this location: ${element.name} holds a plain value`,
    );
    return;
  }
  const literals = schema.literalsOf(type);
  if (literals && !literals.has(element.text))
    report('enum-value', `'${element.text}' is not a valid value for the enum '${type}' (${element.name})`);
  if (type === 'boolean' && !['true', 'false', '0', '1'].includes(element.text))
    report(
      'primitive-value',
      `'${element.text}' is not a valid value for the type xsd:boolean (${element.name})`,
    );
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(element.text))
    report('primitive-value', `'${element.text}' is not a valid number (${element.name})`);
}
