import { beforeAll, describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { ActBase } from '../../core/acts.ts';
import type { Json } from '../../core/canonical.ts';
import { checkOpenings, isCommitment } from '../../core/commitments.ts';
import {
  buildStatement,
  reasonOpening,
  type DecisionStatement,
  type Snapshot,
} from '../../core/statement.ts';
import { Memory } from '../fixtures/memory.ts';
import { APPROVE, MARIT, REQUEST } from '../fixtures/people.ts';
import { createPasskeys } from '../passkeys.ts';
import { reviewSections, type Opened, type ReviewRow } from './review.ts';
import { speak } from './strings.ts';

const hmac = (key: Uint8Array, bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHmac('sha256', key).update(bytes).digest()));

let statement: DecisionStatement;
let opened: Opened;

beforeAll(async () => {
  const memory = new Memory(() => Temporal.Instant.from('2026-11-21T02:00:00Z'));
  const passkeys = createPasskeys({
    passkeys: memory,
    challenges: memory,
    now: () => Promise.resolve(memory.now()),
    origin: 'http://localhost:1',
  });
  const snapshot: Snapshot = await memory
    .relay(() => passkeys)
    .startDecision({ contact: MARIT, sessionId: 's', requestId: REQUEST, locale: 'en-US' });
  statement = await buildStatement(snapshot, APPROVE, hmac);
  const openings = [...snapshot.openings, reasonOpening(snapshot, APPROVE.reason)];
  opened = (await checkOpenings(hmac, statement as unknown as Json, openings)).opened;
});

/** Every leaf of the statement, found without the code under test. */
function leaves(value: Json, path: string): string[] {
  if (typeof value !== 'object' || value === null || isCommitment(value)) return [path];
  const entries: [string, Json][] = Array.isArray(value)
    ? value.map((item: Json, index) => [`${path}[${index}]`, item])
    : Object.entries(value).map(([name, item]) => [path === '' ? name : `${path}.${name}`, item]);
  return entries.length === 0 ? [path] : entries.flatMap(([at, item]) => leaves(item, at));
}

const rows = (of: DecisionStatement): ReviewRow[] =>
  reviewSections(of, opened).flatMap((section) => section.rows);
const read = (of: DecisionStatement) =>
  rows(of).map(({ label, text, exact, state }) => [label, text, exact, state]);

/** A copy with one leaf of another value of the same kind. */
function bent(path: string): DecisionStatement {
  const copy = structuredClone(statement) as unknown as Record<string, unknown>;
  const keys = path.split(/[.[\]]/).filter((key) => key !== '');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  const value = holder[last];
  const other = {
    string: () =>
      /^\d{4}-.*Z$/.test(String(value))
        ? '2027-02-03T04:05:06Z'
        : value === 'open'
          ? 'closed'
          : `${String(value)}x`,
    number: () => Number(value) + 1,
    boolean: () => value !== true,
    object: () => (value === null ? 'something' : { commitment: '00'.repeat(32) }),
  };
  holder[last] = other[typeof value as keyof typeof other]();
  return copy as unknown as DecisionStatement;
}

