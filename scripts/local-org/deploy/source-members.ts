/** What the org remembers of changes to its metadata, for clients that track them: the Tooling API's SourceMember. */
import type { OrgMetadata } from '../metadata/model.ts';
import { standardObject } from '../metadata/standard/notation.ts';
import type { Database, Sql } from '../state/database.ts';
import { applySchema } from '../state/schema.ts';
import type { Component } from './component.ts';
import type { Change, Writer } from './store.ts';

const SOURCE_MEMBER = standardObject(
  {
    name: 'SourceMember',
    label: 'Source Member',
    pluralLabel: 'Source Members',
    keyPrefix: '0MZ',
    openToAll: true,
    createable: false,
    deletable: false,
    recyclable: false,
    uiApi: false,
  },
  `
Id | id(18) | FGSL | Record ID
MemberIdOrName | string(80) | FGS | Member ID Or Name
MemberType | string(80) | FGS | Member Type
MemberName | string(255) | FGSM | Member Name
IsNameObsolete | boolean | FGS | Is Name Obsolete
IsNewMember | boolean | FGS | Is New Member
RevisionCounter | int | UFGS | Revision Counter
RevisionNum | int | FGS | Revision Number
ChangedBy | string(80) | FGS | Changed By
LastModifiedDate | datetime | FS | Last Modified Date`,
);

/** The objects that the Tooling API shows. */
export const toolingMetadata: OrgMetadata = {
  apiVersion: '68.0',
  objects: new Map([['sourcemember', SOURCE_MEMBER]]),
  permissionSets: new Map(),
  customPermissions: new Map(),
  labels: new Map(),
  tabs: new Map(),
  apps: new Map(),
  flexipages: new Map(),
  changeEventEntities: [],
  customMetadataRecords: [],
  sourceDirs: [],
};

/** Names that tracking shows for a component: a bundle, and each of its files. */
function membersOf({ type, fullName, files }: Component): { type: string; name: string }[] {
  if (type === 'CustomLabel') return [{ type: 'CustomLabel', name: fullName }];
  if (type !== 'LightningComponentBundle') return [{ type, name: fullName }];
  const resources = [...files.keys()].map((path) => ({
    type: 'LightningComponentResource',
    name: path.replace(/^lwc\//, ''),
  }));
  return [{ type, name: fullName }, ...resources];
}

/** Notes changes: one row for each member, and a counter that rises for all. */
export async function recordMembers(
  sql: Sql,
  changes: readonly Change[],
  { userId, now, ids: source }: Writer,
): Promise<void> {
  const members = changes.flatMap(({ component, deleted }) =>
    membersOf(component).map((member) => ({ ...member, deleted })),
  );
  if (members.length === 0) return;
  const [{ last } = { last: 0 }] = await sql.query<{ last: number }>(
    'SELECT coalesce(max(revisionnum), 0) AS last FROM sourcemember',
  );
  const ids = await source.take(sql, '0MZ', members.length);
  const rows = members.map(({ type, name, deleted }, index) => [
    ...[ids[index], type, name, deleted, last + index + 1],
    ...[userId.slice(0, 15), now],
  ]);
  const columns = Array.from({ length: 7 }, (_, index) => rows.map((row) => row[index]));
  await sql.query(
    `INSERT INTO sourcemember (id, memberidorname, membertype, membername, isnameobsolete, isnewmember,
       revisioncounter, revisionnum, changedby, lastmodifieddate)
     SELECT id, name, type, name, gone, true, counter, counter, changer, at
     FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::text[], $7::timestamptz[])
       AS row (id, type, name, gone, counter, changer, at)
     ON CONFLICT (membertype, membername) DO UPDATE SET isnameobsolete = EXCLUDED.isnameobsolete,
       isnewmember = sourcemember.isnameobsolete, revisioncounter = EXCLUDED.revisioncounter,
       revisionnum = EXCLUDED.revisionnum, changedby = EXCLUDED.changedby,
       lastmodifieddate = EXCLUDED.lastmodifieddate`,
    columns,
  );
}

/** Makes the table of an org that tracks its source. */
export async function openTracking(database: Database): Promise<void> {
  await database.transaction(async (sql) => {
    await applySchema(sql, toolingMetadata);
    await sql.query(
      'CREATE UNIQUE INDEX IF NOT EXISTS source_member_name ON sourcemember (membertype, membername)',
    );
  });
}
