/**
 * Queries against the local org with a million rows in a table, through jsforce; the raw limit is a static server that
 * gives the same bytes to the same client.
 */
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Connection } from 'jsforce';
import { project } from '../../scripts/project.ts';
import { openDatabase } from '../../scripts/local-org/state/database.ts';
import { ADMIN, startTestOrg, type TestOrg } from '../../scripts/local-org/test-org.ts';
import { bestOf, type Figure, inMilliseconds, percentile, time } from './figure.ts';

const ROWS = 1_000_000;
const MANY = 100_000;
const RUNS = 25;
const FIELDS = 'Id, CaseNumber, Subject, Status, Priority, CreatedDate';

/** Ids of digits alone, whose three last characters are always the same. */
const ID = `'500' || lpad(n::text, 12, '0') || 'AAA'`;

/** Fills a table by SQL: the same rows through the API would take the greater part of an hour. */
async function fill(dataDir: string, ownerId: string): Promise<void> {
  const database = await openDatabase(dataDir, project.cache);
  try {
    await database.query(
      `INSERT INTO "case" (id, casenumber, subject, status, priority, origin, ownerid, isdeleted, createddate,
         createdbyid, lastmodifieddate, lastmodifiedbyid, systemmodstamp)
       SELECT ${ID}, lpad(n::text, 8, '0'), 'Subject of case ' || n, (ARRAY['New', 'Working', 'Closed'])[n % 3 + 1],
         (ARRAY['High', 'Medium', 'Low'])[n % 3 + 1], 'Web',
         CASE WHEN n % 10000 = 0 THEN '005000000000002AAA' ELSE '005000000000001AAA' END, false, at, $1, at, $1, at
       FROM generate_series(1, ${ROWS}) AS n, LATERAL (SELECT timestamptz '2020-01-01' + n * interval '3 minutes') AS t (at)`,
      [ownerId],
    );
  } finally {
    await database.close();
  }
}

const SELECTIVE: Readonly<Record<string, string>> = {
  'by Id': "WHERE Id = '500000000500000AAA'",
  'by Name': "WHERE CaseNumber = '00500000'",
  'by a list of ids': `WHERE Id IN (${[1, 2, 3, 4, 5].map((n) => `'50000000050000${n}AAA'`).join(', ')})`,
  'by a lookup': "WHERE OwnerId = '005000000000002AAA' LIMIT 100",
  'by a range of CreatedDate':
    'WHERE CreatedDate >= 2021-03-01T00:00:00Z AND CreatedDate < 2021-03-01T05:00:00Z ORDER BY CreatedDate',
  'by SystemModstamp, the newest':
    'WHERE SystemModstamp > 2020-06-01T00:00:00Z ORDER BY SystemModstamp LIMIT 100',
};

interface Canned {
  connection: Connection;
  close(): void;
}

/** Serves what the org answers to a query, page by page, from memory. */
async function canned(org: TestOrg, token: string, soql: string): Promise<Canned> {
  const bodies = new Map<string, Uint8Array>();
  const query = new URL(`${org.url}/services/data/v68.0/query`);
  query.searchParams.set('q', soql);
  let next: string | undefined = query.pathname + query.search;
  while (next !== undefined) {
    const path: string = next;
    const answer = await fetch(org.url + path, { headers: { authorization: `Bearer ${token}` } });
    const body = new Uint8Array(await answer.arrayBuffer());
    bodies.set(bodies.size === 0 ? 'first' : path, body);
    next = (JSON.parse(Buffer.from(body).toString()) as { nextRecordsUrl?: string }).nextRecordsUrl;
  }
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json;charset=UTF-8');
    response.end(bodies.get(request.url ?? '') ?? bodies.get('first'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const instanceUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    connection: new Connection({ instanceUrl, accessToken: 'none', version: '68.0' }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function fetchAll(connection: Connection, soql: string, expected: number): Promise<void> {
  const records = await connection.query(soql, { autoFetch: true, maxFetch: expected });
  if (records.records.length !== expected) {
    throw new Error(`${records.records.length} records came where ${expected} were expected`);
  }
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await time(work));
  return percentile(times, 0.5);
}

async function selective(org: TestOrg, connection: Connection): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, where] of Object.entries(SELECTIVE)) {
    const soql = `SELECT ${FIELDS} FROM Case ${where}`;
    const raw = await canned(org, connection.accessToken ?? '', soql);
    const limit = await medianOf(async () => raw.connection.query(soql));
    raw.close();
    const measured = await medianOf(async () => connection.query(soql));
    figures.push({
      what: `Local org, a million rows, query ${name}`,
      measured: inMilliseconds(measured),
      limit: { what: 'the same bytes from a static server', measured: inMilliseconds(limit) },
      ratio: measured / limit,
      budget: 'under 50 ms',
    });
  }
  return figures;
}

async function many(org: TestOrg, connection: Connection): Promise<Figure> {
  const soql = `SELECT ${FIELDS} FROM Case LIMIT ${MANY}`;
  const raw = await canned(org, connection.accessToken ?? '', soql);
  const limit = await bestOf(3, () => fetchAll(raw.connection, soql, MANY));
  raw.close();
  const measured = await bestOf(3, () => fetchAll(connection, soql, MANY));
  return {
    what: `Local org, ${MANY.toLocaleString('en')} rows through jsforce`,
    measured: inMilliseconds(measured),
    limit: { what: 'the same bytes from a static server', measured: inMilliseconds(limit) },
    ratio: measured / limit,
    budget: '2 ×',
  };
}

/** Reads a million ids page by page, holding none, and tells how the heap grew over one page's. */
async function memory(connection: Connection): Promise<Figure> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const collect = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  let page = await connection.query('SELECT Id, Subject FROM Case');
  const first = collect();
  let largest = first;
  while (page.nextRecordsUrl !== undefined) {
    page = await connection.queryMore(page.nextRecordsUrl);
    largest = Math.max(largest, collect());
  }
  const inMegabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
  return {
    what: 'Local org, heap while a million rows are read page by page',
    measured: inMegabytes(largest),
    limit: { what: 'heap at the first page', measured: inMegabytes(first) },
    ratio: largest / first,
  };
}

/** Fills a local org on disk with {@link ROWS} rows and asks it. */
export async function localOrgQuery(): Promise<Figure[]> {
  const places = join(project.local, 'bench');
  mkdirSync(places, { recursive: true });
  const dataDir = mkdtempSync(join(places, 'org-'));
  try {
    const empty = await startTestOrg({ dataDir });
    const { userId } = await empty.user(ADMIN);
    await empty.close();
    await fill(dataDir, userId);
    const org = await startTestOrg({ dataDir });
    try {
      const connection = await org.connect(ADMIN);
      return [...(await selective(org, connection)), await many(org, connection), await memory(connection)];
    } finally {
      await org.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
