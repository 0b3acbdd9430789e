/** Writing to the local org: single records, collections and bulk jobs, beside a bare server and plain SQL inserts. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { project } from '../../scripts/project.ts';
import { EMPTY_SEED } from '../../scripts/local-org/seed/format.ts';
import { createLocalOrg } from '../../scripts/local-org/server.ts';
import type { LocalOrg } from '../../scripts/local-org/server.ts';
import { openDatabase } from '../../scripts/local-org/state/database.ts';
import { bestOf, type Figure, perSecond, time } from './figure.ts';

const CONNECTIONS = 8;
const SINGLE = 1000;
const COLLECTION = 200;
const BULK_ROWS = 100_000;
const BASE = '/services/data/v68.0';

/** A client that keeps {@link CONNECTIONS} connections open. */
class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace('localhost', '127.0.0.1');
    this.#token = token;
  }

  /** @throws Error when the answer is no success */
  async send(method: string, path: string, body: unknown, type = 'application/json'): Promise<string> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const sent = request(`${this.#url}${path}`, {
      agent: this.#agent,
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': type,
        'content-length': Buffer.byteLength(text),
      },
    });
    sent.end(text);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const read = Buffer.concat(chunks).toString('utf8');
    if ((answer.statusCode ?? 500) >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${read}`);
    return read;
  }

  /** Runs `work` for each number below `count`, on all connections. */
  async all(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
    let next = 0;
    const worker = async () => {
      while (next < count) await work(next++);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  }

  close(): void {
    this.#agent.destroy();
  }
}

const newCase = (index: number) => ({
  Subject: `Bench ${index}`,
  Priority: 'High',
  Description: 'x'.repeat(100),
});

/** Runs all figures on an org in memory. */
export async function localOrgWrites(): Promise<Figure[]> {
  const places = join(project.local, 'bench');
  mkdirSync(places, { recursive: true });
  const keysDir = mkdtempSync(join(places, 'org-'));
  const org = await createLocalOrg({ sourceDir: project.path('force-app'), seed: EMPTY_SEED, keysDir });
  try {
    const client = await clientOf(org);
    const figures = [
      ...(await singleFigures(client)),
      await collectionFigure(client),
      await bulkFigure(client),
    ];
    client.close();
    return figures;
  } finally {
    await org.close();
    rmSync(keysDir, { recursive: true });
  }
}

async function clientOf(org: LocalOrg): Promise<Client> {
  const user = await org.engine.findUser(org.adminUsername);
  if (!user) throw new Error('The org has no administrator.');
  const { token } = await org.engine.sessions.open(user.id, { type: 'API', sourceIp: '127.0.0.1' });
  return new Client(org.url, token);
}

async function singleFigures(client: Client): Promise<Figure[]> {
  const bare = await bareServer();
  const ids: string[] = [];
  const create = async (index: number) => {
    const answer = await client.send('POST', `${BASE}/sobjects/Case`, newCase(index));
    ids.push((JSON.parse(answer) as { id: string }).id);
  };
  const works: [string, (index: number) => Promise<unknown>][] = [
    ['Create', create],
    ['Read', (index) => client.send('GET', `${BASE}/sobjects/Case/${ids[index]}?fields=Subject`, '')],
    [
      'Change',
      (index) => client.send('PATCH', `${BASE}/sobjects/Case/${ids[index]}`, { Subject: `${index}` }),
    ],
    ['Delete', (index) => client.send('DELETE', `${BASE}/sobjects/Case/${ids[index]}`, '')],
  ];
  // The first records find nothing compiled.
  await client.all(SINGLE, create);
  ids.length = 0;
  const figures: Figure[] = [];
  for (const [what, work] of works) {
    const taken = await time(() => client.all(SINGLE, work));
    figures.push({
      what: `${what} single records in the local org, ${CONNECTIONS} connections`,
      measured: perSecond(SINGLE, taken, 'records'),
      limit: {
        what: 'the same requests to a server that answers at once',
        measured: perSecond(SINGLE, bare, 'requests'),
      },
      ratio: taken / bare,
      budget: '≥ 500/s',
    });
  }
  return figures;
}

/** Milliseconds for {@link SINGLE} requests that nobody does anything for. */
async function bareServer(): Promise<number> {
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new Client(`http://127.0.0.1:${port}`, 'none');
  const taken = await bestOf(2, () =>
    client.all(SINGLE, (index) => client.send('POST', '/', newCase(index))),
  );
  client.close();
  server.closeAllConnections();
  server.close();
  return taken;
}

