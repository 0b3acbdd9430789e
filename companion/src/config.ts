/** The companion's configuration: the environment, read once, every fault reported together. The only reader of it. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type ChannelConfig, readChannelsFile } from './channels-file.ts';
import { AppError } from './core/errors.ts';

export interface OrgConfig {
  loginUrl: string;
  clientId: string;
  username: string;
  privateKeyFile: string;
  /** The operator's word on the Login Access Policy, which an API-only user cannot read. */
  usersMayGrant?: 'yes' | 'no';
}

export interface Config {
  /** Null: PGlite in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  port: number;
  /** Null only in the demonstration: then it is http://localhost and the port that was bound. */
  origin: string | null;
  /** The address that contacts move to; both answer meanwhile. */
  originNext: string | null;
  demonstration: boolean;
  orgs: OrgConfig[];
  push: boolean;
  pollSeconds: number;
  smtpUrl: string;
  mailFrom: string;
  channels: ChannelConfig[];
  signingKeyFile: string;
  sessionSecretFile: string;
  vapidKeyFile: string;
  logLevel: string;
  metricsToken: string | null;
  proxies: number;
  /** The company's identity provider; null: contacts sign in by passkey alone. */
  idp: { issuer: string; clientId: string; clientSecretFile: string } | null;
}

const onOff = z.enum(['on', 'off']).transform((text) => text === 'on');
const yesNo = z.enum(['yes', 'no']);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Passkeys are bound to the host; browsers offer them on https and on localhost alone. */
const origin = z.url().refine((text) => {
  const url = new URL(text);
  const trusted = url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname));
  return trusted && url.origin === text;
}, 'must be https://host or http://localhost[:port], without a path');

/** Browsers never ask the network for such a name (RFC 6761, 6.3). */
const isThisMachine = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** Without TLS anybody on the way could answer in its place; on this machine nobody is on the way. */
const issuer = z.url().refine((text) => {
  const { protocol, hostname, search, hash } = new URL(text);
  const trusted = protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
  return trusted && search === '' && hash === '';
}, 'must be https://…, or http://localhost[:port]');

