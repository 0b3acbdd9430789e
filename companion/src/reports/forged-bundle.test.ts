import { beforeAll, describe, expect, test } from '@jest/globals';
import { faultsOf, verifyEntries } from '../../test/forged.ts';
import { CONTACT, ORG, type SampleLedger, sampleLedger } from '../../test/sample-ledger.ts';
import { GATES } from '../../test/sample-policy.ts';
import type { Json } from '../core/canonical.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { learnRoster, noRoster, rosterVersion } from '../core/roster-versions.ts';
import { checkVerdicts } from '../core/verify/verify-verdicts.ts';
import { kitCrypto } from './kit-crypto.ts';

let sample: SampleLedger;
beforeAll(async () => {
  sample = await sampleLedger();
});

type Of<Type extends LedgerEntry['type']> = Extract<LedgerEntry, { type: Type }>;

/** The sample with each entry of one type changed; a change to null leaves it out. */
function changed<Type extends LedgerEntry['type']>(
  type: Type,
  change: (entry: Of<Type>) => object | null,
): LedgerEntry[] {
  return sample.entries.flatMap((entry) => {
    if (entry.type !== type) return [entry];
    const given = change(entry as Of<Type>);
    return given === null ? [] : [{ ...entry, ...given }];
  });
}

/** Entries name others by index: one more before them moves those. */
function inserted(entry: LedgerEntry, place: number): LedgerEntry[] {
  const moved = sample.entries.map((one) =>
    one.type === 'decision.effective' ? { ...one, received: one.received + 1 } : one,
  );
  return moved.toSpliced(place, 0, entry);
}

const placeOf = (type: LedgerEntry['type']) => sample.entries.findIndex((entry) => entry.type === type);
const faults = async (entries: LedgerEntry[]) => faultsOf(await verifyEntries(sample, entries)).join('\n');
const gates = (change: (gates: typeof GATES) => typeof GATES) =>
  changed('policy.evaluated', () => ({ gates: change(GATES) }));
const withGate = (name: string, change: object) =>
  gates((list) => list.map((gate) => (gate.gate === name ? { ...gate, ...change } : gate)));

test('an honest ledger is consistent, whatever else is looked at [U4]', async () => {
  const verification = await verifyEntries(sample, sample.entries);
  expect(faultsOf(verification)).toEqual([]);
});

describe('a server that lies about the deadline', () => {
  test('is found when a contact signed another one than the policy gives [D99 U4]', async () => {
    const shown = { deadline: '2026-11-21T20:50:00Z' };
    const lie = await sampleLedger({ shown });
    const found = faultsOf(await verifyEntries(lie, lie.entries)).join('\n');
    expect(found).toContain('the policy in force gives the deadline 2026-11-20T20:50:00Z');
  });

  test('is found when the logged one is not what runs from the submission [D99 U4]', async () => {
    const later = { deadline: '2026-11-21T20:50:00Z' };
    expect(await faults(changed('policy.evaluated', () => later))).toContain('the deadline is not the one');
    const earlier = { submittedAt: '2026-11-20T08:00:00Z' };
    expect(await faults(changed('policy.evaluated', () => earlier))).toContain('time of the submission');
  });

  test('cannot fall back on entries that leave it out [D99 U4]', async () => {
    const [evaluated] = sample.entries.filter(({ type }) => type === 'policy.evaluated') as [
      Extract<Of<'policy.evaluated'>, { v: 2 }>,
    ];
    const { submittedAt: _, deadline: __, mode: ___, ...rest } = evaluated;
    const old = { ...rest, v: 1 } as LedgerEntry;
    expect(await faults(inserted(old, placeOf('policy.evaluated') + 1))).toContain(
      'an earlier version of the entry leaves out the deadline',
    );
  });

  test('is found when an approval took effect after it had lapsed [D99 U4]', async () => {
    const late = changed('decision.effective', () => ({ at: '2026-11-20T21:30:00Z' }));
    expect(await faults(late)).toContain('took effect after it had lapsed');
  });
});

