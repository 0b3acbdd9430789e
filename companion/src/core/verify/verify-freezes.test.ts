/** Which looks end a freeze, and which the kit takes for forged. */
import { expect, test } from '@jest/globals';
import type { Altered, Freezes } from '../alterations.ts';
import { alterationShown } from '../alterations.ts';
import type { FreezeEnded, RecordAltered } from '../entries/alteration-entries.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import { checkFreeze } from './verify-freezes.ts';
import { noEffects } from './verify-effects.ts';

const HEAD = { v: 1, org: '00D5g00000ABCDEEA4', at: '2026-11-20T08:00:00Z' } as const;
const altered = (by: string | null, change: Partial<RecordAltered> = {}): RecordAltered => ({
  ...{ ...HEAD, type: 'record.altered', object: 'Access_Request__c', record: 'r', by, kind: 'changed' },
  fields: [{ name: 'State__c', logged: 'Awaiting_decision', found: 'Approved' }],
  ...change,
});

const ADDRESS = 'ines@bank.example';
/** Contacts by their ids: two entries of one address are one person. */
const PEOPLE = {
  c1: { userId: null, address: ADDRESS },
  c2: { userId: 'u2', address: ADDRESS },
  c3: { userId: 'u3', address: 'jan@bank.example' },
};

interface Case {
  /** User who made the alteration. */
  by?: string | null;
  /** Clear address of that user, as the ledger opens it. */
  byAddress?: string;
  signer?: keyof typeof PEOPLE;
  votes?: boolean;
  requester?: string;
  target?: string;
  shown?: Altered[];
  named?: number[];
  choice?: string;
  act?: string;
}

/** The alteration of entry 0, a contact's look at it, and what follows. */
function looked(change: Case = {}): Freezes {
  const { by = 'u9', signer = 'c3', requester = 'u8', target = 'u7', votes = true } = change;
  const named = change.byAddress === undefined ? {} : { byAddress: { commitment: 'aa' } };
  const first: Altered = { index: 0, entry: altered(by, named) };
  const opened = new Map([['aa', { value: change.byAddress ?? '' }]]);
  const ground = { acts: new Map(), effects: noEffects(opened), requests: { requests: new Map() } };
  for (const [id, person] of Object.entries(PEOPLE))
    ground.effects.people.set(id, { ...person, role: 'Lead', votes });
  const fields = { Requested_By__c: { id: requester }, Target_User__c: { id: target } };
  ground.requests.requests.set('r', { fields });
  const shown = (change.shown ?? [first]).map((one) => {
    const { about, fields: values } = alterationShown(one);
    return { about: { ...about, inOrg: 'As_logged' }, fields: values };
  });
  const { act = 'alteration-look', choice = 'Go_on' } = change;
  const signed = {
    act,
    subject: 'r',
    choice: 'Go_on',
    contact: signer,
    statement: { shown: { alterations: shown } },
  };
  ground.acts.set(1, signed);
  const ended = {
    ...HEAD,
    type: 'freeze.ended',
    request: 'r',
    altered: change.named ?? [0],
    choice,
    signed: 1,
  };
  const freezes: Freezes = new Map();
  checkFreeze(first.entry, 0, freezes, ground);
  checkFreeze(ended as FreezeEnded, 2, freezes, ground);
  return freezes;
}

test('a signed look at every alteration, by a contact who has no part in it, ends the freeze [A14 U4]', () => {
  expect(looked().get('r')).toEqual([]);
  expect(looked({ by: null }).get('r')).toEqual([]);
});

test.each<[string, Case, string]>([
  ['was signed as another act', { act: 'break-glass-review' }, 'no signed act'],
  ['says another thing than was signed', { choice: 'End_request' }, 'no signed act'],
  ['leaves an alteration out', { named: [] }, 'does not name each alteration'],
  [
    'shows other values than were found',
    { shown: [{ index: 0, entry: altered('u9', { fields: [{ name: 'State__c', logged: 1, found: 1 }] }) }] },
    'not shown as the ledger has them',
  ],
  ['names another person as who made it', { shown: [{ index: 0, entry: altered('u1') }] }, 'not shown as'],
  ['is by a contact without a vote', { votes: false }, 'has no vote'],
  ['is by the requester', { requester: 'u3' }, 'is the requester'],
  ['is by the target user', { target: 'u3' }, 'is the requester, or the user'],
  ['is by who made the alteration', { by: 'u3' }, 'made the alteration'],
  [
    'is by the contact of the address of who made it',
    { byAddress: 'Jan@bank.example' },
    'made the alteration',
  ],
  ['is by the person of another entry who made it', { by: 'u2', signer: 'c1' }, 'made the alteration'],
])('a look that %s ends none [A14 D104 U4]', (_title, change, message) => {
  expect(() => looked(change)).toThrow(message);
});

test('while a request is frozen nothing takes effect on it but a revocation [A14 D103 U4]', () => {
  const ground = { acts: new Map(), effects: noEffects(), requests: { requests: new Map() } };
  const freezes: Freezes = new Map();
  const receive = (index: number, decision: string) =>
    ground.effects.received.set(index, { decision } as never);
  const effect = (received: number, index: number) => {
    const entry = { ...HEAD, type: 'decision.effective', request: 'r', received } as LedgerEntry;
    return () => checkFreeze(entry, index, freezes, ground);
  };
  receive(1, 'Approve');
  receive(4, 'Deny');
  receive(5, 'Revoke');
  expect(effect(1, 2)).not.toThrow();
  const decisionRow = { object: 'Access_Decision__c', record: 'd', request: 'r' };
  checkFreeze(altered('u9', decisionRow), 3, freezes, ground);
  // It was with the org already when one of the request's decisions was altered there.
  expect(effect(1, 4)).not.toThrow();
  expect(effect(4, 6)).toThrow('the request was frozen');
  expect(effect(5, 6)).not.toThrow();
  checkFreeze(altered('u9'), 7, freezes, ground);
  expect(effect(1, 8)).toThrow('the request was frozen');
  const opened = { ...HEAD, type: 'breakglass.opened', request: 'r' } as LedgerEntry;
  expect(() => checkFreeze(opened, 9, freezes, ground)).toThrow('was frozen');
});
