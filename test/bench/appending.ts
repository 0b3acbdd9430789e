/** Appending to the ledger through the store on the embedded database, beside inserting one plain row there. */
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerEntry } from '../../companion/src/core/entries/entries.ts';
import { sha256 } from '../../companion/src/run/crypto.ts';
import { temporarySigningKey } from '../../companion/src/store/signing-key.ts';
import { openStore, type Store } from '../../companion/src/store/store.ts';
import { project } from '../../scripts/project.ts';
import { type Figure, inMilliseconds, percentile, perSecond, time } from './figure.ts';

const ORG = '00D5g00000ABCDEEA4';
const TIMES = 200;
const AT = '2026-11-21T10:00:00Z';

const offset = (milliseconds: number): LedgerEntry => ({
  ...{ v: 1, org: ORG, at: AT, type: 'clock.offset' },
  milliseconds,
});

/** One after the other, each in a transaction of its own, as decisions come. */
async function timesOf(work: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < TIMES; index += 1) times.push(await time(() => work(index)));
  return times;
}

async function measure(store: Store): Promise<Figure[]> {
  const { database } = store;
  await database.query('CREATE TABLE bench_row (id int PRIMARY KEY, body text NOT NULL)');
  const body = JSON.stringify(offset(0));
  const inserts = await timesOf((id) =>
    database.transaction((query) => query.query('INSERT INTO bench_row VALUES ($1, $2)', [id, body])),
  );
  const appends = await timesOf((index) => store.unit(ORG, (unit) => unit.append(offset(index))));
  const total = (times: readonly number[]) => times.reduce((sum, taken) => sum + taken, 0);
  const slowest = (times: readonly number[]) => inMilliseconds(percentile(times, 0.99));
  return [
    {
      what: `Append to the ledger, one commit each (p99 ${slowest(appends)})`,
      measured: perSecond(TIMES, total(appends), 'entries'),
      limit: {
        what: `insert of one row, one commit each, p99 ${slowest(inserts)}`,
        measured: perSecond(TIMES, total(inserts), 'rows'),
      },
      ratio: total(appends) / total(inserts),
    },
  ];
}

/** Appends {@link TIMES} entries to a ledger on disk. */
export async function appending(): Promise<Figure[]> {
  const places = join(project.local, 'bench');
  mkdirSync(places, { recursive: true });
  const dataDir = mkdtempSync(join(places, 'store-'));
  const store = await openStore({
    location: { dataDir },
    sha256,
    key: temporarySigningKey(),
    onError: (error) => {
      throw error;
    },
  });
  try {
    return await measure(store);
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true });
  }
}
