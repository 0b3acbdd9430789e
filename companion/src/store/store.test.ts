import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { testEngines } from './fixtures/engines.ts';
import { openTestStore, until } from './fixtures/stores.ts';
import type { Job } from './jobs.ts';
import type { StoredRequest } from './requests.ts';
import type { Store } from './store.ts';

const AT = '2026-11-21T08:00:00Z';
const org = (letter: string) => `00D${letter.repeat(15)}`;

const offset = (orgId: string, milliseconds: number): LedgerEntry => ({
  v: 1,
  type: 'clock.offset',
  org: orgId,
  at: AT,
  milliseconds,
});

const request = (orgId: string, id: string): StoredRequest => ({
  orgId,
  id,
  name: 'AR-000001',
  revision: 1,
  revisionIndex: 0,
  state: 'Submitted',
  content: { Purpose__c: 'Why' },
  requester: null,
  target: null,
  targetUser: null,
  caseNumber: '00042',
  modifiedAt: AT,
  submittedAt: AT,
  deadline: null,
  nextOpen: null,
  gates: [{ gate: 'one', state: 'open', reason: 'It is.' }],
  policyVersion: null,
  rosterVersion: null,
  mode: null,
  risk: null,
  checkPhrase: null,
  settledAt: null,
  settledBy: null,
  approvalsGiven: 0,
  approvalsNeeded: null,
  ladderDone: [],
  windowStart: null,
  windowEnd: null,
  outcome: null,
  grantStep: 'Not_asked',
  grantEnd: '2026-11-22',
  frozen: false,
  breakGlass: null,
  isBreakGlass: false,
});