describe('a server that lies about the gates', () => {
  test('is found when it leaves one out [C81 U4]', async () => {
    const short = gates((list) => list.filter(({ gate }) => gate !== 'target_can_grant'));
    expect(await faults(short)).toContain('the gates target_can_grant were left out');
  });

  test('is found when a gate says another thing than the log gives [C81 U4]', async () => {
    const fields = (entry: Of<'request.revision'>) => ({ fields: { ...entry.fields, Hours_Wanted__c: 48 } });
    expect(await faults(changed('request.revision', fields))).toContain(
      'the gate duration_within_policy is called open, and is closed',
    );
    const rated = { evidence: { risk: 'Low', reach: 'own_records', rule: null } };
    expect(await faults(withGate('risk_rated', rated))).toContain('the risk is not the one');
    expect(await faults(withGate('governance_mode', { evidence: 'Standard' }))).toContain(
      'the governance mode is not the one of the submission',
    );
    const none = { evidence: { available: 0, needed: 1, levels: [1] } };
    expect(await faults(withGate('enrolled_contact_available', none))).toContain('fewer contacts');
  });

  test('is found when a contact was shown others than were evaluated [C81 U1 U4]', async () => {
    const lie = await sampleLedger({ shown: { gates: GATES.slice(1) as unknown as Json } });
    expect(faultsOf(await verifyEntries(lie, lie.entries)).join('\n')).toContain(
      'the gates are not the ones that were evaluated',
    );
  });
});

describe('a server that lies about the quorum', () => {
  test('is found when it shows a count that never stood, or a window that nobody gave [D104 U1 U4]', async () => {
    const lies: [object, string][] = [
      [{ standing: { given: 1, needed: 2 } }, '1 of 2 approvals were shown'],
      [
        { authorized: { start: '2026-11-20T09:00:00Z', end: '2026-11-20T10:00:00Z' } },
        'the authorized window is not',
      ],
    ];
    for (const [shown, fault] of lies) {
      const lie = await sampleLedger({ shown: shown as Record<string, Json> });
      expect(faultsOf(await verifyEntries(lie, lie.entries)).join('\n')).toContain(fault);
    }
  });
});

describe('a server that does not go by the rules in force', () => {
  test('is found by the governance mode that it shows [A7 U4]', async () => {
    const lie = await sampleLedger({ shown: { mode: 'Standard' } });
    expect(faultsOf(await verifyEntries(lie, lie.entries)).join('\n')).toContain(
      'the governance mode is not',
    );
  });

  test('is found by a policy that nobody put in force, or a roster that is not the one [U3 U4]', async () => {
    const policy = changed('policy.evaluated', () => ({ policyVersion: 'Default-2' }));
    expect(await faults(policy)).toContain('evaluated under Default-2');
    const roster = changed('policy.evaluated', () => ({ rosterVersion: 'roster-2' }));
    expect(await faults(roster)).toContain('the roster roster-2 was not in force');
    const lie = await sampleLedger({ shown: { rosterVersion: 'roster-0' } });
    expect(faultsOf(await verifyEntries(lie, lie.entries)).join('\n')).toContain(
      'the roster roster-0 was not in force',
    );
  });

  test('may show a roster that an unsigned deactivation has narrowed only where the log names none [D113 U4]', async () => {
    const proposed = {
      ...{ v: 1, type: 'roster.proposed', org: ORG, at: '2026-11-20T08:45:00Z' },
      ...{ contact: 'a025g00000CON02AAA', fields: { active: false } },
    } as LedgerEntry;
    const contact = { id: CONTACT, rosterEntry: 'roster-0' };
    const lie = await sampleLedger({ shown: { rosterVersion: 'roster-0', contact } });
    const place = placeOf('policy.evaluated');
    const moved = lie.entries.map((one) =>
      one.type === 'decision.effective' ? { ...one, received: one.received + 1 } : one,
    );
    const ledger = moved.toSpliced(place, 0, proposed);
    expect(faultsOf(await verifyEntries(lie, ledger)).join('\n')).toBe('');
    const named = await Promise.all(
      ledger.map(async (one) => {
        const made = learnRoster(noRoster(), one, 0);
        return made ? { ...one, version: await rosterVersion(kitCrypto.sha256, made.entries) } : one;
      }),
    );
    expect(faultsOf(await verifyEntries(lie, named)).join('\n')).toContain(
      'the roster roster-0 was not in force',
    );
  });
});

