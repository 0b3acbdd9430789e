/** The simulator's commands: what each takes (checked here) and what it does. */
import { z } from 'zod';
import { notFound, OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import { chooseAccess, DURATIONS, GRANTEES, offeredTo, type Duration } from '../settings/login-access.ts';
import { savePolicies } from '../setup/policies.ts';
import { act, logIn, logOut, type LoginOrder } from './logins.ts';
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
const Grant = z.strictObject({
  username,
  to: z.enum(['salesforce', 'publisher', 'admins']),
  duration: z.enum(WORDS),
});
const Licence = z.strictObject({ eventLog: z.boolean() });
const Push = z.strictObject({ on: z.boolean() });
const Clock = z.union([
  z.strictObject({ advance: z.string().refine(isDuration, 'an ISO 8601 duration such as PT50M') }),
  z.strictObject({ set: z.iso.datetime() }),
  z.strictObject({ freeze: z.literal(true) }),
  z.strictObject({ speed: z.number().positive().max(100_000) }),
  z.strictObject({ reset: z.literal(true) }),
]);
const minutes = z.number().min(0).max(100_000);
const EventLogDelay = z
  .strictObject({ least: minutes, most: minutes })
  .refine(({ least, most }) => least <= most, 'least must not be more than most');
const Act = z
  .strictObject({
    loginId: z.string(),
    uri: z.string().min(1).max(255).default('/lightning/page/home'),
    setup: z
      .strictObject({
        action: z.string().min(1).max(120),
        section: z.string().max(40).nullable().default(null),
        display: z.string().min(1).max(1000),
      })
      .optional(),
    record: z
      .strictObject({
        object: z.string().min(1).max(80),
        id: z.string().optional(),
        fields: z.record(z.string(), z.unknown()).optional(),
      })
      .refine(({ id, fields }) => id !== undefined || fields !== undefined, 'id or fields are needed')
      .optional(),
  })
  .refine(({ setup, record }) => !setup || !record, 'either setup or record');
const Expire = z.strictObject({ username: username.optional() });
const Case = z.strictObject({ number: z.string().regex(/^\d{8}$/), id: z.string().regex(/^500\w{15}$/) });
const availability = z.enum(['users', 'admins']).optional();
const Policies = z.strictObject({
  /** Who changes them; needs Manage Login Access Policies. */
  by: username,
  adminsLogInAsAnyUser: z.boolean().optional(),
  salesforce: availability,
  publisher: availability,
});

function isDuration(text: string): boolean {
  try {
    return !Temporal.Duration.from(text).blank;
  } catch {
    return false;
  }
}

type Command = (org: Engine, body: unknown) => Promise<Record<string, unknown>>;

/** By the last part of the path. */
const COMMANDS: Readonly<Record<string, Command>> = {
  case: async (org, body) => {
    // A scenario names the case that it had; everybody else gets a new one.
    const named = Case.safeParse(body);
    const opened = named.success ? named.data : await openSupportCase(org);
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
    if (!(await offeredTo(org, await org.userContext(user.id))).includes(grantee)) {
      const message = `The login access policies do not offer ${user.name} to grant access to ${grantee.label}.`;
      throw new OrgError(403, 'NOT_OFFERED', message);
    }
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
    else if ('freeze' in order) org.clock.freeze();
    else if ('speed' in order) org.clock.run(order.speed);
    else org.clock.reset();
    const { speed } = org.clock;
    return Promise.resolve({ now: org.clock.now().toString({ smallestUnit: 'second' }), speed });
  },
  'event-log-delay': (org, body) => {
    const delay = parse(EventLogDelay, body);
    org.switches.eventLogArrival.change(delay, org.clock.now());
    return Promise.resolve({ ...delay });
  },
  act: async (org, body) => {
    const { loginId, ...deed } = parse(Act, body);
    return { id: await act(org, openLogin(org, loginId), deed) };
  },
  expire: async (org, body) => {
    const { username: whose } = parse(Expire, body);
    const user = whose === undefined ? null : await findPerson(org, whose);
    const { records } = await org.platform.query(
      `SELECT Id FROM AuthSession${user ? ` WHERE UsersId = '${user.id}'` : ''}`,
    );
    for (const { Id } of records) await org.platform.remove('AuthSession', String(Id));
    return { sessions: records.length };
  },
  policies: async (org, body) => {
    const { by, ...wanted } = parse(Policies, body);
    const user = await org.userContext((await findPerson(org, by)).id);
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    return { outcome: await savePolicies(org, user, given) };
  },
};

/** The names of all orders. */
export const ORDERS = Object.keys(COMMANDS);

/** Turns of the clock follow from the times of what happens. */
const NOT_NOTED = ['clock'];

/** Carries out an order, and notes it as one happening. @throws OrgError 404 for an order that there is none of */
export async function carryOut(org: Engine, name: string, body: unknown): Promise<Record<string, unknown>> {
  const run = COMMANDS[name];
  if (!run) throw notFound(`The simulator knows no order ${name}`);
  const at = org.clock.now();
  const result = await org.journal.quietly(() => run(org, body));
  if (NOT_NOTED.includes(name)) return result;
  const made = name === 'login' ? result['loginId'] : name === 'act' ? result['id'] : null;
  const noted = name === 'case' ? result : body;
  const kept = typeof made === 'string' ? made : null;
  org.journal.note({ kind: 'order', order: name, body: noted, made: kept }, at);
  return result;
}

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
