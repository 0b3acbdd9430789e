import { describe, expect, test } from '@jest/globals';
import {
  type AuditRow,
  type EvidenceRow,
  type LiveGrants,
  type LoginLogRow,
  mergeEvidence,
  type SessionRow,
  type UserRef,
} from './evidence.ts';

const at = (time: string) => `2026-11-20T${time}Z`;
const USERS: UserRef[] = [
  { id: 'u1', name: 'Anke Petersen', username: 'anke@bank.example' },
  { id: 'u2', name: 'Thomas Schmidt', username: 'thomas@bank.example' },
  { id: 'u3', name: 'Thomas Schmidt', username: 'thomas.payments@bank.example' },
  { id: 'u9', name: 'Katrin Brandt', username: 'katrin@bank.example' },
];
const ENGINEER = 'd.moreau@support.example';
const NO_GRANTS: LiveGrants = { holders: () => ({ support: true, publisher: false }) };
const PUBLISHER_ONLY: LiveGrants = { holders: () => ({ support: false, publisher: true }) };

/** Whether CreatedBy names the user who was entered as, or the actor, is not documented: both shapes are read. */
type Shape = 'granting' | 'delegate';
const SHAPES: Shape[] = ['granting', 'delegate'];

let count = 0;
function row(
  shape: Shape,
  action: string,
  time: string,
  as: UserRef,
  actor: Partial<UserRef> = { username: ENGINEER },
): AuditRow {
  count += 1;
  const who = shape === 'granting' ? as : actor;
  return {
    source: 'SetupAuditTrail',
    id: `0Ym${count}`,
    action,
    createdAt: at(time),
    createdById: who.id ?? null,
    createdByName: who.name ?? null,
    delegateUser: shape === 'granting' ? (actor.username ?? null) : null,
    display: `Logged ${/logout/i.test(action) ? 'out' : 'in'} using Login-As access for ${as.name}`,
  };
}
const logRow = (time: string, change: Partial<LoginLogRow> = {}): LoginLogRow => ({
  source: 'SalesforceLoginAsEventLog',
  id: `log-${time}`,
  at: at(time),
  actualUser: '0054000000ENGIN',
  caseIdentifier: '5005g00000AAAAA',
  operation: 'login',
  ...change,
});
const session = (time: string, userId: string): SessionRow => ({
  source: 'AuthSession',
  id: `0Ak-${time}`,
  userId,
  createdAt: at(time),
});
const [anke, thomas, , katrin] = USERS as [UserRef, UserRef, UserRef, UserRef];
const merge = (rows: readonly EvidenceRow[], grants = NO_GRANTS) => mergeEvidence(rows, USERS, grants);