describe('a server that lies about times', () => {
  test('is found by a window that is not the signed one, or opens and ends at another time [U1 U4]', async () => {
    const longer = changed('window.opened', () => ({ end: '2026-11-20T18:00:00Z' }));
    expect(await faults(longer)).toContain('windows: entry 21: the window is not the one that was signed');
    const early = changed('request.state', ({ to, at }) =>
      to === 'Window_open' ? { at: '2026-11-20T08:59:00Z' } : { at },
    );
    expect(await faults(early)).toContain('the window opened before its start');
    const soon = changed('window.ended', () => ({ at: '2026-11-20T12:59:00Z' }));
    expect(await faults(soon)).toContain('the window ended before its end');
    expect(await faults(changed('window.opened', () => null))).toContain('an open window that never opened');
  });

  test('is found by an entry that is dated back [U4]', async () => {
    const back = changed('access.seen', () => ({ at: '2026-11-20T09:10:00Z' }));
    expect(await faults(back)).toContain('long before what was logged ahead of it');
    const late = {
      v: 1,
      type: 'clock.offset',
      org: ORG,
      at: '2026-11-20T14:46:00Z',
      milliseconds: 0,
    } as const;
    expect(await faults([...sample.entries, late])).toBe('');
  });

  test('is found by an approval that counts while the clocks differ by more than five minutes [U4]', async () => {
    const offset = (milliseconds: number): LedgerEntry => ({
      ...{ v: 1, type: 'clock.offset', org: ORG, at: '2026-11-20T08:51:00Z', milliseconds },
    });
    const place = placeOf('decision.received');
    expect(await faults(inserted(offset(-300_001), place))).toContain('more than five minutes');
    expect(await faults(inserted(offset(300_000), place))).toBe('');
  });
});

test('an entry of a version that came later is not passed over [U4]', async () => {
  const later = changed('window.ended', () => ({ v: 2 }));
  const { result } = await verifyEntries(sample, later);
  expect(result).toBe('incomplete');
  expect(await faults(later)).toContain('is a "window.ended" of version 2, which this kit cannot judge');
});

test('a verdict that the ledger holds and the list of verdicts leaves out is found [A15 U4]', () => {
  const listed = (except: string) =>
    [...sample.entries.entries()].flatMap(([index, entry]) =>
      entry.type === 'verdict' && entry.subject !== except ? [JSON.stringify({ ...entry, index })] : [],
    );
  expect(checkVerdicts(sample.entries, listed('none'))).toMatchObject({ result: 'ok' });
  const { result, detail } = checkVerdicts(sample.entries, listed('grant'));
  expect(result).toBe('tampered');
  expect(detail.join()).toContain('the verdict on grant:grant-1 was left out');
});

test('a verdict on what is neither an access nor a grant judges nothing [A15 U4]', () => {
  const at = sample.entries.findIndex((entry) => entry.type === 'verdict' && entry.subject === 'access');
  for (const subject of ['request', '__proto__']) {
    const altered = sample.entries.map((entry, index) =>
      index === at ? ({ ...entry, subject } as unknown as LedgerEntry) : entry,
    );
    expect(checkVerdicts(altered, null).detail.join()).toContain(
      `entry ${at}: it judges neither an access nor a grant`,
    );
  }
});

test.each([
  ['verdict', { verdict: 'Unused' }],
  ['strength', { strength: 'By_case' }],
  ['being provisional', { provisional: true }],
  ['request', { request: 'a00000000000999AAA' }],
])('a verdict of another %s is found, in the ledger and in the list [A15 U4]', (_, part) => {
  const at = sample.entries.findIndex(
    (entry) => entry.type === 'verdict' && entry.subject === 'access' && !entry.provisional,
  );
  expect(sample.entries[at]).not.toMatchObject(part);
  const altered = sample.entries.map((entry, index) => (index === at ? { ...entry, ...part } : entry));
  expect(checkVerdicts(altered, null).detail).toEqual([expect.stringContaining(`entry ${at}: access:`)]);
  const listed = [...altered.entries()].flatMap(([index, entry]) =>
    entry.type === 'verdict' ? [JSON.stringify({ ...entry, index })] : [],
  );
  expect(checkVerdicts(sample.entries, listed).detail).toEqual([
    expect.stringContaining('differs from the ledger'),
  ]);
});

test('a user who was asked to grant although the request was frozen is found in the bundle [A14 U4]', async () => {
  const place = sample.entries.findIndex(({ type }) => type === 'window.opened');
  const { at, request } = sample.entries[place] as Of<'window.opened'>;
  const altered: LedgerEntry = {
    ...{ v: 1, type: 'record.altered', org: ORG, at, object: 'Access_Request__c', record: request, by: null },
    ...{ kind: 'changed', fields: [{ name: 'State__c', logged: 'Approved', found: 'Denied' }] },
    ...{ byName: null, modifiedAt: at, request },
  };
  const asked: LedgerEntry = { v: 1, type: 'grant.asked', org: ORG, at, request, user: 'u' };
  expect(await faults(sample.entries.toSpliced(place, 0, altered, asked))).toBe(
    `frozen requests: entry ${place + 1}: a user was asked to grant though the request was frozen`,
  );
});
