/**
 * An outsider or an administrator logs in as a user, does something there and logs out again: every trace that the
 * platform leaves of it, and no other. Whether a grant is there is asked first, as the platform does.
 */
import { randomBytes } from 'node:crypto';
import { OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import { readAccess } from '../settings/login-access.ts';
import { readPolicies } from '../setup/policies.ts';
import type { Outsider } from './outsiders.ts';

/** Who holds which side of an audit row differs between sources, so both are there to be tried:
 * `granting`: CreatedBy is the user who granted, DelegateUser the actor. `delegate`: CreatedBy is the actor, if he has
 * a user here, else nobody; DelegateUser is empty. */
type Shape = 'granting' | 'delegate';
type ActorKind = 'support' | 'publisher' | 'admin';

export interface LoginOrder {
  target: { id: string; name: string; isActive: boolean };
  kind: ActorKind;
  actor: Outsider;
  /** User of this org that the actor is; only own administrators have one. */
  actorUserId: string | null;
  /** Id of the case in Salesforce's support organisation; null when the engineer named none. */
  caseId: string | null;
  shape: Shape;
}

export interface OpenLogin extends LoginOrder {
  id: string;
  since: string;
  /** What ties the log rows of one session together. */
  sessionKey: string;
  loginKey: string;
}

/** Audit actions of the two moments, by who acts. */
const ACTIONS: Readonly<Record<ActorKind, { login: string; logout: string }>> = {
  support: { login: 'suloginaccessused', logout: 'suLogout' },
  publisher: { login: 'suloginaccessused', logout: 'suLogout' },
  admin: { login: 'suOrgAdminLogin', logout: 'suOrgAdminLogout' },
};
const SESSION_SECONDS = 7200;

const key = () => randomBytes(12).toString('base64url');

/** Refuses, or logs in. The id is that of the session's row. @throws OrgError 403 when the platform would refuse. */
export async function logIn(org: Engine, order: LoginOrder): Promise<OpenLogin> {
  await checkPermitted(org, order);
  const now = org.clock.now().toString();
  const keys = { sessionKey: key(), loginKey: key() };
  const [id] = await org.transaction(async (tx) => {
    await writeTraces(tx, order, 'login');
    await noteClick(tx, { ...order, ...keys }, '/servlet/servlet.su');
    // Sessions of this type lack LoginHistoryId, LoginType, LogoutUrl and LoginGeoId.
    return tx.platform.insert('AuthSession', [
      {
        ...{ UsersId: order.target.id, SessionType: 'SubstituteUser', SessionSecurityLevel: 'STANDARD' },
        ...{ UserType: 'Standard', SourceIp: order.actor.ip, NumSecondsValid: SESSION_SECONDS },
        ...{ IsCurrent: false, CreatedDate: now, LastModifiedDate: now },
      },
    ]);
  });
  if (id === undefined) throw new Error('The session row got no id');
  return { ...order, ...keys, id, since: now };
}

/** Logs out. The session's row may be gone already, when somebody ended it or it ran out. */
export async function logOut(org: Engine, login: OpenLogin): Promise<void> {
  await org.transaction(async (tx) => {
    await writeTraces(tx, login, 'logout');
    await noteClick(tx, login, '/secur/logout.jsp');
    if (await isLive(tx, login)) await tx.platform.remove('AuthSession', login.id);
  });
}

/** What somebody does while he is logged in as a user; one of the three, or only a page that he opens. */
export interface Deed {
  /** Page or address that he opens. */
  uri: string;
  /** A change in Setup, as the audit trail tells it. */
  setup?: { action: string; section: string | null; display: string } | undefined;
  /** A record that he writes: new without an id, deleted without fields. */
  record?:
    { object: string; id?: string | undefined; fields?: Record<string, unknown> | undefined } | undefined;
}

/**
 * Does it with the user's rights and under his name.
 * @returns the id of the record that was written, if one was
 * @throws OrgError 401 when the session has ended, 400 when the org refuses the record
 */
export async function act(
  org: Engine,
  login: OpenLogin,
  { uri, setup, record }: Deed,
): Promise<string | null> {
  if (!(await isLive(org, login))) {
    throw new OrgError(401, 'INVALID_SESSION_ID', `The session as ${login.target.name} has ended.`);
  }
  return org.transaction(async (tx) => {
    await noteClick(tx, login, uri);
    // Using a session keeps it alive.
    await tx.platform.update('AuthSession', login.id, { LastModifiedDate: org.clock.now().toString() });
    if (setup) {
      await tx.platform.insert('SetupAuditTrail', [
        {
          Action: setup.action,
          Section: setup.section,
          Display: setup.display,
          CreatedById: login.target.id,
          DelegateUser: login.actor.username,
          CreatedDate: org.clock.now().toString(),
        },
      ]);
    }
    return record ? writeRecord(tx, login, record) : null;
  });
}

async function writeRecord(
  org: Engine,
  { target, actor }: OpenLogin,
  { object, id, fields }: NonNullable<Deed['record']>,
): Promise<string | null> {
  const user = { ...(await org.userContext(target.id)), delegate: actor.username };
  const options = { allOrNone: false };
  const [result] = fields
    ? id === undefined
      ? await org.insert(user, object, [fields], options)
      : await org.update(user, object, [{ ...fields, Id: id }], options)
    : await org.remove(user, object, [id ?? ''], options);
  const [fault] = result?.errors ?? [];
  if (fault) throw new OrgError(400, fault.statusCode, fault.message, fault.fields);
  return result?.id ?? null;
}

async function isLive(org: Engine, { id }: OpenLogin): Promise<boolean> {
  const { totalSize } = await org.platform.query(`SELECT Id FROM AuthSession WHERE Id = '${id}'`);
  return totalSize > 0;
}

async function checkPermitted(org: Engine, { target, kind, actor, actorUserId }: LoginOrder): Promise<void> {
  if (!target.isActive) throw refused(`${target.name} is not active: nobody can log in as this user.`);
  if (kind === 'admin') {
    const admin = actorUserId === null ? null : await org.userContext(actorUserId);
    if (!admin?.systemPermissions.has('ModifyAllData'))
      throw refused(`${actor.name} is no administrator of this org, so Login-As is not offered.`);
    if ((await readPolicies(org)).adminsLogInAsAnyUser) return;
  }
  const grantee = { support: 'salesforce', publisher: 'publisher', admin: 'admins' }[kind];
  const access = (await readAccess(org, target.id)).find((row) => row.grantee.kind === grantee);
  if (!access?.until)
    throw refused(
      `${target.name} has not granted login access to ${access?.grantee.label ?? 'this publisher'}: there is nothing to log in with.`,
    );
}

const refused = (message: string) => new OrgError(403, 'LOGIN_ACCESS_NOT_GRANTED', message);

async function writeTraces(org: Engine, order: LoginOrder, moment: 'login' | 'logout'): Promise<void> {
  const { target, kind, actor, actorUserId, shape } = order;
  const now = org.clock.now().toString();
  await org.platform.insert('SetupAuditTrail', [
    {
      Action: ACTIONS[kind][moment],
      Section: 'Manage Users',
      Display: `Logged ${moment === 'login' ? 'in' : 'out'} using Login-As access for ${target.name}`,
      CreatedById: shape === 'granting' ? target.id : actorUserId,
      DelegateUser: shape === 'granting' ? actor.username : null,
      CreatedDate: now,
    },
  ]);
  if (kind !== 'support' || !org.switches.eventLogLicence) return;
  await org.platform.insert('SalesforceLoginAsEventLog', [
    {
      ActualUserIdentifier: actor.identifier,
      CaseIdentifier: order.caseId,
      IpAddress: actor.ip,
      OperationType: moment === 'login' ? 'Login' : 'Logout',
      RequestIdentifier: key(),
      Timestamp: now,
    },
  ]);
}

/** The log of what own administrators do as others; it tells nothing of Salesforce's staff or publishers. */
async function noteClick(
  org: Engine,
  { kind, actor, actorUserId, target, sessionKey, loginKey }: Omit<OpenLogin, 'id' | 'since'>,
  uri: string,
): Promise<void> {
  if (kind !== 'admin' || !org.switches.eventLogLicence) return;
  await org.platform.insert('LoginAsEventLog', [
    {
      ClientIp: actor.ip,
      DelegatedUserIdentifier: actorUserId,
      DelegatedUserName: actor.username,
      LoginKey: loginKey,
      RequestIdentifier: key(),
      SessionKey: sessionKey,
      Timestamp: org.clock.now().toString(),
      Uri: uri,
      UserIdentifier: target.id,
    },
  ]);
}