describe.each(SHAPES)('rows of the audit trail in the shape %s', (shape) => {
  test('become one login with its end [B62]', () => {
    const rows = [
      row(shape, 'suLogout', '09:40:00', anke),
      row(shape, 'suloginaccessused', '09:10:00', anke),
    ];
    expect(merge(rows)).toEqual([
      expect.objectContaining({
        actorClass: 'Support_or_publisher',
        target: { state: 'Resolved', userId: 'u1' },
        targetName: 'Anke Petersen',
        loginAt: at('09:10:00'),
        logoutAt: at('09:40:00'),
        evidence: [
          { source: 'SetupAuditTrail', key: rows[1]?.id },
          { source: 'SetupAuditTrail', key: rows[0]?.id },
        ],
      }),
    ]);
  });

  test('keep two logins of one actor as one user apart', () => {
    const rows = [
      row(shape, 'suloginaccessused', '09:10:00', anke),
      row(shape, 'suLogout', '09:20:00', anke),
      row(shape, 'suloginaccessused', '09:50:00', anke),
    ];
    expect(merge(rows).map(({ loginAt, logoutAt }) => [loginAt, logoutAt])).toEqual([
      [at('09:10:00'), at('09:20:00')],
      [at('09:50:00'), null],
    ]);
  });

  test.each([
    ['suOrgAdminLogin', 'suOrgAdminLogout', 'Own_administrator'],
    ['suNetworkAdminLogin', 'suNetworkAdminLogout', 'Site_or_partner_administrator'],
    ['SUPRMADMINLOGIN', 'suprmadminlogout', 'Site_or_partner_administrator'],
  ])('of %s and %s are of the class %s, in any casing', (enter, leave, actorClass) => {
    const rows = [row(shape, enter, '09:00:00', anke, katrin), row(shape, leave, '09:05:00', anke, katrin)];
    expect(merge(rows)).toEqual([expect.objectContaining({ actorClass, logoutAt: at('09:05:00') })]);
  });

  test('are a publisher’s when only a publisher holds a live grant of the user', () => {
    const rows = [row(shape, 'suloginaccessused', '09:10:00', anke)];
    expect(merge(rows, PUBLISHER_ONLY)[0]?.actorClass).toBe('Publisher');
    const admin = [row(shape, 'suOrgAdminLogin', '09:10:00', anke, katrin)];
    expect(merge(admin, PUBLISHER_ONLY)[0]?.actorClass).toBe('Own_administrator');
  });

  test('are Support’s, with case and employee, once the login log speaks of them [B49 B50]', () => {
    const rows = [row(shape, 'suloginaccessused', '09:10:00', anke), logRow('09:10:40')];
    expect(merge(rows)).toEqual([
      expect.objectContaining({
        key: `SetupAuditTrail:${(rows[0] as AuditRow).id}`,
        actorClass: 'Salesforce_Support',
        caseIdentifier: '5005g00000AAAAA',
        actor: shape === 'granting' ? ENGINEER : '0054000000ENGIN',
        evidence: [
          { source: 'SetupAuditTrail', key: (rows[0] as AuditRow).id },
          { source: 'SalesforceLoginAsEventLog', key: 'log-09:10:40' },
        ],
      }),
    ]);
  });

  test('of a name that two users bear are ambiguous until a session names the user by id', () => {
    // The shape "granting" names the user in CreatedBy; here the row does not.
    const rows = [
      { ...row(shape, 'suloginaccessused', '09:10:00', thomas), createdById: null, createdByName: null },
    ];
    expect(merge(rows)[0]?.target).toEqual({ state: 'Ambiguous', candidates: ['u2', 'u3'] });
    expect(merge([...rows, session('09:10:01', 'u3')])[0]?.target).toEqual({
      state: 'Resolved',
      userId: 'u3',
    });
  });

  test('say nothing of the user when the text is in another language', () => {
    const rows = [
      { ...row(shape, 'suloginaccessused', '09:10:00', anke), display: 'Angemeldet als Anke Petersen' },
    ];
    expect(merge(rows)[0]).toMatchObject({ target: { state: 'Unknown' }, targetName: null });
  });

  test('read twice count once', () => {
    const rows = [
      row(shape, 'suloginaccessused', '09:10:00', anke),
      logRow('09:10:40'),
      session('09:10:00', 'u1'),
    ];
    expect(merge([...rows, ...rows])).toEqual(merge(rows));
    expect(merge([...rows].reverse())).toEqual(merge(rows));
  });
});

describe('the name that two users bear', () => {
  test('is resolved where CreatedBy is one of them and another acted for him', () => {
    expect(merge([row('granting', 'suloginaccessused', '09:10:00', thomas)])[0]?.target).toEqual({
      state: 'Resolved',
      userId: 'u2',
    });
    expect(merge([row('delegate', 'suloginaccessused', '09:10:00', thomas)])[0]?.target).toMatchObject({
      state: 'Ambiguous',
    });
  });
});

describe('rows of one source alone', () => {
  test('in the login log are a login whose user no source names', () => {
    expect(merge([logRow('09:10:00'), logRow('09:40:00', { operation: 'Logout' })])).toEqual([
      expect.objectContaining({
        actorClass: 'Salesforce_Support',
        target: { state: 'Unknown' },
        caseIdentifier: '5005g00000AAAAA',
        logoutAt: at('09:40:00'),
      }),
    ]);
  });

  test('without a case are a login without a case', () => {
    expect(merge([logRow('09:10:00', { caseIdentifier: null })])[0]?.caseIdentifier).toBeNull();
  });

  test('among the sessions are a login by nobody knows whom [U5]', () => {
    expect(merge([session('09:10:00', 'u1')])).toEqual([
      expect.objectContaining({
        actorClass: 'Unknown',
        actorKey: null,
        target: { state: 'Resolved', userId: 'u1' },
      }),
    ]);
  });

  test('more than two minutes apart are two logins', () => {
    const audit = row('granting', 'suloginaccessused', '09:10:00', anke);
    expect(merge([audit, logRow('09:12:00')])).toHaveLength(1);
    expect(merge([audit, logRow('09:12:01')])).toHaveLength(2);
  });

  test('that speak of other things are passed over', () => {
    expect(
      merge([row('granting', 'sessiongen', '09:10:00', anke), row('granting', 'suLogout', '09:10:00', anke)]),
    ).toEqual([]);
  });
});
