/** For tests: packages as a client sends them, from a source tree or from texts, and the client's side of a deployment. */
import type { Connection } from 'jsforce';
import { z } from 'zod';
import { writeArchive } from './archive.ts';
import { asBytes, packageFiles } from './component.ts';
import type { Component } from './component.ts';
import { readTree } from './source-tree.ts';
import { writeManifest } from './package-xml.ts';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** Members by type, as package.xml lists them. */
export type Listed = Record<string, string[]>;

function manifest(listed: Listed): Uint8Array {
  return asBytes(writeManifest({ version: '68.0', members: new Map(Object.entries(listed)) }));
}

/** A zip of texts by path, with its package.xml. */
export function zipOf(files: Record<string, string>, listed: Listed): Buffer {
  const entries = Object.entries(files).map(([path, text]) => [path, asBytes(text)] as const);
  return Buffer.from(writeArchive(new Map([['package.xml', manifest(listed)], ...entries])));
}

/** The text of a list of deletions, or of a manifest. */
export const manifestText = (listed: Listed): string => Buffer.from(manifest(listed)).toString('utf8');

/** A zip of everything below a folder of a source tree. */
export function zipOfTree(folder: string): Buffer {
  const components = [...readTree(folder).values()];
  const files = packageFiles(components);
  return Buffer.from(writeArchive(new Map([['package.xml', manifest(listedOf(components))], ...files])));
}

function listedOf(components: readonly Component[]): Listed {
  const listed: Listed = {};
  for (const { type, fullName } of components) listed[type] = [...(listed[type] ?? []), fullName];
  return listed;
}

export const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The file of a custom object with these parts, each as its whole element. */
export function objectText(label: string, parts: string[]): string {
  const lines = [
    '<deploymentStatus>Deployed</deploymentStatus>',
    ...parts,
    `<label>${label}</label>`,
    '<nameField>\n        <label>Name</label>\n        <type>Text</type>\n    </nameField>',
    `<pluralLabel>${label}s</pluralLabel>`,
    '<sharingModel>ReadWrite</sharingModel>',
  ];
  const body = lines.map((line) => `    ${line}\n`).join('');
  return `${HEAD}<CustomObject ${NAMESPACE}>\n${body}</CustomObject>\n`;
}

/** The file of a standard object that brings parts alone. */
export function partsText(parts: string[]): string {
  return `${HEAD}<CustomObject ${NAMESPACE}>\n${parts.map((part) => `    ${part}\n`).join('')}</CustomObject>\n`;
}

/** A text field; `extra` are further elements. */
export function textField(name: string, extra = ''): string {
  return `<fields>\n        <fullName>${name}</fullName>${extra}\n        <label>${name.replace('__c', '')}</label>\n        <length>80</length>\n        <type>Text</type>\n    </fields>`;
}

/** A permission set's file with these elements. */
export function permissionSetText(label: string, elements: string): string {
  return `${HEAD}<PermissionSet ${NAMESPACE}>\n    <hasActivationRequired>false</hasActivationRequired>\n    <label>${label}</label>\n${elements}</PermissionSet>\n`;
}

/** A page layout's file: one section with a column of these fields. */
export function layoutText(heading: string, fields: readonly string[]): string {
  const items = fields.map(
    (field) =>
      `<layoutItems><behavior>${field === 'Name' ? 'Required' : 'Edit'}</behavior><field>${field}</field></layoutItems>`,
  );
  const section = `<layoutSections><customLabel>true</customLabel><detailHeading>true</detailHeading><editHeading>true</editHeading><label>${heading}</label><layoutColumns>${items.join('')}</layoutColumns><style>OneColumn</style></layoutSections>`;
  return `${HEAD}<Layout ${NAMESPACE}>\n    ${section}\n</Layout>\n`;
}

const Message = z.object({
  componentType: z.string(),
  fullName: z.string(),
  fileName: z.string(),
  problem: z.string().optional(),
  problemType: z.string().optional(),
  lineNumber: z.number().optional(),
  created: z.boolean(),
  changed: z.boolean(),
  deleted: z.boolean(),
});

/** What tests ask of a deployment's status. */
export const DeployStatus = z.object({
  id: z.string(),
  status: z.string(),
  success: z.boolean(),
  numberComponentErrors: z.number(),
  details: z.object({ componentFailures: z.array(Message), componentSuccesses: z.array(Message) }),
});
export type DeployStatus = z.infer<typeof DeployStatus>;

/** Deploys as jsforce does, over SOAP or REST, and waits for the result. */
export async function deployBy(
  { metadata }: Connection,
  zip: Buffer,
  options: Record<string, unknown> = {},
  way: 'deploy' | 'deployRest' = 'deploy',
): Promise<DeployStatus> {
  metadata.pollInterval = 5;
  const started = metadata[way](zip, { rollbackOnError: true, singlePackage: true, ...options });
  return DeployStatus.parse(await started.complete(true));
}
