/** The SQL of visibility against a plain reading of the rules, on companies made at random. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { UserContext } from '../state/engine.ts';
import { startSharingSample } from './sharing-sample.ts';
import type { SharingSample } from './sharing-sample.ts';

const NAMES = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus', 'hal', 'ivy', 'jon'];
const LEVELS = ['Read', 'Edit'] as const;

interface Role {
  id: string;
  parent: string | null;
}
interface Person {
  id: string;
  role: string | null;
}
interface Group {
  id: string;
  type: string;
  role: string | null;
  bosses: boolean;
  members: string[];
}
interface Entry {
  id: string;
  owner: string;
  shares: { target: string; level: 'Read' | 'Edit' }[];
}
interface Company {
  roles: Role[];
  people: Person[];
  groups: Group[];
  records: Record<'Secret__c' | 'Notice__c', Entry[]>;
}

let org: SharingSample;
beforeAll(async () => {
  org = await startSharingSample(NAMES);
});
afterAll(() => org.close());

/** A repeatable source of chance (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

async function makeCompany(seed: number): Promise<Company> {
  const pick = chance(seed);
  const any = <T>(items: readonly T[]): T => items[pick(items.length)] as T;
  const { platform } = org.engine;
  const one = async (object: string, row: object) => (await platform.insert(object, [{ ...row }]))[0] ?? '';
  const roles: Role[] = [];
  for (let index = 0; index < 6; index += 1) {
    const parent = index === 0 || pick(5) === 0 ? null : any(roles).id;
    const id = await one('UserRole', { Name: `Role ${seed}.${index}`, ParentRoleId: parent });
    roles.push({ id, parent });
  }
  const people: Person[] = [];
  for (const name of NAMES) {
    const { userId } = await org.worker(name);
    const role = pick(5) === 0 ? null : any(roles).id;
    await platform.update('User', userId, { UserRoleId: role });
    people.push({ id: userId, role });
  }
  const groups: Group[] = [];
  for (let index = 0; index < 5; index += 1) {
    const bosses = pick(2) === 0;
    const id = await one('Group', { Name: `Group ${seed}.${index}`, DoesIncludeBosses: bosses });
    const candidates = [...people, ...groups, ...(await groupsOfRoles())];
    const members = [...new Set([any(candidates).id, any(candidates).id])].filter((member) => member !== id);
    for (const member of members) await one('GroupMember', { GroupId: id, UserOrGroupId: member });
    groups.push({ id, type: 'Regular', role: null, bosses, members });
  }
  const all = [...groups, ...(await groupsOfRoles())];
  const records = { Secret__c: [] as Entry[], Notice__c: [] as Entry[] };
  for (const object of ['Secret__c', 'Notice__c'] as const) {
    for (let index = 0; index < 12; index += 1) {
      const owner = any(people).id;
      const id = await one(object, { Name: `${seed}.${index}`, OwnerId: owner });
      const shares: Entry['shares'] = [];
      for (let count = pick(3); count > 0; count -= 1) {
        const target = pick(2) === 0 ? any(people).id : any(all).id;
        if (shares.some((share) => share.target === target)) continue;
        const level = object === 'Notice__c' ? 'Edit' : any(LEVELS);
        shares.push({ target, level });
        await one(object.replace('__c', '__Share'), {
          ...{ ParentId: id, UserOrGroupId: target, AccessLevel: level, RowCause: 'Manual' },
        });
      }
      records[object].push({ id, owner, shares });
    }
  }
  return { roles, people, groups: all, records };

  async function groupsOfRoles(): Promise<Group[]> {
    const { records: rows } = await platform.query(
      "SELECT Id, Type, RelatedId, DoesIncludeBosses FROM Group WHERE Type != 'Regular'",
    );
    const known = new Set(roles.map(({ id }) => id));
    return rows
      .filter((row) => row['Type'] === 'Organization' || known.has(String(row['RelatedId'])))
      .map((row) => ({
        ...{ id: String(row['Id']), type: String(row['Type']), members: [] },
        ...{ role: row['RelatedId'] as string | null, bosses: Boolean(row['DoesIncludeBosses']) },
      }));
  }
}

/** The rules once more, read straight from the documentation. */
function mayDo(company: Company, person: Person, entry: Entry, level: 'Read' | 'Edit' | 'All'): boolean {
  const below = company.people.filter((other) => isBelow(company, other.role, person.role));
  if ([person, ...below].some(({ id }) => id === entry.owner)) return true;
  if (level === 'All') return false;
  return entry.shares
    .filter((share) => level === 'Read' || share.level === 'Edit')
    .some(({ target }) => {
      if ([person, ...below].some(({ id }) => id === target)) return true;
      const group = company.groups.find(({ id }) => id === target);
      if (!group) return false;
      if (isMember(company, person, group)) return true;
      return group.bosses && below.some((other) => isMember(company, other, group));
    });
}