/** One row per variable: the schema reads it, the help prints it. */
const VARIABLES = {
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    help: 'PostgreSQL; absent: an embedded database in DATA_DIR',
  },
  DATA_DIR: {
    schema: z.string().min(1).default('.local/companion'),
    help: 'folder of keys and of the embedded database (default .local/companion)',
  },
  PORT: {
    schema: whole(0, 65_535).default(8788),
    help: 'port on 127.0.0.1 (default 8788; 0 = any free one)',
  },
  COUNTERSIGN_ORIGIN: {
    schema: origin.optional(),
    help: 'address at which contacts reach it, e.g. https://countersign.example.com; passkeys are bound to it',
  },
  COUNTERSIGN_ORIGIN_NEXT: {
    schema: origin.optional(),
    help: 'address that contacts move to; both answer until `countersign move finish`',
  },
  COUNTERSIGN_DEMO: {
    schema: z.enum(['true', 'false']).default('false'),
    help: 'true: a demonstration; refuses an org that is not on this machine',
  },
  ORGS_FILE: {
    schema: z.string().min(1).optional(),
    help: 'JSON file: a list of {loginUrl, clientId, username, privateKeyFile, usersMayGrant}; instead of SF_*',
  },
  SF_LOGIN_URL: { schema: z.url().optional(), help: "the org's My Domain address" },
  SF_CLIENT_ID: { schema: z.string().min(1).optional(), help: 'consumer key of the External Client App' },
  SF_USERNAME: { schema: z.string().min(1).optional(), help: 'username of the API-only integration user' },
  SF_PRIVATE_KEY_FILE: {
    schema: z.string().min(1).optional(),
    help: 'PEM of the key whose certificate the app holds',
  },
  SF_USERS_MAY_GRANT: {
    schema: yesNo.optional(),
    help: 'yes or no: may users grant login access (Login Access Policies)? An API-only user cannot read it',
  },
  SF_PUSH: {
    schema: onOff.default(true),
    help: 'on or off: change events (default on; polling goes on in either case)',
  },
  SF_POLL_SECONDS: {
    schema: whole(1, 86_400).default(300),
    help: 'pause between polls while nothing is live (default 300)',
  },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/ }),
    help: 'the mail relay, e.g. smtp://user:password@mail.example.com:587',
  },
  MAIL_FROM: { schema: z.string().min(3), help: 'sender, e.g. Countersign <countersign@example.com>' },
  CHANNELS_FILE: {
    schema: z.string().min(1).optional(),
    help: 'JSON file, mode 600: channels besides mail by the name that the roster gives them',
  },
  VAPID_KEY_FILE: {
    schema: z.string().min(1).optional(),
    help: 'key of web push (default DATA_DIR/keys/vapid.json, made on the first start)',
  },
  SIGNING_KEY_FILE: {
    schema: z.string().min(1).optional(),
    help: 'Ed25519 key of the ledger (default DATA_DIR/keys/ledger.pem, made on the first start)',
  },
  SESSION_SECRET_FILE: {
    schema: z.string().min(1).optional(),
    help: 'secrets of the sign-in cookie, newest first (default DATA_DIR/keys/session-secret)',
  },
  OIDC_ISSUER: {
    schema: issuer.optional(),
    help: "the company's identity provider for sign-in, e.g. https://login.example.com; needs the two below",
  },
  OIDC_CLIENT_ID: { schema: z.string().min(1).optional(), help: 'client id that the provider gave' },
  OIDC_CLIENT_SECRET_FILE: {
    schema: z.string().min(1).optional(),
    help: 'file that holds the client secret; the redirect address is COUNTERSIGN_ORIGIN/sign-in/callback',
  },
  LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    help: 'trace to silent (default info)',
  },
  METRICS_TOKEN: {
    schema: z.string().min(16).optional(),
    help: 'bearer token for /metrics; absent: this machine alone',
  },
  TRUSTED_PROXIES: {
    schema: whole(0, 10).default(0),
    help: 'number of reverse proxies before it (default 0)',
  },
} as const;

type Schemas = { -readonly [Name in keyof typeof VARIABLES]: (typeof VARIABLES)[Name]['schema'] };
const environment = z.object(
  Object.fromEntries(Object.entries(VARIABLES).map(([name, { schema }]) => [name, schema])) as Schemas,
);
type Environment = z.infer<typeof environment>;

const orgsFile = z
  .array(
    z.strictObject({
      loginUrl: z.url(),
      clientId: z.string().min(1),
      username: z.string().min(1),
      privateKeyFile: z.string().min(1),
      usersMayGrant: z.exactOptional(yesNo),
    }),
  )
  .min(1);

/** @returns one line per variable, for --help. */
export function describeVariables(): string {
  const width = Math.max(...Object.keys(VARIABLES).map((name) => name.length));
  return Object.entries(VARIABLES)
    .map(([name, { help }]) => `  ${name.padEnd(width)}  ${help}`)
    .join('\n');
}

/** @returns the folder that names the running companion: all that an operator's command needs. */
export function dataDirOf(env: Readonly<Record<string, string | undefined>>): string {
  return resolve(VARIABLES.DATA_DIR.schema.parse(env['DATA_DIR'] || undefined));
}

/** @returns the token with which a command asks a companion elsewhere */
export function tokenOf(env: Readonly<Record<string, string | undefined>>): string | null {
  return env['COUNTERSIGN_TOKEN'] || null;
}

