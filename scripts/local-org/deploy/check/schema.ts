/**
 * The structure of every metadata type, read from the type declarations of `@salesforce/types`, which are generated
 * from the Metadata API's WSDL: a `?` is minOccurs 0, an array is maxOccurs unbounded, a union is an enumeration.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type ts from 'typescript';

export interface FieldShape {
  /** `string`, `number`, `boolean`, `any`, or the name of a type or enumeration. */
  type: string;
  optional: boolean;
  many: boolean;
}
interface TypeShape {
  bases: string[];
  fields: Map<string, FieldShape>;
}

export interface MetadataSchema {
  /** Fields of a type with those of its bases, or undefined when there is no such type. */
  fieldsOf(type: string): ReadonlyMap<string, FieldShape> | undefined;
  /** Literals of an enumeration, or undefined when the name is none. */
  literalsOf(type: string): ReadonlySet<string> | undefined;
}

type Compiler = typeof ts;

let loaded: Compiler | null = null;

/** The compiler is read when a deployment is checked: its nine megabytes would be a third of an org's start. */
function compiler(): Compiler {
  loaded ??= createRequire(import.meta.url)('typescript') as Compiler;
  return loaded;
}

/** Reads the installed declarations; about a second. */
export function readMetadataSchema(): MetadataSchema {
  return parseSchema(declaration('metadata'));
}

/** User permissions by their API names, as the Tooling API's permission set lists them. */
export function readUserPermissions(): ReadonlySet<string> {
  return new Set(
    [...declaration('tooling').matchAll(/\bPermissions([A-Z]\w+)\?/g)].map(([, name]) => name ?? ''),
  );
}

function declaration(name: string): string {
  const entry = createRequire(import.meta.url).resolve(`@salesforce/types/${name}`);
  return readFileSync(join(dirname(entry), `${name}.d.ts`), 'utf8');
}

/** Turns type declarations into a schema. */
function parseSchema(source: string): MetadataSchema {
  const types = new Map<string, TypeShape>();
  const enumerations = new Map<string, Set<string>>();
  const tsc = compiler();
  const file = tsc.createSourceFile('metadata.d.ts', source, tsc.ScriptTarget.Latest);
  for (const statement of file.statements) {
    if (!tsc.isTypeAliasDeclaration(statement)) continue;
    const name = statement.name.text;
    const literals = literalsIn(statement.type);
    if (literals) enumerations.set(name, literals);
    else types.set(name, shapeOf(statement.type));
  }
  const fieldsOf = (name: string): Map<string, FieldShape> | undefined => {
    const shape = types.get(name);
    if (!shape) return undefined;
    const inherited = shape.bases.flatMap((base) => [...(fieldsOf(base) ?? [])]);
    return new Map([...inherited, ...shape.fields]);
  };
  return { fieldsOf, literalsOf: (name) => enumerations.get(name) };
}

function literalsIn(node: ts.TypeNode): Set<string> | undefined {
  const tsc = compiler();
  const parts = tsc.isUnionTypeNode(node) ? node.types : [node];
  const literals = parts.flatMap((part) =>
    tsc.isLiteralTypeNode(part) && tsc.isStringLiteral(part.literal) ? [part.literal.text] : [],
  );
  return literals.length === parts.length ? new Set(literals) : undefined;
}

function shapeOf(node: ts.TypeNode): TypeShape {
  const tsc = compiler();
  const parts = tsc.isIntersectionTypeNode(node) ? node.types : [node];
  const shape: TypeShape = { bases: [], fields: new Map() };
  for (const part of parts) {
    if (tsc.isTypeReferenceNode(part) && tsc.isIdentifier(part.typeName))
      shape.bases.push(part.typeName.text);
    if (!tsc.isTypeLiteralNode(part)) continue;
    for (const member of part.members) {
      if (!tsc.isPropertySignature(member) || !member.type || !tsc.isIdentifier(member.name)) continue;
      shape.fields.set(member.name.text, fieldShape(member.type, member.questionToken !== undefined));
    }
  }
  return shape;
}

function fieldShape(node: ts.TypeNode, optional: boolean): FieldShape {
  const tsc = compiler();
  if (tsc.isArrayTypeNode(node)) return { ...fieldShape(node.elementType, true), many: true };
  return { type: typeName(node), optional, many: false };
}

function typeName(node: ts.TypeNode): string {
  const tsc = compiler();
  if (tsc.isTypeReferenceNode(node) && tsc.isIdentifier(node.typeName)) return node.typeName.text;
  if (node.kind === tsc.SyntaxKind.NumberKeyword) return 'number';
  if (node.kind === tsc.SyntaxKind.BooleanKeyword) return 'boolean';
  return node.kind === tsc.SyntaxKind.AnyKeyword ? 'any' : 'string';
}
