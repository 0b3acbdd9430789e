/** Manifests: what a package says it holds, what it deletes, and what is to be retrieved. */
import { XMLBuilder } from 'fast-xml-parser';
import { children, parseXml, textOf, textsOf } from './check/xml.ts';
import type { Element } from './check/xml.ts';

/** Members by type; `*` stands for all. */
export type Members = ReadonlyMap<string, readonly string[]>;

export interface Manifest {
  /** API version as it is written; empty when it is left out. */
  version: string;
  members: Members;
}

/** @throws Error that begins with `Error parsing file` */
export function readManifest(text: string): Manifest {
  return manifestOf(parseXml(text));
}

/** A manifest from the element that holds its `types`: a file's root, or `unpackaged` of a retrieve request. */
export function manifestOf(root: Element): Manifest {
  const members = new Map<string, string[]>();
  for (const entry of children(root, 'types')) {
    const type = textOf(entry, 'name');
    members.set(type, [...(members.get(type) ?? []), ...textsOf(entry, 'members')]);
  }
  return { version: textOf(root, 'version'), members };
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  indentBy: '    ',
});

/** The text of a package.xml. */
export function writeManifest({ version, members }: Manifest): string {
  const types = [...members]
    .filter(([, names]) => names.length > 0)
    .map(([name, names]) => ({ members: [...names].sort(), name }));
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Package: { '@xmlns': 'http://soap.sforce.com/2006/04/metadata', types, version },
  };
  return builder.build(document);
}
