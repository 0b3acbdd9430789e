/**
 * The validation rules of force-app, evaluated by the local org's formula engine: what an administrator and the
 * companion may write. The state table of the org and the one of `core/requests.ts` must be the same.
 */
import { describe, expect, test } from '@jest/globals';
import {
  canTransition,
  CONTENT_FIELDS,
  PROJECTED_FIELDS,
  REQUEST_STATES,
} from '../companion/src/core/requests.ts';
import {
  blank,
  metadata,
  ORG,
  refusals,
  request,
  REQUEST,
  rules,
  someValue,
  USER,
  type Row,
} from './org-rules.ts';

describe('the state of an access request', () => {
  const pairs = REQUEST_STATES.flatMap((from) => REQUEST_STATES.map((to) => [from, to] as const));

  test.each(pairs)('%s to %s: the org says what core says', (from, to) => {
    const refused = refusals(REQUEST, 'companion', request(from), request(to)).includes(
      'State_Follows_The_Table',
    );
    expect(refused).toBe(from !== to && !canTransition(from, to));
  });

  test('a person submits a draft and cancels what is not decided, and makes no other step', () => {
    const allowed = pairs.filter(
      ([from, to]) => from !== to && refusals(REQUEST, 'person', request(from), request(to)).length === 0,
    );
    expect(allowed).toEqual([
      ['Draft', 'Submitted'],
      ['Draft', 'Cancelled'],
      ['Submitted', 'Cancelled'],
      ['Awaiting_decision', 'Cancelled'],
      ['More_information', 'Cancelled'],
    ]);
  });

  test('a person creates drafts and submitted requests only', () => {
    expect(
      REQUEST_STATES.filter((state) => refusals(REQUEST, 'person', null, request(state)).length === 0),
    ).toEqual(['Draft', 'Submitted']);
  });

  test('the companion repairs an altered state out of turn, and says when', () => {
    const repaired = { ...request('Submitted'), Restored_At__c: '2026-11-21T10:00:00.000+0000' };
    expect(refusals(REQUEST, 'companion', request('Approved'), repaired)).toEqual([]);
    expect(refusals(REQUEST, 'person', request('Approved'), repaired)).not.toEqual([]);
  });
});

describe('the fields of an access request', () => {
  test.each(PROJECTED_FIELDS.filter((field) => field !== 'State__c'))(
    'a person writes %s neither at once nor later',
    (field) => {
      const value = someValue(REQUEST, field);
      expect(refusals(REQUEST, 'person', null, { ...request('Draft'), [field]: value })).not.toEqual([]);
      expect(
        refusals(REQUEST, 'person', request('Draft'), { ...request('Draft'), [field]: value }),
      ).not.toEqual([]);
      expect(
        refusals(REQUEST, 'companion', request('Submitted'), { ...request('Submitted'), [field]: value }),
      ).toEqual([]);
    },
  );

  test.each(CONTENT_FIELDS.filter((field) => !/^(Answer|Revocation|Cancel)/.test(field)))(
    '%s is fixed after the draft',
    (field) => {
      const some = someValue(REQUEST, field);
      const other = typeof some === 'string' ? 'Other' : some === 7 ? 3 : some;
      const changed = { ...request('Submitted'), [field]: other };
      expect(refusals(REQUEST, 'person', request('Submitted'), changed)).not.toEqual([]);
    },
  );

  test('the answer is written while more information is asked for, and at no other time', () => {
    const open = REQUEST_STATES.filter(
      (state) =>
        refusals(REQUEST, 'person', request(state), { ...request(state), Answer__c: 'Since Monday' })
          .length === 0,
    );
    expect(open).toEqual(['More_information']);
  });

  test('a person asks for revocation with a reason at any time', () => {
    const asked = {
      ...request('Window_open'),
      Revocation_Requested__c: true,
      Revocation_Reason__c: 'Work is done',
    };
    expect(refusals(REQUEST, 'person', request('Window_open'), asked)).toEqual([]);
  });

  test('the requester is the user who saves', () => {
    for (const other of ['005000000000002AAA', null])
      expect(refusals(REQUEST, 'person', null, { ...request('Draft'), Requested_By__c: other })).toEqual([
        'Requested_By_Is_Yourself',
      ]);
  });

  test.each([
    'Target_User__c',
    'Purpose__c',
    'Necessity__c',
    'Data_Viewed__c',
    'Incident_Type__c',
    'Requesting_Party__c',
    'Environment__c',
    'Hours_Wanted__c',
  ])('a request is not submitted without %s', (field) => {
    expect(refusals(REQUEST, 'person', null, { ...request('Submitted'), [field]: null })).toEqual([
      `Submitted_Needs_${field.slice(0, -3)}`,
    ]);
    expect(refusals(REQUEST, 'person', null, { ...request('Draft'), [field]: null })).toEqual([]);
  });
});

describe('objects that the companion alone writes', () => {
  const objects = [
    'Access_Decision__c',
    'Access_Request_Event__c',
    'Governance_Mode__c',
    'Governance_Status__c',
    'Ledger_Checkpoint__c',
    'Login_Grant__c',
    'Observed_Access__c',
    'Source_Coverage__c',
  ];

  test.each(objects)('%s refuses a person, on insert and on update', (object) => {
    expect(refusals(object, 'person', null, blank(object))).toEqual(['Only_the_Companion_Writes']);
    expect(refusals(object, 'person', blank(object), blank(object))).toEqual(['Only_the_Companion_Writes']);
    expect(refusals(object, 'companion', null, blank(object))).toEqual([]);
  });
});

