import { expect, test } from '@jest/globals';
import type { DecisionEffective, DecisionReceived, LedgerEntry } from '../entries/entries.ts';
import { checkEffect, type Effects, learnEffects, noEffects, receiveDecision } from './verify-effects.ts';

const HEAD = { v: 1, org: '00D5g00000ABCDEEA4', at: '2026-11-20T08:00:00Z' } as const;
const [FIRST, SECOND, ASKED] = ['1', '2', '3'].map((letter) => letter.repeat(64)) as [string, string, string];
const WINDOW = { start: '2026-11-20T09:00:00Z', end: '2026-11-20T10:00:00Z' };

/** Of the two entries. */
interface Users {
  c1?: string;
  c2?: string;
}

const contact = (id: string, commitment: string, userId: string | null) => ({
  ...{ id, name: { commitment }, address: { commitment }, role: 'Lead', level: 1, userId },
});
const entries = (quorum: number, users: Users): LedgerEntry[] => [
  { ...HEAD, type: 'policy.seen', version: 'p1', values: { quorum, maximumWindowMinutes: 1440 } },
  {
    ...{ ...HEAD, type: 'roster.sealed', version: 'r1', by: 'operator' },
    contacts: [contact('c1', FIRST, users.c1 ?? null), contact('c2', SECOND, users.c2 ?? null)],
  },
  {
    ...{ ...HEAD, type: 'request.revision', request: 'r', name: 'AR-1', revision: 1, state: 'Submitted' },
    ...{ fields: { Requested_By_Address__c: { commitment: ASKED } }, by: null, modifiedAt: HEAD.at },
  },
];

const approval = (by: string): DecisionReceived => ({
  ...{ ...HEAD, type: 'decision.received', at: WINDOW.start, request: 'r', contact: by, decision: 'Approve' },
  statement: {
    ...{ deadline: '2026-11-20T12:00:00Z', policyVersion: 'p1', rosterVersion: 'r1', gates: [] },
    request: { revision: 1, fields: { Hours_Wanted__c: 4 } },
    scope: { targetUser: { id: 'u1' }, caseNumber: '1', caseId: null, dataViewed: true },
    window: { maxMinutes: 60, notBefore: null, notAfter: '2026-11-20T20:00:00Z' },
  },
  digest: '',
  assertion: { credentialId: '', clientDataJSON: '', authenticatorData: '', signature: '' },
});

const effective = (received: number, window: DecisionEffective['window']): DecisionEffective => ({
  ...{ ...HEAD, type: 'decision.effective', at: WINDOW.start, request: 'r', received, window },
  state: window === null ? 'Awaiting_decision' : 'Approved',
});

/** Everybody of `signers` approves, and the last of them completes the quorum. */
function completed(signers: string[], addresses: Record<string, string>, users: Users = {}): () => void {
  const opened = new Map(Object.entries(addresses).map(([hex, value]) => [hex, { value }]));
  const ground: Effects = noEffects(opened);
  for (const entry of entries(signers.length, users)) learnEffects(entry, ground, 0);
  for (const [index, by] of signers.entries()) receiveDecision(ground, index, approval(by));
  return () => {
    const last = signers.length - 1;
    for (let index = 0; index < last; index += 1) checkEffect(effective(index, null), ground);
    checkEffect(effective(last, WINDOW), ground);
  };
}

test('two entries of one address are one person, as far as addresses are not withheld [D104 U4]', () => {
  const both = ['c1', 'c2'];
  expect(completed(both, {})).not.toThrow();
  expect(completed(both, { [FIRST]: 'ines@bank.example', [SECOND]: 'jan@bank.example' })).not.toThrow();
  const same = { [FIRST]: 'ines@bank.example', [SECOND]: ' Ines@Bank.example' };
  expect(completed(both, same)).toThrow('not the one that was signed');
});

test('nobody approves what he asked for, also when an address alone tells who asked [D104 U4]', () => {
  const ines = { [FIRST]: 'ines@bank.example', [ASKED]: 'INES@bank.example' };
  expect(completed(['c1'], ines)).toThrow('its contact is the requester');
  expect(completed(['c2'], ines)).not.toThrow();
});

test('nor under a second entry of the same user or address, whether he asked or would be entered as [D105 U4]', () => {
  const apart = { [FIRST]: 'ines@bank.example', [SECOND]: 'jan@bank.example' };
  const asked = { ...apart, [ASKED]: 'INES@bank.example' };
  expect(completed(['c2'], asked, { c1: 'u9', c2: 'u9' })).toThrow('its contact is the requester');
  expect(completed(['c2'], asked, { c1: 'u9', c2: 'u8' })).not.toThrow();
  const shared = { ...apart, [SECOND]: 'ines@bank.example' };
  expect(completed(['c2'], shared, { c1: 'u1' })).toThrow('or the user who would be entered');
  expect(completed(['c2'], apart, { c1: 'u1' })).not.toThrow();
});
