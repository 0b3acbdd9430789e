/**
 * The demo company's own records, loaded as a person would: over REST, signed in as the administrator. Rows of standard
 * objects come from bank.json through the org's own loader. A record that is there already, by its external id, is left
 * as it is, so that seeding twice changes nothing.
 */
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { project } from '../project.ts';

const VERSION = 'v68.0';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** The platform refuses assertions that live longer than a few minutes. */
const ASSERTION_SECONDS = 180;

const Records = z.record(
  z.string(),
  z.object({
    /** External id field that tells whether a record is there. */
    externalField: z.string(),
    /** `@username` as a value stands for that user's id. */
    records: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  }),
);
const Token = z.object({ access_token: z.string(), instance_url: z.url() });
const Users = z.object({ records: z.array(z.object({ Id: z.string() })) });
const Faults = z.array(z.object({ message: z.string(), errorCode: z.string() }));

export interface SeedTarget {
  url: string;
  adminUsername: string;
  clientId: string;
  /** PEM of the key whose public half the org holds for `clientId`. */
  privateKeyFile: string;
}

type Session = (path: string, init?: { method: string; body: unknown }) => Promise<Response>;

/**
 * Creates the demo's contacts, those that are missing.
 * @throws Error with the org's own message when it refuses a record or the log-in.
 */
export async function seedDemo(target: SeedTarget): Promise<void> {
  const session = await signIn(target);
  const file = project.path('scripts', 'demo', 'records.json');
  const objects = Records.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const [object, { externalField, records }] of Object.entries(objects)) {
    for (const record of records) await createOnce(session, object, externalField, record);
  }
}

async function createOnce(
  session: Session,
  object: string,
  externalField: string,
  record: Record<string, string | number | boolean>,
): Promise<void> {
  const key = encodeURIComponent(String(record[externalField]));
  const present = await session(`/sobjects/${object}/${externalField}/${key}?fields=Id`);
  if (present.ok) return;
  if (present.status !== 404) throw await refusal(present, `${object} ${key}`);
  const fields = await Promise.all(
    Object.entries(record).map(async ([name, value]) => [name, await resolve(session, value)] as const),
  );
  const created = await session(`/sobjects/${object}`, { method: 'POST', body: Object.fromEntries(fields) });
  if (!created.ok) throw await refusal(created, `${object} ${key}`);
}

async function resolve(
  session: Session,
  value: string | number | boolean,
): Promise<string | number | boolean> {
  if (typeof value !== 'string' || !value.startsWith('@')) return value;
  const username = value.slice(1).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const answer = await session(
    `/query?q=${encodeURIComponent(`SELECT Id FROM User WHERE Username = '${username}'`)}`,
  );
  if (!answer.ok) throw await refusal(answer, `user ${username}`);
  const [user] = Users.parse(await answer.json()).records;
  if (!user) throw new Error(`The demo's records name the user ${username}, whom the org does not have.`);
  return user.Id;
}

async function signIn({ url, adminUsername, clientId, privateKeyFile }: SeedTarget): Promise<Session> {
  const claims = { iss: clientId, sub: adminUsername, aud: url, exp: expiry() };
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: JWT_BEARER, assertion: assertion(claims, privateKeyFile) }),
  });
  if (!answer.ok)
    throw new Error(`The org at ${url} refused the log-in of ${adminUsername}: ${await answer.text()}`);
  const token = Token.parse(await answer.json());
  return (path, init) =>
    fetch(`${token.instance_url}/services/data/${VERSION}${path}`, {
      headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
      ...(init && { method: init.method, body: JSON.stringify(init.body) }),
    });
}

const expiry = () => Math.floor(Temporal.Now.instant().epochMilliseconds / 1000) + ASSERTION_SECONDS;

function assertion(claims: Record<string, string | number>, privateKeyFile: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256' })}.${part(claims)}`;
  const signature = createSign('RSA-SHA256').update(signed).sign(readFileSync(privateKeyFile), 'base64url');
  return `${signed}.${signature}`;
}

async function refusal(answer: Response, what: string): Promise<Error> {
  const faults = Faults.safeParse(await answer.json().catch(() => null));
  const message = faults.data?.map((fault) => `${fault.message} (${fault.errorCode})`).join('; ');
  return new Error(`The org refused ${what}: ${message ?? `status ${answer.status}`}`);
}
