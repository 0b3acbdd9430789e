/** Source trees for tests, written from a few lines: custom objects, their fields and rules, as SFDX lays them out. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Elements of a metadata file; nested ones as objects, repeated ones as lists. */
export interface Elements {
  [name: string]: string | number | boolean | Elements | Elements[];
}

export interface SampleObject {
  /** Elements of the object that differ from a plain one with a text name. */
  object?: Elements;
  /** By name without `__c`. */
  fields: Record<string, Elements>;
  /** Validation rules: name → formula of the error. */
  rules?: Record<string, string>;
}

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function xml(elements: Elements): string {
  return Object.entries(elements)
    .flatMap(([name, value]) => [value].flat().map((item) => `<${name}>${content(item)}</${name}>`))
    .join('');
}

function content(value: string | number | boolean | Elements): string {
  if (typeof value === 'object') return xml(value);
  return String(value).replace(/[&<>]/g, (mark) => ESCAPES[mark] ?? mark);
}

function write(file: string, type: string, elements: Elements): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(
    file,
    `<?xml version="1.0" encoding="UTF-8"?><${type} xmlns="${NAMESPACE}">${xml(elements)}</${type}>`,
  );
}

/** Writes objects by their API names and gives the folder, with the way to remove it. */
export function writeSource(objects: Record<string, SampleObject>): { sourceDir: string; remove(): void } {
  const sourceDir = mkdtempSync(join(tmpdir(), 'org-source-'));
  for (const [object, { object: own = {}, fields, rules = {} }] of Object.entries(objects)) {
    const folder = join(sourceDir, 'objects', object);
    write(join(folder, `${object}.object-meta.xml`), 'CustomObject', {
      deploymentStatus: 'Deployed',
      label: object.replace('__c', ''),
      nameField: { label: 'Name', type: 'Text' },
      pluralLabel: `${object.replace('__c', '')}s`,
      sharingModel: 'ReadWrite',
      ...own,
    });
    for (const [field, elements] of Object.entries(fields)) {
      write(join(folder, 'fields', `${field}__c.field-meta.xml`), 'CustomField', {
        fullName: `${field}__c`,
        label: field.replaceAll('_', ' '),
        ...elements,
      });
    }
    for (const [rule, formula] of Object.entries(rules)) {
      write(join(folder, 'validationRules', `${rule}.validationRule-meta.xml`), 'ValidationRule', {
        fullName: rule,
        active: true,
        errorConditionFormula: formula,
        errorMessage: `Rule ${rule}`,
      });
    }
  }
  return { sourceDir, remove: () => rmSync(sourceDir, { recursive: true }) };
}

/** A seed with one administrator, for an org over such a source. */
export function adminSeed(username: string, timeZone: string) {
  return {
    organization: {
      name: 'Test org',
      timeZone,
      locale: 'en_US',
      language: 'en_US',
      isSandbox: false,
      organizationType: 'Enterprise Edition',
      instanceName: 'TEST1',
    },
    adminUsername: username,
    integrationUsername: username,
    profiles: [],
    users: [
      {
        username,
        firstName: 'Test',
        lastName: 'Admin',
        email: username,
        profile: 'System Administrator',
        timeZone,
        isActive: true,
        isFrozen: false,
        permissionSets: [],
      },
    ],
    rows: {},
  };
}
