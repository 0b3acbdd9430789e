/** Companions that share one PostgreSQL are killed while they work; on the embedded database one is, as it has room for one. */
import { expect, test } from '@jest/globals';
import { freshDatabase } from '../companion/src/store/fixtures/engines.ts';
import { killCompanions } from './companions.ts';

/** As many as some twenty seconds allow; `npm run bench -- kills` makes a hundred. */
const ROUNDS = 4;

test('killed at any step, companions lose nothing and show nothing twice, and the ledger holds [D108]', async () => {
  const { location, drop } = await freshDatabase('PostgreSQL');
  const report = await killCompanions('databaseUrl' in location ? location.databaseUrl : null, ROUNDS);
  await drop();
  expect(report).toMatchObject({ kills: ROUNDS, lost: [], doubled: [] });
  expect(report.ledger).toMatch(/agree with head and checkpoints/);
});