/**
 * @param env the process's environment; empty values count as absent
 * @throws AppError configuration with every fault in its message, one line each, and no value in it
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw configuration(faults);
  }
  const values = parsed.data;
  const demonstration = values.COUNTERSIGN_DEMO === 'true';
  const { orgs, faults } = orgsOf(values);
  const channels = readChannelsFile(values.CHANNELS_FILE, demonstration);
  faults.push(...channels.faults);
  if (!demonstration && values.COUNTERSIGN_ORIGIN === undefined) {
    faults.push('COUNTERSIGN_ORIGIN: is needed; passkeys are bound to it');
  }
  if (demonstration)
    faults.push(
      ...orgs
        .filter(isElsewhere)
        .map(
          ({ loginUrl }) =>
            `SF_LOGIN_URL: the demonstration refuses ${new URL(loginUrl).host}, which is not on this machine`,
        ),
    );
  const idp = idpOf(values, faults);
  if (faults.length > 0) throw configuration(faults);
  const dataDir = resolve(values.DATA_DIR);
  return {
    databaseUrl: values.DATABASE_URL ?? null,
    ...{ dataDir, demonstration, orgs, port: values.PORT },
    origin: values.COUNTERSIGN_ORIGIN ?? null,
    originNext: values.COUNTERSIGN_ORIGIN_NEXT ?? null,
    push: values.SF_PUSH,
    pollSeconds: values.SF_POLL_SECONDS,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    channels: channels.channels,
    signingKeyFile: values.SIGNING_KEY_FILE ?? join(dataDir, 'keys', 'ledger.pem'),
    sessionSecretFile: values.SESSION_SECRET_FILE ?? join(dataDir, 'keys', 'session-secret'),
    vapidKeyFile: values.VAPID_KEY_FILE ?? join(dataDir, 'keys', 'vapid.json'),
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN ?? null,
    proxies: values.TRUSTED_PROXIES,
    idp,
  };
}

/** All three or none. */
function idpOf(values: Environment, faults: string[]): Config['idp'] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE } = values;
  const given = { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE };
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === 3) return null;
  faults.push(...missing.map((name) => `${name}: is needed for sign-in through the identity provider`));
  return {
    issuer: OIDC_ISSUER ?? '',
    clientId: OIDC_CLIENT_ID ?? '',
    clientSecretFile: OIDC_CLIENT_SECRET_FILE ?? '',
  };
}

function orgsOf(values: Environment): { orgs: OrgConfig[]; faults: string[] } {
  if (values.ORGS_FILE !== undefined) return readOrgsFile(values.ORGS_FILE);
  const { SF_LOGIN_URL: loginUrl, SF_CLIENT_ID: clientId, SF_USERNAME: username } = values;
  const { SF_PRIVATE_KEY_FILE: privateKeyFile, SF_USERS_MAY_GRANT: usersMayGrant } = values;
  if (
    loginUrl !== undefined &&
    clientId !== undefined &&
    username !== undefined &&
    privateKeyFile !== undefined
  ) {
    const org = { loginUrl, clientId, username, privateKeyFile };
    return { orgs: [usersMayGrant === undefined ? org : { ...org, usersMayGrant }], faults: [] };
  }
  const missing = ['SF_LOGIN_URL', 'SF_CLIENT_ID', 'SF_USERNAME', 'SF_PRIVATE_KEY_FILE'] as const;
  const faults = missing
    .filter((name) => values[name] === undefined)
    .map((name) => `${name}: is needed, unless ORGS_FILE names the orgs`);
  return { orgs: [], faults };
}

function readOrgsFile(file: string): { orgs: OrgConfig[]; faults: string[] } {
  try {
    return { orgs: orgsFile.parse(JSON.parse(readFileSync(file, 'utf8'))), faults: [] };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : 'it cannot be read as JSON';
    return { orgs: [], faults: [`ORGS_FILE: ${why}`] };
  }
}

function isElsewhere({ loginUrl }: OrgConfig): boolean {
  return !['localhost', '127.0.0.1', '[::1]'].includes(new URL(loginUrl).hostname);
}

function configuration(faults: readonly string[]): AppError {
  return new AppError(
    'configuration',
    `The configuration has ${faults.length === 1 ? 'a fault' : 'faults'}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  );
}
