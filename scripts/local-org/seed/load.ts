/** Loads a seed into the org. Loading it again changes nothing: what is there by its natural key is left alone. */
import { createHash } from 'node:crypto';
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata } from '../metadata/model.ts';
import { dateTime } from '../records/coerce.ts';
import type { Database } from '../state/database.ts';
import type { Engine, RecordInput } from '../state/engine.ts';
import { setting } from '../state/settings.ts';
import type { SeedFile, SeedUser } from './format.ts';

/** Writes the organisation, the users with their permission sets, and the rows of the platform. */
export async function loadSeed(engine: Engine, database: Database, seed: SeedFile): Promise<void> {
  await loadOrganization(engine, seed.organization);
  for (const user of seed.users) await loadUser(engine, user);
  for (const username of [seed.adminUsername, seed.integrationUsername]) {
    if (!(await engine.findUser(username)))
      throw new Error(`The seed names ${username} but has no such user`);
  }
  for (const [object, rows] of Object.entries(seed.rows)) await loadRows(engine, database, object, rows);
}

async function loadOrganization(engine: Engine, organization: SeedFile['organization']): Promise<void> {
  const fields = {
    Name: organization.name,
    InstanceName: organization.instanceName,
    IsSandbox: organization.isSandbox,
    OrganizationType: organization.organizationType,
    DefaultLocaleSidKey: organization.locale,
    LanguageLocaleKey: organization.language,
    TimeZoneSidKey: organization.timeZone,
    Country: organization.country ?? null,
  };
  const { records } = await engine.platform.query('SELECT Id FROM Organization');
  if (records.length === 0) await engine.platform.insert('Organization', [{ Id: engine.orgId, ...fields }]);
}

async function loadUser(engine: Engine, user: SeedUser): Promise<void> {
  const known = await engine.findUser(user.username);
  const id = known?.id ?? (await createUser(engine, user));
  for (const name of user.permissionSets) await assign(engine, id, name);
}

async function createUser(engine: Engine, user: SeedUser): Promise<string> {
  const profileId = await idByName(engine, 'Profile', user.profile);
  const [id = ''] = await engine.platform.insert('User', [
    {
      Username: user.username,
      FirstName: user.firstName ?? null,
      LastName: user.lastName,
      Email: user.email,
      Title: user.title ?? null,
      Department: user.department ?? null,
      ProfileId: profileId,
      IsActive: user.isActive,
      ...given({
        Alias: user.alias,
        TimeZoneSidKey: user.timeZone,
        LocaleSidKey: user.locale,
        LanguageLocaleKey: user.language,
      }),
    },
  ]);
  if (user.isFrozen) {
    const { records } = await engine.platform.query(`SELECT Id FROM UserLogin WHERE UserId = '${id}'`);
    await engine.platform.update('UserLogin', String(records[0]?.['Id']), { IsFrozen: true });
  }
  return id;
}

function given(values: Record<string, string | undefined>): RecordInput {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

async function idByName(engine: Engine, object: string, name: string): Promise<string> {
  const { records } = await engine.platform.query(
    `SELECT Id FROM ${object} WHERE Name = '${name.replaceAll("'", "\\'")}'`,
  );
  if (!records[0]) throw new Error(`The seed names the ${object} "${name}", which the org does not have`);
  return String(records[0]['Id']);
}

async function assign(engine: Engine, userId: string, permissionSet: string): Promise<void> {
  const setId = await idByName(engine, 'PermissionSet', permissionSet);
  const { totalSize } = await engine.platform.query(
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSetId = '${setId}'`,
  );
  if (totalSize === 0) {
    await engine.platform.insert('PermissionSetAssignment', [{ AssigneeId: userId, PermissionSetId: setId }]);
  }
}

/** Rows of the platform have no key of their own, so each is known by its own text in the seed. */
async function loadRows(
  engine: Engine,
  database: Database,
  name: string,
  rows: RecordInput[],
): Promise<void> {
  const object = findObject(engine.metadata, name);
  if (!object) throw new Error(`The seed has rows of ${name}, which the org does not have`);
  const { timeZone } = await engine.organization();
  const known = await database.query<{ name: string }>(
    "SELECT name FROM org_setting WHERE name LIKE 'seed.%'",
  );
  const loaded = new Set(known.map((row) => row.name));
  const fresh: RecordInput[] = [];
  for (const row of rows) {
    const mark = `seed.${createHash('sha256')
      .update(JSON.stringify([name, row]))
      .digest('hex')}`;
    if (loaded.has(mark)) continue;
    await setting(database, mark, () => name);
    const values: RecordInput = {};
    for (const [fieldName, value] of Object.entries(row)) {
      const field = findField(object, fieldName);
      if (!field) throw new Error(`The seed sets ${name}.${fieldName}, which the org does not have`);
      values[fieldName] = await resolve(engine, timeZone, field, value);
    }
    fresh.push(values);
  }
  await engine.platform.insert(name, fresh);
}

/** `@username` → the user's id; a duration → the time that far from now; `{date:-P3D}` in a text → that date. */
async function resolve(engine: Engine, zone: string, field: FieldMetadata, value: unknown): Promise<unknown> {
  if (typeof value !== 'string') return value;
  if (field.type === 'reference' && value.startsWith('@')) {
    const user = await engine.findUser(value.slice(1));
    if (!user) throw new Error(`The seed refers to the user ${value.slice(1)}, whom it does not have`);
    return user.id;
  }
  if ((field.type === 'datetime' || field.type === 'date') && /^[+-]?P/.test(value)) {
    const then = engine.clock.now().toZonedDateTimeISO('UTC').add(Temporal.Duration.from(value));
    return field.type === 'date' ? then.toPlainDate().toString() : dateTime(then.toInstant());
  }
  return value.replaceAll(/\{date:([+-]?P[^}]+)\}/g, (_whole, duration: string) =>
    shortDate(engine, zone, duration),
  );
}

/** A date as the platform writes it into texts in US English: month/day/year in the org's zone. */
function shortDate(engine: Engine, zone: string, duration: string): string {
  const then = engine.clock.now().toZonedDateTimeISO(zone).add(Temporal.Duration.from(duration));
  return `${then.month}/${then.day}/${then.year}`;
}