async function collectionFigure(client: Client): Promise<Figure> {
  const count = 20 * COLLECTION;
  const send = async () => {
    for (let start = 0; start < count; start += COLLECTION) {
      const records = Array.from({ length: COLLECTION }, (_, index) => ({
        attributes: { type: 'Case' },
        ...newCase(start + index),
      }));
      const answer = await client.send('POST', `${BASE}/composite/sobjects`, { records });
      if (answer.includes('"success":false')) throw new Error(answer.slice(0, 500));
    }
  };
  const taken = await time(send);
  const plain = await plainInserts(count);
  return {
    what: `Create ${count} records in collections of ${COLLECTION}`,
    measured: perSecond(count, taken, 'records'),
    limit: {
      what: 'the same rows by plain SQL, 200 in a statement',
      measured: perSecond(count, plain, 'rows'),
    },
    ratio: taken / plain,
    budget: '≥ 500/s',
  };
}

/** Milliseconds for inserting `count` rows like those of a case, in transactions of {@link COLLECTION}. */
async function plainInserts(count: number): Promise<number> {
  const database = await openDatabase(null, join(project.cache, 'local-org'));
  try {
    await database.query(
      `CREATE TABLE plain (id text PRIMARY KEY, name text, subject text, priority text, description text,
         owner text, created timestamptz, modified timestamptz)`,
    );
    await database.query('CREATE INDEX ON plain (owner)');
    await database.query('CREATE INDEX ON plain (modified)');
    return await time(async () => {
      for (let start = 0; start < count; start += COLLECTION) {
        const rows = Array.from({ length: Math.min(COLLECTION, count - start) }, (_, index) =>
          newCase(start + index),
        );
        await database.transaction((sql) =>
          sql.query(
            `INSERT INTO plain SELECT 'case-' || n, 'n', subject, 'High', description, 'owner', now(), now()
             FROM unnest($1::int[], $2::text[], $3::text[]) AS r (n, subject, description)`,
            [
              rows.map((_, index) => start + index),
              rows.map(({ Subject }) => Subject),
              rows.map(({ Description }) => Description),
            ],
          ),
        );
      }
    });
  } finally {
    await database.close();
  }
}

async function bulkFigure(client: Client): Promise<Figure> {
  const lines = Array.from(
    { length: BULK_ROWS },
    (_, index) => `Bulk ${index},High,"a ""quoted"" text, ${index}"`,
  );
  const csv = `Subject,Priority,Description\n${lines.join('\n')}\n`;
  const options = { object: 'Case', operation: 'insert', lineEnding: 'LF' };
  const before = process.memoryUsage().rss;
  let peak = before;
  const taken = await time(async () => {
    const made = await client.send('POST', `${BASE}/jobs/ingest`, options);
    const path = `${BASE}/jobs/ingest/${(JSON.parse(made) as { id: string }).id}`;
    await client.send('PUT', `${path}/batches`, csv, 'text/csv');
    await client.send('PATCH', path, { state: 'UploadComplete' });
    for (;;) {
      const job = JSON.parse(await client.send('GET', path, '')) as {
        state: string;
        numberRecordsFailed: number;
      };
      peak = Math.max(peak, process.memoryUsage().rss);
      if (job.state === 'JobComplete' && job.numberRecordsFailed === 0) return;
      if (!['UploadComplete', 'InProgress'].includes(job.state)) throw new Error(JSON.stringify(job));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  const plain = await plainInserts(BULK_ROWS);
  const grown = Math.round((peak - before) / 1_000_000);
  return {
    what: `Load ${BULK_ROWS.toLocaleString('en')} rows by a bulk job (${grown} MB more memory, the database's included)`,
    measured: perSecond(BULK_ROWS, taken, 'rows'),
    limit: {
      what: 'the same rows by plain SQL, 200 in a statement',
      measured: perSecond(BULK_ROWS, plain, 'rows'),
    },
    ratio: taken / plain,
  };
}
