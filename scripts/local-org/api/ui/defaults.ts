/** Default values for a new record, as `record-defaults` offers them. */
import type { ObjectMetadata } from '../../metadata/model.ts';
import { compileFormulas, defaultValue, type ObjectFormulas } from '../../records/formulas.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { readerOf } from './display.ts';
import { selection, type FieldTree } from './fields.ts';
import { readRecord, represent, type Representation } from './records.ts';

const compiled = new WeakMap<object, ReadonlyMap<string, ObjectFormulas>>();

/** A record without an id whose fields are those the user may fill in, with the values they begin with. */
export async function defaultRecord(
  org: Engine,
  user: UserContext,
  object: ObjectMetadata,
): Promise<Representation> {
  const tree: FieldTree = selection(object);
  for (const field of object.fields.values()) {
    if (field.createable && user.field(object.name, field.name).edit) tree.fields.set(field.name, field);
  }
  const world = await worldOf(org, user);
  const formulas = formulasOf(org).get(object.name)?.defaults;
  const values: Record<string, unknown> = { OwnerId: user.userId };
  for (const [name, field] of tree.fields) {
    const formula = formulas?.get(name);
    if (formula) values[name] = defaultValue(formula, world, {});
    else values[name] ??= field.picklistValues.find((entry) => entry.default)?.value ?? emptyOf(field.type);
  }
  return represent(tree, values, await readerOf(org, user));
}

/**
 * A record without an id that begins with what another one holds in the fields that the user may fill in.
 * @throws OrgError NOT_FOUND when the other one is not there or not to be seen
 */
export async function clonedRecord(
  org: Engine,
  user: UserContext,
  object: ObjectMetadata,
  id: string,
): Promise<Representation & { cloneSourceId: string }> {
  const tree: FieldTree = selection(object);
  for (const field of object.fields.values()) {
    const { read, edit } = user.field(object.name, field.name);
    if (field.createable && read && edit && field.type !== 'base64') tree.fields.set(field.name, field);
  }
  const source = await readRecord(org, user, tree, id);
  const fields = { ...source.fields, CloneSourceId: { displayValue: null, value: id } };
  const unsaved = { id: null, lastModifiedById: null, lastModifiedDate: null, systemModstamp: null };
  return { ...source, ...unsaved, weakEtag: 0, fields, cloneSourceId: id };
}

function emptyOf(type: string): false | null {
  return type === 'boolean' ? false : null;
}

function formulasOf(org: Engine): ReadonlyMap<string, ObjectFormulas> {
  const known = compiled.get(org.metadata) ?? compileFormulas(org.metadata);
  compiled.set(org.metadata, known);
  return known;
}

async function worldOf(org: Engine, user: UserContext) {
  const fields = [...(org.metadata.objects.get('user')?.fields.values() ?? [])].filter(
    (field) => !field.longText,
  );
  const columns = fields.map(({ name }) => name).join(', ');
  const { records } = await org.platform.query(`SELECT ${columns} FROM User WHERE Id = '${user.userId}'`);
  const organization = await org.organization();
  return {
    metadata: org.metadata,
    user,
    userRecord: { ...records[0], Profile: { Id: user.profileId, Name: user.profileName } },
    organization: { Id: organization.id, Name: organization.name },
    now: org.clock.now(),
  };
}
