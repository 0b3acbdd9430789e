/** Records in the UI API's representation. */
import { createHash } from 'node:crypto';
import { notFound } from '../../errors.ts';
import { findField, type ObjectMetadata } from '../../metadata/model.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { display, readerOf, type Reader } from './display.ts';
import { addPath, columns, nameFieldOf, selection, type FieldTree } from './fields.ts';

/** The record type of all objects here, as none defines its own. */
export const masterRecordType = '012000000000000AAA';

/** Fields from which the properties of a record are made, as far as the object has them. */
export function stampsOf(object: ObjectMetadata): string[] {
  return ['LastModifiedById', 'LastModifiedDate', 'SystemModstamp'].filter((name) => findField(object, name));
}

/** Reads one record with the fields asked for. @throws OrgError NOT_FOUND when it is not there or not to be seen */
export async function readRecord(
  org: Engine,
  user: UserContext,
  tree: FieldTree,
  id: string,
): Promise<Representation> {
  const { object } = tree;
  const wanted = [...new Set([...columns(tree), ...stampsOf(object)])];
  const { records } = await org.query(
    user,
    `SELECT ${wanted.join(', ')} FROM ${object.name} WHERE Id = '${id}'`,
  );
  const [record] = records;
  if (!record) throw notFound();
  return represent(tree, record, await readerOf(org, user));
}

/** Everything of an object that the user may read, for answers to a save. */
export function allReadable(org: Engine, user: UserContext, object: ObjectMetadata): FieldTree {
  const tree = selection(object);
  for (const field of object.fields.values()) {
    if (user.field(object.name, field.name).read && field.type !== 'base64')
      addPath(org.metadata, user, tree, field.name);
  }
  return tree;
}

export interface Representation {
  apiName: string;
  childRelationships: Record<string, never>;
  eTag: string;
  fields: Record<string, { displayValue: string | null; value: unknown }>;
  id: string | null;
  lastModifiedById: string | null;
  lastModifiedDate: string | null;
  recordTypeId: string;
  recordTypeInfo: null;
  systemModstamp: string | null;
  weakEtag: number;
}

/** A record as REST answers it, in the UI API's form. */
export function represent(
  tree: FieldTree,
  record: Readonly<Record<string, unknown>>,
  reader: Reader,
): Representation {
  const fields: Representation['fields'] = {};
  for (const [name, field] of tree.fields) fields[name] = display(field, record[name], reader);
  for (const [name, parent] of tree.parents) fields[name] = representParent(parent, record[name], reader);
  const modified = instant(record['SystemModstamp']);
  const values = { apiName: tree.object.name, fields, id: text(record['Id']) };
  return {
    ...values,
    childRelationships: {},
    eTag: eTag(values),
    lastModifiedById: text(record['LastModifiedById']),
    lastModifiedDate: instant(record['LastModifiedDate'])?.toString({ smallestUnit: 'millisecond' }) ?? null,
    recordTypeId: masterRecordType,
    recordTypeInfo: null,
    systemModstamp: modified?.toString({ smallestUnit: 'millisecond' }) ?? null,
    weakEtag: modified?.epochMilliseconds ?? 0,
  };
}

function representParent(
  tree: FieldTree,
  raw: unknown,
  reader: Reader,
): { displayValue: string | null; value: unknown } {
  if (typeof raw !== 'object' || raw === null) return { displayValue: null, value: null };
  const record = raw as Readonly<Record<string, unknown>>;
  const label = nameFieldOf(tree.object);
  return { displayValue: label ? text(record[label.name]) : null, value: represent(tree, record, reader) };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function instant(value: unknown): Temporal.Instant | undefined {
  return typeof value === 'string' ? Temporal.Instant.from(value) : undefined;
}

/** The entity tag of an answer: 32 hexadecimal digits that change with its content. */
export function eTag(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}
