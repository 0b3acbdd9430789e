/** The simulator's commands: what each takes (checked here) and what it does. */
import { z } from 'zod';
import { OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import { chooseAccess, DURATIONS, GRANTEES, type Duration } from '../settings/login-access.ts';
import { logIn, logOut, type LoginOrder } from './logins.ts';
import { openSupportCase, PUBLISHER_STAFF, SUPPORT_ENGINEERS, type Outsider } from './outsiders.ts';
import { openLogin, worldOf } from './world.ts';

const username = z.string().min(1).max(80);

const Login = z.strictObject({
  /** Username of the user as whom the actor logs in. */
  as: username,
  actor: z.enum(['support', 'publisher', 'admin']),
  actorName: z.string().min(1).max(121).optional(),
  /** For an own administrator the username in this org; needed then. */
  actorUsername: username.optional(),
  caseId: z.string().max(40).optional(),
  shape: z.enum(['granting', 'delegate']).default('granting'),
});
const Logout = z.strictObject({ loginId: z.string() });
const WORDS = ['1 day', '3 days', '1 week', '1 month', '1 year', 'none'] as const;
const Grant = z.strictObject({ username, to: z.enum(['salesforce', 'publisher']), duration: z.enum(WORDS) });
const Licence = z.strictObject({ eventLog: z.boolean() });
const Push = z.strictObject({ on: z.boolean() });
const Clock = z.union([
  z.strictObject({ advance: z.string().refine(isDuration, 'an ISO 8601 duration such as PT50M') }),
  z.strictObject({ set: z.iso.datetime() }),
  z.strictObject({ reset: z.literal(true) }),
]);

function isDuration(text: string): boolean {
  try {
    return !Temporal.Duration.from(text).blank;
  } catch {
    return false;
  }
}

export type Command = (org: Engine, body: unknown) => Promise<Record<string, unknown>>;

/** By the last part of the path. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  case: async (org) => {
    const opened = await openSupportCase(org);
    worldOf(org).cases.unshift(opened);
    return { ...opened };
  },
  login: async (org, body) => {
    const opened = await logIn(org, await loginOrder(org, parse(Login, body)));
    worldOf(org).logins.set(opened.id, opened);
    return { loginId: opened.id };
  },
  logout: async (org, body) => {
    const login = openLogin(org, parse(Logout, body).loginId);
    await logOut(org, login);
    worldOf(org).logins.delete(login.id);
    return { loginId: login.id };
  },
  grant: async (org, body) => {
    const order = parse(Grant, body);
    const user = await findPerson(org, order.username);
    const grantee = GRANTEES.find(({ kind }) => kind === order.to);
    if (!grantee) throw new OrgError(400, 'INVALID_INPUT', `Nobody can grant to ${order.to}`);
    const outcome = await org.transaction((tx) =>
      chooseAccess(tx, user.id, grantee, durationOf(order.duration)),
    );
    return { outcome };
  },
  licence: (org, body) => {
    org.switches.eventLogLicence = parse(Licence, body).eventLog;
    return Promise.resolve({ eventLog: org.switches.eventLogLicence });
  },
  push: (org, body) => {
    org.switches.push = parse(Push, body).on;
    return Promise.resolve({ on: org.switches.push });
  },
  clock: (org, body) => {
    const order = parse(Clock, body);
    if ('advance' in order) org.clock.advance(Temporal.Duration.from(order.advance));
    else if ('set' in order) org.clock.set(Temporal.Instant.from(order.set));
    else org.clock.reset();
    return Promise.resolve({ now: org.clock.now().toString({ smallestUnit: 'second' }) });
  },
};

function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body ?? {});
  if (!result.success) throw new OrgError(400, 'INVALID_INPUT', z.prettifyError(result.error));
  return result.data;
}

function durationOf(word: (typeof WORDS)[number]): Duration {
  return DURATIONS.find((name) => name.toLowerCase() === word) ?? '--No Access--';
}

async function loginOrder(org: Engine, order: z.output<typeof Login>): Promise<LoginOrder> {
  const target = await findPerson(org, order.as);
  const admin = order.actor === 'admin' ? await findPerson(org, order.actorUsername ?? '') : null;
  const person = admin
    ? { ...PUBLISHER_STAFF, name: admin.name, username: admin.username, ip: '198.51.100.14' }
    : outsider(order);
  return {
    target,
    kind: order.actor,
    actor: person,
    actorUserId: admin?.id ?? null,
    caseId: order.caseId || null,
    shape: order.shape,
  };
}

/** One of the known people, or whoever the order names. */
function outsider({ actor, actorName, actorUsername }: z.output<typeof Login>): Outsider {
  const usual =
    actor === 'publisher'
      ? PUBLISHER_STAFF
      : (SUPPORT_ENGINEERS.find(({ name }) => name === actorName) ?? SUPPORT_ENGINEERS[0]);
  const known =
    SUPPORT_ENGINEERS.find((engineer) => engineer.username === actorUsername) ?? usual ?? PUBLISHER_STAFF;
  return {
    ...known,
    name: actorName ?? known.name,
    username: actorUsername ?? known.username,
    identifier:
      actorUsername === undefined || actorUsername === known.username ? known.identifier : actorUsername,
  };
}

async function findPerson(
  org: Engine,
  name: string,
): Promise<{ id: string; name: string; username: string; isActive: boolean }> {
  const found = await org.findUser(name);
  if (!found)
    throw new OrgError(
      400,
      'INVALID_INPUT',
      name === '' ? 'actorUsername is needed for an own administrator' : `The org has no user ${name}`,
    );
  const person = await org.userContext(found.id);
  return { id: found.id, name: person.name, username: person.username, isActive: found.isActive };
}