function isBelow({ roles }: Company, low: string | null, high: string | null): boolean {
  if (high === null) return false;
  for (let role = parentOf(low); role !== null; role = parentOf(role)) if (role === high) return true;
  return false;

  function parentOf(id: string | null): string | null {
    return roles.find((role) => role.id === id)?.parent ?? null;
  }
}

function isMember(company: Company, person: Person, group: Group): boolean {
  if (group.type === 'Organization') return true;
  if (group.type === 'Role') return person.role === group.role;
  if (group.type === 'RoleAndSubordinates') {
    return person.role === group.role || isBelow(company, person.role, group.role);
  }
  return group.members.some((member) => {
    const inner = company.groups.find(({ id }) => id === member);
    return inner ? isMember(company, person, inner) : member === person.id;
  });
}

async function seen(user: UserContext, object: string, ids: readonly string[]): Promise<string[]> {
  const list = ids.map((id) => `'${id}'`).join(', ');
  const { records } = await org.engine.query(user, `SELECT Id FROM ${object} WHERE Id IN (${list})`);
  return records.map((record) => String(record['Id']));
}

test.each([1, 2, 3, 4, 5, 6])(
  'whom the rules let read, change and delete, and nobody else, is let by the SQL too (company %i) [U28]',
  async (seed) => {
    const company = await makeCompany(seed);
    let granted = 0;
    let refused = 0;
    for (const [index, name] of NAMES.entries()) {
      const user = await org.worker(name);
      const person = company.people[index] as Person;
      for (const object of ['Secret__c', 'Notice__c'] as const) {
        const entries = company.records[object];
        const may = (level: 'Read' | 'Edit' | 'All') =>
          entries.filter((entry) => mayDo(company, person, entry, level)).map(({ id }) => id);
        const readable = object === 'Notice__c' ? entries.map(({ id }) => id) : may('Read');
        const ids = entries.map(({ id }) => id);
        expect((await seen(user, object, ids)).sort()).toEqual(readable.sort());
        const answer = await org.engine.query(
          user,
          `SELECT RecordId, HasReadAccess, HasEditAccess, HasDeleteAccess FROM UserRecordAccess
           WHERE UserId = '${user.userId}' AND RecordId IN (${ids.map((id) => `'${id}'`).join(', ')})`,
        );
        const told = (field: string) =>
          answer.records.filter((row) => row[field] === true).map((row) => String(row['RecordId']));
        expect(told('HasReadAccess').sort()).toEqual(readable.sort());
        expect(told('HasEditAccess').sort()).toEqual(may('Edit').sort());
        expect(told('HasDeleteAccess').sort()).toEqual(may('All').sort());
        granted += readable.length + may('Edit').length;
        refused += 2 * ids.length - readable.length - may('Edit').length;
      }
    }
    // A company in which everybody or nobody sees everything would prove nothing.
    expect(Math.min(granted, refused)).toBeGreaterThan(50);
  },
);