describe.each(testEngines())('the store on %s', (engine) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(engine);
    await store.jobs.declare(['note']);
  });
  afterAll(() => store.close());

  test('tells the time as exactly as it keeps it', async () => {
    const { database } = store;
    for (let times = 0; times < 20; times += 1) {
      const now = (await store.now()).toString();
      expect((await database.query('SELECT $1::timestamptz AS at', [now])).rows).toEqual([{ at: now }]);
    }
  });

  test('keeps neither entry nor job of a unit that fails', async () => {
    const orgId = org('B');
    const failed = store.unit(orgId, async (unit) => {
      await unit.append(offset(orgId, 1));
      await unit.enqueue('note', { lost: true });
      throw new Error('stop');
    });
    await expect(failed).rejects.toThrow('stop');
    expect((await store.ledger.head(orgId)).size).toBe(0);
  });

  test('keeps a request as it was put, with its dates and lists', async () => {
    const orgId = org('G');
    const row = request(orgId, 'a01000000000001AAA');
    await store.unit(orgId, (unit) => unit.requests.put(row));
    await store.unit(orgId, (unit) => unit.requests.change(row.id, { state: 'Denied', gates: [] }), {
      lock: row.id,
    });
    expect(await store.rows(orgId).requests.get(row.id)).toEqual({ ...row, state: 'Denied', gates: [] });
    expect(await store.rows(orgId).requests.list(['Submitted'])).toEqual([]);
  });

  test('lets one holder at a time work on a request', async () => {
    const orgId = org('H');
    const { id } = request(orgId, 'a01000000000002AAA');
    await store.unit(orgId, (unit) => unit.requests.put(request(orgId, id)));
    let inside = 0;
    const seen = await Promise.all(
      [1, 2, 3].map(() =>
        store.exclusive(orgId, id, async () => {
          inside += 1;
          await store.rows(orgId).requests.get(id);
          const now = inside;
          inside -= 1;
          return now;
        }),
      ),
    );
    expect(seen).toEqual([1, 1, 1]);
    const lock = 'a01000000000009AAA';
    await expect(store.unit(orgId, () => Promise.resolve(), { lock })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('runs a job after the commit, again after a failure, and a timer when the clock has passed it', async () => {
    const orgId = org('I');
    const jobs: Job[] = [];
    store.jobs.work('note', (job) => {
      jobs.push(job);
      return job.attempt === 1 && job.data['fail'] === true
        ? Promise.reject(new Error('not yet'))
        : Promise.resolve();
    });
    await store.unit(orgId, (unit) => unit.enqueue('note', { fail: true }, { key: 'k' }));
    await until(() => jobs.some(({ attempt }) => attempt === 2), 'the second attempt');

    await store.unit(orgId, async (unit) => {
      await unit.enqueue('note', { timer: 1 }, { key: 'soon', at: '2026-11-21T10:00:00Z' });
      await unit.enqueue('note', { timer: 2 }, { key: 'later', at: '2026-11-21T12:00:00Z' });
      await unit.enqueue('note', { timer: 3 }, { key: 'soon', at: '2026-11-21T11:00:00Z' });
    });
    expect(await store.jobs.runDue('2026-11-21T10:30:00Z')).toBe(0);
    expect(await store.jobs.runDue('2026-11-21T11:30:00Z')).toBe(1);
    await until(() => jobs.some(({ data }) => data['timer'] === 3), 'the timer');
    expect(jobs.some(({ data }) => data['timer'] === 2)).toBe(false);
  });

  test('finds the emergencies that matter now: those that ended since, and those that nobody has reviewed [D112]', async () => {
    const orgId = org('K');
    const review = { outcome: 'Justified' as const, by: 'c', name: 'C', reason: 'r', at: AT };
    const emergency = (end: string, reviewed: boolean) => ({
      ...{ evaluated: { index: 0, leaf: 'l' }, window: { start: AT, end }, reviewDue: AT, opened: null },
      ...{ overdue: false, review: reviewed ? review : null },
    });
    const [old, late] = ['2026-11-20T07:59:59Z', '2026-11-20T08:00:00Z'];
    await store.unit(orgId, async ({ requests }) => {
      await requests.put(request(orgId, 'usual'));
      await requests.put({ ...request(orgId, 'over'), breakGlass: emergency(old, true) });
      await requests.put({ ...request(orgId, 'late'), breakGlass: emergency(late, true), submittedAt: old });
      await requests.put({ ...request(orgId, 'unreviewed'), breakGlass: emergency(old, false) });
      await requests.put({ ...request(org('L'), 'foreign'), breakGlass: emergency(late, false) });
    });
    const { requests } = store.rows(orgId);
    const idsOf = (found: { id: string }[]) => found.map(({ id }) => id).sort();
    expect(idsOf(await requests.emergencies(late))).toEqual(['late', 'unreviewed']);
    expect(idsOf(await requests.submittedSince(AT))).toEqual(['over', 'unreviewed', 'usual']);
  });

  test('takes a challenge once, by its session, while it lives [U1]', async () => {
    const challenge = { value: 'c1', purpose: 'enrol', sessionId: 's' } as const;
    let now = AT;
    const challenges = store.challenges(() => Promise.resolve(Temporal.Instant.from(now)));
    await challenges.put({ ...challenge, expiresAt: '2026-11-21T08:05:00Z' });
    expect(await challenges.take({ ...challenge, sessionId: 'other' })).toBe(false);
    expect(await challenges.take(challenge)).toBe(true);
    expect(await challenges.take(challenge)).toBe(false);
    await challenges.put({ ...challenge, expiresAt: '2026-11-21T08:05:00Z' });
    now = '2026-11-21T08:06:00Z';
    expect(await challenges.take(challenge)).toBe(false);
  });

  test('counts attempts of a key within its window', async () => {
    expect((await store.rates.hit('k', 60)).hits).toBe(1);
    expect((await store.rates.hit('k', 60)).hits).toBe(2);
    expect((await store.rates.hit('other', 60)).hits).toBe(1);
  });

  test('uses an invitation up once', async () => {
    const orgId = org('J');
    const invitation = {
      tokenHash: 'h',
      contactId: 'c',
      madeAt: AT,
      expiresAt: '2026-11-28T08:00:00Z',
      usedAt: null,
      recovery: null,
      moving: false,
    };
    await store.unit(orgId, (unit) => unit.invitations.put(invitation));
    const uses = await Promise.all(
      [1, 2].map(() => store.unit(orgId, (unit) => unit.invitations.use('h', AT))),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
  });
});
