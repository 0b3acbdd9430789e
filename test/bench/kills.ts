/** A hundred kills of companions that share one database: nothing lost, nothing twice. */
import { freshDatabase } from '../../companion/src/store/fixtures/engines.ts';
import { killCompanions } from '../companions.ts';
import type { Figure } from './figure.ts';

const KILLS = 100;

/** @throws Error with all that is lost or doubled. `TEST_DATABASE_URL` names a PostgreSQL server; without it one companion is killed on the embedded database. */
export async function kills(): Promise<Figure[]> {
  const { location, drop } = await freshDatabase('PostgreSQL');
  const databaseUrl = 'databaseUrl' in location ? location.databaseUrl : null;
  const report = await killCompanions(databaseUrl, KILLS);
  await drop();
  const wrong = [...report.lost, ...report.doubled];
  if (wrong.length > 0) throw new Error(`Lost or doubled:\n${wrong.join('\n')}`);
  return [
    {
      what: `kill -9 while requests are raised and decided, ${databaseUrl === null ? 'one companion' : 'two companions'}`,
      measured: `${report.kills} kills, ${report.requests} requests: 0 lost, 0 doubled`,
      limit: { what: 'all rounds', measured: `${report.seconds} s` },
      ratio: report.seconds / report.kills,
      budget: '0 lost, 0 doubled',
    },
  ];
}
