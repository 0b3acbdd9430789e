/**
 * Where the shares of an object lie. Rows that people make lie in a table; the row that every owner has is not stored
 * but read from the record itself, as a second row per record would double every insert.
 */

/** Name of the table behind a share object. */
export function shareRows(share: string): string {
  return `${share}_row`;
}

/**
 * `org_id18` = the 18-character form of an id, as `to18` makes it. `org_owner_share` = the id of a record's owner row:
 * that of the record with the share's prefix, and a third pod character that no stored row has.
 */
export const SHARE_FUNCTIONS = `
CREATE OR REPLACE FUNCTION org_id18(id15 text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT id15 || string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1 + bits::int, 1), '' ORDER BY part)
  FROM (SELECT part, sum(CASE WHEN substr(id15, part * 5 + place, 1) COLLATE "C" BETWEEN 'A' AND 'Z'
      THEN 1 << (place - 1) ELSE 0 END) AS bits
    FROM generate_series(0, 2) AS part, generate_series(1, 5) AS place GROUP BY part) AS parts $$;
CREATE OR REPLACE FUNCTION org_owner_share(record text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT org_id18('02c' || substr(record, 4, 2) || '1' || substr(record, 7, 9)) $$;`;

/** Statements that make a share object's table and its view. */
export function shareCreation(share: string, shared: string): string[] {
  const [view, rows, records] = [share, shareRows(share), shared].map((name) => `"${name.toLowerCase()}"`);
  return [
    // A record that goes for good takes its shares along.
    `CREATE TABLE ${rows} (id text PRIMARY KEY,
       parentid text NOT NULL REFERENCES ${records} (id) ON DELETE CASCADE,
       userorgroupid text NOT NULL, accesslevel text NOT NULL, rowcause text NOT NULL,
       lastmodifieddate timestamp with time zone, lastmodifiedbyid text, isdeleted boolean NOT NULL DEFAULT false,
       UNIQUE (parentid, userorgroupid, rowcause))`,
    `CREATE INDEX ON ${rows} (userorgroupid, parentid)`,
    `CREATE VIEW ${view} AS
       SELECT s.* FROM ${rows} s WHERE EXISTS (SELECT 1 FROM ${records} r WHERE r.id = s.parentid AND NOT r.isdeleted)
       UNION ALL
       SELECT org_owner_share(id), id, ownerid, 'All', 'Owner', lastmodifieddate, lastmodifiedbyid, false
       FROM ${records} WHERE NOT isdeleted AND ownerid IS NOT NULL`,
  ];
}