describe('the review', () => {
  test('shows every leaf of the statement in exactly one row, and no row holds anything else [U1] [D111]', () => {
    const shown = rows(statement).flatMap(({ paths }) => paths);
    expect([...shown].sort()).toEqual(leaves(statement as unknown as Json, '').sort());
  });

  test('reads differently, or refuses, when any single leaf is another one [U1] [U2]', () => {
    const plain = JSON.stringify(read(statement));
    for (const path of leaves(statement as unknown as Json, '')) {
      let other: string;
      try {
        other = JSON.stringify(read(bent(path)));
      } catch (error) {
        // A commitment that nothing opens cannot be shown at all.
        expect(error).toBeInstanceOf(RangeError);
        other = 'refused';
      }
      expect({ path, same: other === plain }).toEqual({ path, same: false });
    }
  });

  test('shows the words behind the commitments, never a commitment itself', () => {
    const text = JSON.stringify(read(statement));
    expect(text).toContain('insufficient access');
    expect(text).toContain(APPROVE.reason);
    for (const commitment of opened.keys()) expect(text).not.toContain(commitment);
  });

  test('says rules and rights in the language of the reader, and under them what is signed [U2] [U27]', async () => {
    await speak('de');
    const german = rows(statement);
    await speak('en');
    const rule = german.find(({ paths }) => paths.includes('gates[0].reason'));
    expect(rule?.text).toContain('Die Anfrage nennt ihren Support-Fall.');
    expect(rule?.exact).toBe('The request names its support case.');
    const rights = german.find(({ paths }) => paths.includes('accessPreview.summary[0]'));
    expect(rights?.text).toContain('Profil: Credit Clerk.\nBerechtigungssätze:');
    expect(rights?.exact).toBe(statement.accessPreview?.summary.join('\n'));
    expect(german.flatMap(({ paths }) => paths)).toEqual(rows(statement).flatMap(({ paths }) => paths));
    expect(rows(statement).find(({ paths }) => paths.includes('gates[0].reason'))?.exact).toBeNull();
  });

  test('shows what it does not know by name under its path', () => {
    const later = {
      ...statement,
      request: { ...statement.request, fields: { ...statement.request.fields, New_Field__c: 'A' } },
    };
    const more = { ...later, addedLater: { deep: [1] } } as unknown as DecisionStatement;
    expect(rows(more)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ paths: ['request.fields.New_Field__c'], label: 'New Field', text: 'A' }),
        expect.objectContaining({ paths: ['addedLater.deep[0]'], label: 'addedLater.deep[0]', text: '1' }),
      ]),
    );
  });

  test('puts the answer and the request first and the particulars last', () => {
    expect(reviewSections(statement, opened).map(({ key }) => key)).toEqual([
      'answer',
      'request',
      'extension',
      'scope',
      'rules',
      'preview',
      'particulars',
    ]);
  });
});

describe('the review of a policy change', () => {
  const person = { commitment: 'ab'.repeat(32) };
  const opened = new Map([[person.commitment, { path: 'p', value: 'Marit Jansen', salt: '' }]]);
  const base = {
    ...{ v: 1, type: 'policy-change', nonce: 'n', subject: 'Default-1', shownAt: '2026-11-21T02:00:00Z' },
    ...{ org: { id: 'o', environment: 'Production' }, contact: { id: 'c', rosterEntry: 'r' }, locale: 'en' },
    shown: {
      ...{ kind: 'Change', policyVersion: 'Default-1', policyDigest: 'ab', replaces: 'Default-0', people: 1 },
      changes: [
        { rule: null, term: 'deadlineMinutes', before: '12 h', after: '4 h' },
        { rule: 'Night', term: 'hours', before: null, after: 'Mon 20:00-24:00 UTC' },
      ],
      notified: [{ name: person, level: 1, afterMinutes: 60 }],
      simulation: {
        requests: 40,
        Refused: 3,
        cases: [{ name: 'AR-7', outcome: 'Refused', because: ['rate_cap'] }],
      },
    },
  } satisfies ActBase;
  const sections = reviewSections(base, opened);
  const rowsOf = (key: string) =>
    sections
      .filter((section) => section.key === key)
      .flatMap(({ rows: list }) => list.map(({ label, text }) => `${label}: ${text}`));

  test('says each term that differs, whom it asks and what it would have done [U21 D109 D113]', () => {
    expect(rowsOf('change')).toEqual(
      expect.arrayContaining([
        'Deadline: 12 h → 4 h',
        'Rule Night: Business hours: not set → Mon 20:00-24:00 UTC',
      ]),
    );
    expect(rowsOf('asked')).toEqual(['People who would be asked: 1', 'Level 1: Marit Jansen, after 1 hour']);
    expect(rowsOf('simulation')).toEqual([
      ...['Past requests it was tried on: 40', 'Would be refused: 3', 'AR-7: Would be refused (rate cap)'],
    ]);
  });

  test('names allowances and roles as the page does, not as they are kept [U27]', () => {
    const changes = [
      { rule: null, term: 'breakGlassAllowed', before: 'Not_allowed', after: 'Allowed' },
      { rule: null, term: 'rolesRequired', before: null, after: 'Security_lead, Compliance_lead' },
    ];
    const other = { ...base, shown: { ...base.shown, changes } };
    const texts = reviewSections(other, opened).flatMap(({ rows: list }) => list.map(({ text }) => text));
    expect(texts).toEqual(
      expect.arrayContaining(['Not allowed → Allowed', 'not set → Security lead, Compliance lead']),
    );
  });

  test('says of an entry that another person gets what it takes from the former one [A10 U3]', () => {
    const given = { ...base, type: 'roster-change', shown: { kind: 'Changed', passesOn: true } } as const;
    const texts = reviewSections(given, opened).flatMap(({ rows: list }) => list.map(({ text }) => text));
    expect(texts.join()).toContain('The passkeys of who held it are revoked');
  });

  test('shows every value that is signed, once [U2]', () => {
    const paths = sections.flatMap(({ rows: list }) => list.flatMap((row) => row.paths));
    expect([...paths].sort()).toEqual(leaves(base, '').sort());
  });
});