describe('contacts, findings and reports', () => {
  test('a person proposes a contact and cannot seal it', () => {
    const proposed: Row = {
      ...blank('Authorization_Contact__c'),
      Roster_State__c: 'Proposed',
      Org_Id__c: ORG,
      Active__c: true,
    };
    expect(refusals('Authorization_Contact__c', 'person', null, proposed)).toEqual([]);
    expect(refusals('Authorization_Contact__c', 'person', proposed, { ...proposed, Level__c: 2 })).toEqual(
      [],
    );
    const owned = [
      ...['Passkeys__c', 'Passkey_Enrolled_At__c', 'Ledger_Index__c', 'Ledger_Leaf__c', 'Delegate__c'],
      ...['Standing__c', 'Unsigned_Change__c', 'Away_Until__c', 'Keys_Waiting__c', 'Last_Key_Use__c'],
    ];
    for (const field of owned)
      expect(
        refusals('Authorization_Contact__c', 'person', proposed, {
          ...proposed,
          [field]: someValue('Authorization_Contact__c', field),
        }),
      ).not.toEqual([]);
    expect(
      refusals('Authorization_Contact__c', 'person', proposed, { ...proposed, Roster_State__c: 'Sealed' }),
    ).not.toEqual([]);
  });

  test('a person works on a finding and changes nothing of what was found', () => {
    const found = {
      ...blank('Access_Finding__c'),
      Status__c: 'Open',
      Kind__c: 'No_authorization',
      Title__c: 'A login without a request',
    };
    expect(
      refusals('Access_Finding__c', 'person', found, {
        ...found,
        Status__c: 'Closed',
        Remediation__c: 'Called the bank',
      }),
    ).toEqual([]);
    const owned = [...(metadata.object('Access_Finding__c')?.fields.values() ?? [])].filter(
      ({ component, name }) => component && !['Status__c', 'Remediation__c'].includes(name),
    );
    for (const { name } of owned) {
      const changed = { ...found, [name]: someValue('Access_Finding__c', name) };
      expect([name, refusals('Access_Finding__c', 'person', found, changed).length]).toEqual([name, 1]);
    }
    expect(refusals('Access_Finding__c', 'person', null, found)).toContain(
      'Only_the_Companion_Raises_Findings',
    );
  });

  test('a person asks for a report and cannot declare it ready', () => {
    const asked: Row = {
      ...blank('Audit_Report__c'),
      State__c: 'Requested',
      Org_Id__c: ORG,
      Period_From__c: '2026-10-01',
      Period_To__c: '2026-10-31',
    };
    expect(refusals('Audit_Report__c', 'person', null, asked)).toEqual([]);
    expect(refusals('Audit_Report__c', 'person', null, { ...asked, Requested_By__c: USER })).toEqual([]);
    expect(refusals('Audit_Report__c', 'person', asked, { ...asked, State__c: 'Ready' })).not.toEqual([]);
    expect(refusals('Audit_Report__c', 'person', null, { ...asked, Bundle_Digest__c: 'ab' })).not.toEqual([]);
    expect(refusals('Audit_Report__c', 'person', null, { ...asked, Period_To__c: '2026-09-30' })).toEqual([
      'Period_Ends_After_It_Begins',
    ]);
  });
});

test('a person proposes a governance mode, and neither changes nor accepts it by hand [A7 A14]', () => {
  const PROPOSAL = 'Governance_Proposal__c';
  const proposed: Row = {
    ...blank(PROPOSAL),
    ...{ Mode__c: 'Standard', State__c: 'Proposed', Org_Id__c: ORG, Proposed_By__c: USER },
    ...{ Effective_Date__c: '2026-11-21', Time_Zone__c: 'Europe/Berlin', Reason__c: 'The contract ends' },
  };
  const refused = (change: Row) => refusals(PROPOSAL, 'person', null, { ...proposed, ...change });
  expect(refused({})).toEqual([]);
  expect(refused({ State__c: 'Accepted' })).toEqual(['Starts_As_Proposed']);
  expect(refused({ Proposed_By__c: null })).toEqual(['Proposed_By_Is_Yourself']);
  expect(refused({ Proposed_By__c: '005000000000002AAA' })).toEqual(['Proposed_By_Is_Yourself']);
  expect(refused({ Effective_Date__c: '2026-11-20' })).toEqual(['Effective_Date_Is_Not_Past']);
  expect(refused({ Reason__c: null })).toEqual(['Reason_Is_Given']);
  expect(refused({ Org_Id__c: '00D000000000002EAA' })).toEqual(['Org_Id_Is_of_This_Org']);
  for (const field of ['In_Force_From__c', 'Signed_By__c', 'Result__c', 'Ledger_Index__c', 'Ledger_Leaf__c'])
    expect(refused({ [field]: someValue(PROPOSAL, field) })).toEqual(['Companion_Writes_the_Result']);
  const accepted = { ...proposed, State__c: 'Accepted', Signed_By__c: 'Marit Jansen' };
  for (const change of [accepted, { ...proposed, Mode__c: 'Opt_out_enabled' }])
    expect(refusals(PROPOSAL, 'person', proposed, change)).toEqual(['Companion_Accepts_Proposals']);
  expect(refusals(PROPOSAL, 'companion', proposed, accepted)).toEqual([]);
});

test('every message says in at most 255 characters what to do', () => {
  for (const { name, message } of rules) {
    expect([name, message.length <= 255]).toEqual([name, true]);
    expect([name, message.split(/[.;:] /).length > 1]).toEqual([name, true]);
  }
});
