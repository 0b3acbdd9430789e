/**
 * An outsider or an administrator logs in as a user and out again: every trace that the platform leaves of it, and no
 * other. Whether a grant is there is asked first, as the platform does.
 */
import { randomUUID } from 'node:crypto';
import { OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import { readAccess } from '../settings/login-access.ts';
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
}

/** Audit actions of the two moments, by who acts. */
const ACTIONS: Readonly<Record<ActorKind, { login: string; logout: string }>> = {
  support: { login: 'suloginaccessused', logout: 'suLogout' },
  publisher: { login: 'suloginaccessused', logout: 'suLogout' },
  admin: { login: 'suOrgAdminLogin', logout: 'suOrgAdminLogout' },
};
const SESSION_SECONDS = 7200;

/** Refuses, or logs in. The id is that of the session's row. @throws OrgError 403 when the platform would refuse. */
export async function logIn(org: Engine, order: LoginOrder): Promise<OpenLogin> {
  await checkPermitted(org, order);
  const now = org.clock.now().toString();
  const [id] = await org.transaction(async (tx) => {
    await writeTraces(tx, order, 'login');
    // Sessions of this type lack LoginHistoryId, LoginType and LogoutUrl.
    return tx.platform.insert('AuthSession', [
      {
        ...{ UsersId: order.target.id, SessionType: 'SubstituteUser', SessionSecurityLevel: 'STANDARD' },
        ...{ UserType: 'Standard', SourceIp: order.actor.ip, NumSecondsValid: SESSION_SECONDS },
        ...{ IsCurrent: false, CreatedDate: now, LastModifiedDate: now },
      },
    ]);
  });
  if (id === undefined) throw new Error('The session row got no id');
  return { ...order, id, since: now };
}

/** Logs out. The session's row may be gone already, when somebody ended it. */
export async function logOut(org: Engine, login: OpenLogin): Promise<void> {
  await org.transaction(async (tx) => {
    await writeTraces(tx, login, 'logout');
    const { totalSize } = await tx.platform.query(`SELECT Id FROM AuthSession WHERE Id = '${login.id}'`);
    if (totalSize > 0) await tx.platform.remove('AuthSession', login.id);
  });
}

async function checkPermitted(org: Engine, { target, kind, actor, actorUserId }: LoginOrder): Promise<void> {
  if (!target.isActive) throw refused(`${target.name} is not active: nobody can log in as this user.`);
  if (kind === 'admin') {
    const admin = actorUserId === null ? null : await org.userContext(actorUserId);
    if (!admin?.systemPermissions.has('ModifyAllData'))
      throw refused(`${actor.name} is no administrator of this org, so Login-As is not offered.`);
    return;
  }
  const grantee = kind === 'support' ? 'salesforce' : 'publisher';
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
      RequestIdentifier: randomUUID().replaceAll('-', '').slice(0, 22),
      Timestamp: now,
    },
  ]);
}
