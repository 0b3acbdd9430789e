import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from './entries/entries.ts';
import { applyEntry, type Facts, noFacts, reconcileContext } from './facts.ts';
import { reconcileAccess } from './reconcile.ts';

const ORG = '00D5g00000ABCDEEA4';
const at = (time: string) => `2026-11-20T${time}:00Z`;
const name = { commitment: 'a'.repeat(64) };
type Draft = LedgerEntry extends infer Entry
  ? Entry extends LedgerEntry
    ? Omit<Entry, 'v' | 'org'>
    : never
  : never;

let facts: Facts;
let size: number;
beforeEach(() => {
  facts = noFacts();
  size = 0;
});
const log = (...drafts: Draft[]) => {
  for (const draft of drafts) applyEntry(facts, { v: 1, org: ORG, ...draft }, size++);
};

const revision = (targetUser: string, time = '08:50', number = 1, party = 'Contract_partner'): Draft => ({
  ...{
    type: 'request.revision',
    at: at(time),
    request: 'r1',
    name: 'AR-000001',
    revision: number,
    state: 'Submitted',
  },
  fields: {
    Target_User__c: { id: targetUser, name },
    Support_Case_Number__c: '99',
    Requesting_Party__c: party,
  },
  ...{ by: null, modifiedAt: at(time) },
});
const received = (targetUser: string): Draft => ({
  ...{
    type: 'decision.received',
    at: at('09:00'),
    request: 'r1',
    contact: 'c1',
    decision: 'Approve',
    digest: '',
  },
  statement: {
    request: { id: 'r1', revision: 1 },
    scope: { targetUser: { id: targetUser, name }, caseNumber: '47110815', caseId: null },
  },
  assertion: { credentialId: '', clientDataJSON: '', authenticatorData: '', signature: '' },
});
const effective = (index: number): Draft => ({
  ...{ type: 'decision.effective', at: at('09:01'), request: 'r1', received: index, state: 'Approved' },
  window: { start: at('09:00'), end: at('13:00') },
});
const seen = (
  key: string,
  time: string,
  change: Partial<Extract<LedgerEntry, { type: 'access.seen' }>> = {},
): Draft => ({
  ...{
    type: 'access.seen',
    at: at('15:00'),
    access: key,
    actorClass: 'Support_or_publisher',
    actor: null,
    actorKey: 'e1',
  },
  ...{
    target: { state: 'Resolved', userId: 'u7' },
    targetName: null,
    caseIdentifier: null,
    loginAt: at(time),
  },
  ...{ logoutAt: at(time), evidence: [], supersedes: [], ...change },
});
const mode: Draft = {
  type: 'mode.set',
  at: at('00:00'),
  mode: 'Opt_out_enabled',
  effectiveFrom: at('00:00'),
  by: name,
};
const judge = (key: string) => {
  const login = facts.logins.get(key);
  if (!login) throw new Error(`nothing is known of ${key}`);
  return reconcileAccess(login, facts.loginBook, reconcileContext(facts, at('20:00'))).verdict;
};

describe('the facts of a ledger', () => {
  test('take what is authorized from what was signed, not from a later revision [U1]', () => {
    log(mode, revision('u7'), received('u7'), effective(2), revision('u8', '09:30'));
    expect(facts.authorizations.get('r1')).toEqual({
      ...{ requestId: 'r1', targetUserId: 'u7', caseNumber: '47110815', caseId: null },
      ...{
        requestingParty: 'Contract_partner',
        approvedAt: at('09:01'),
        start: at('09:00'),
        end: at('13:00'),
      },
      revokedAt: null,
    });
  });

  test('cover the party that was signed for, whatever is logged of the request before it takes effect [U1]', () => {
    log(mode, revision('u7'), received('u7'), revision('u7', '09:00', 2, 'Package_publisher'), effective(2));
    expect(facts.authorizations.get('r1')?.requestingParty).toBe('Contract_partner');
  });

  test('authorize nothing while a decision is only received, or opens no window [A3]', () => {
    log(revision('u7'), received('u7'), { ...effective(1), window: null } as Draft);
    expect(facts.authorizations.size).toBe(0);
  });

  test('end an authorization with its revocation [D106]', () => {
    log(mode, revision('u7'), received('u7'), effective(2), seen('k1', '11:00'));
    expect(judge('k1')).toBe('Matched');
    log({
      type: 'request.state',
      at: at('10:00'),
      request: 'r1',
      from: 'Window_open',
      to: 'Revoked',
      because: 'x',
    });
    expect(judge('k1')).toBe('After_revocation');
  });

  test('know a login once, by its newest entry', () => {
    log(mode, seen('k1', '11:00'), seen('k1', '11:00', { actorKey: 'e2' }));
    expect([...facts.logins.values()].map(({ actorKey }) => actorKey)).toEqual(['e2']);
    expect(facts.loginBook.get('u7')).toHaveLength(1);
  });

  test('forget a login that turned out to be another one, so that it is no second actor [U25]', () => {
    log(mode, revision('u7'), received('u7'), effective(2), seen('session', '10:00', { actorKey: 'e0' }));
    log(seen('audit', '10:00', { supersedes: ['session'] }));
    expect([...facts.logins.keys()]).toEqual(['audit']);
    expect(judge('audit')).toBe('Matched');
  });

  test('keep the newest verdict of each subject, with its place [U6]', () => {
    const verdict: Draft = {
      ...{
        type: 'verdict',
        at: at('15:00'),
        subject: 'access',
        key: 'k1',
        verdict: 'Matched',
        strength: 'None',
      },
      ...{ provisional: true, request: null, reason: '', replaces: null },
    };
    log(verdict, { ...verdict, provisional: false, replaces: 0 });
    expect(facts.verdicts.access.get('k1')).toMatchObject({ index: 1, entry: { provisional: false } });
  });

  test('take the figures of the policy that was put in force, and not of one that is merely proposed [U3 D113]', () => {
    const seen = (version: string, loginGraceSeconds: number) =>
      ({ type: 'policy.seen', at: at('08:00'), version, values: { loginGraceSeconds } }) as const;
    const force = (version: string, signed: number | null) =>
      ({ type: 'policy.in_force', at: at('08:00'), version, signed }) as const;
    log(seen('p1', 7), force('p1', null), seen('p2', 60));
    expect(facts.policy.loginGraceSeconds).toBe(7);
    log(force('p2', 3));
    expect(facts.policy.loginGraceSeconds).toBe(60);
  });

  test('take the policy’s figures, the clock and the coverage as they were logged last', () => {
    log(
      {
        type: 'policy.seen',
        at: at('08:00'),
        version: 'p1',
        values: { name: 'Default', loginGraceSeconds: 7 },
      },
      { type: 'clock.offset', at: at('08:00'), milliseconds: -1200 },
      {
        ...{
          type: 'coverage',
          at: at('08:00'),
          source: 'Setup_audit_trail',
          from: at('00:00'),
          to: at('08:00'),
        },
        ...{ readable: true, gaps: [], knownDelayMinutes: 5, reason: null },
      },
    );
    expect(reconcileContext(facts, at('09:00'))).toMatchObject({
      loginGraceSeconds: 7,
      clockOffsetMs: -1200,
      coverage: [{ source: 'Setup_audit_trail', to: at('08:00') }],
    });
  });
});