describe('the review of an alteration', () => {
  const [by, purpose] = ['ab'.repeat(32), 'cd'.repeat(32)];
  const opened = new Map(
    Object.entries({ [by]: 'Jonas Lüders', [purpose]: 'See everything.' }).map(([hex, value]) => [
      hex,
      { path: 'p', value, salt: '' },
    ]),
  );
  const shown = (change: object = {}, found: Json = { commitment: purpose }) => ({
    request: 'AR-7',
    alterations: [
      {
        about: {
          ...{ entry: 12, object: 'Access_Request__c', record: 'r', kind: 'changed', by: 'u1' },
          ...{ byName: { commitment: by }, at: '2026-11-21T02:00:00Z', inOrg: 'As_logged', ...change },
        },
        fields: [
          { name: 'Purpose__c', logged: null, found },
          { name: 'State__c', logged: 'Awaiting_decision', found: 'Approved' },
        ],
      },
    ],
  });
  const base = (of: Json) =>
    ({
      ...{ v: 1, type: 'alteration-look', nonce: 'n', subject: 'r', shownAt: '2026-11-21T02:00:00Z' },
      ...{
        org: { id: 'o', environment: 'Production' },
        contact: { id: 'c', rosterEntry: 'r' },
        locale: 'en',
      },
      shown: of,
    }) as ActBase;
  const rowsOf = (of: Json) => reviewSections(base(of), opened).flatMap(({ rows }) => rows);

  test('shows who changed it when, with the time zone, and both values of each field [A14 U1]', () => {
    const rows = rowsOf(shown());
    expect(rows.flatMap(({ paths }) => paths).sort()).toEqual(
      leaves(base(shown()) as unknown as Json, '').sort(),
    );
    const texts = Object.fromEntries(rows.map(({ label, text }) => [label, text]));
    expect(texts['Alteration 1']).toMatch(
      /^Request changed, last by Jonas Lüders, .*2026.*(UTC|GMT|[A-Z]{3,4}).*as on record/,
    );
    expect(texts['Alteration 1: Purpose']).toBe('On record: (empty). Found in the org: See everything..');
    expect(texts['Alteration 1: How it stands']).toBe(
      'On record: Awaiting decision. Found in the org: Approved.',
    );
  });

  test.each<[string, Json]>([
    ['who', shown({ by: 'u2' })],
    ['when', shown({ at: '2026-11-21T03:00:00Z' })],
    ['how the row is now', shown({ inOrg: 'As_found' })],
    ['the entry', shown({ entry: 13 })],
    ['the record', shown({ record: 'x' })],
    ['a value', shown({}, 'See nothing.')],
  ])('reads differently when %s is another [U2]', (_what, other) => {
    expect(rowsOf(other)).not.toEqual(rowsOf(shown()));
  });
});
