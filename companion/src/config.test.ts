import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dataDirOf, describeVariables, parseConfig } from './config.ts';

const ORG = {
  SF_LOGIN_URL: 'https://bank.my.salesforce.com',
  SF_CLIENT_ID: 'client',
  SF_USERNAME: 'integration@bank.example',
  SF_PRIVATE_KEY_FILE: '/keys/client.pem',
};
const GOOD = {
  ...ORG,
  COUNTERSIGN_ORIGIN: 'https://countersign.bank.example',
  SMTP_URL: 'smtp://mail.bank.example:587',
  MAIL_FROM: 'Countersign <countersign@bank.example>',
};

const messageOf = (env: Record<string, string | undefined>): string => {
  try {
    parseConfig(env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('no fault was reported');
};

describe('the configuration', () => {
  test('takes safe defaults for all that is not given', () => {
    expect(parseConfig(GOOD)).toMatchObject({
      databaseUrl: null,
      port: 8788,
      demonstration: false,
      push: true,
      pollSeconds: 300,
      logLevel: 'info',
      metricsToken: null,
      proxies: 0,
      orgs: [{ loginUrl: ORG.SF_LOGIN_URL }],
    });
  });

  test('reports every fault at once, and no value', () => {
    const message = messageOf({ ...GOOD, PORT: '70000', SF_PUSH: 'maybe', SMTP_URL: 'http://secret-host' });
    expect(message).toContain('PORT');
    expect(message).toContain('SF_PUSH');
    expect(message).toContain('SMTP_URL');
    expect(message).not.toContain('secret-host');
  });

  test.each([
    [
      'an address with http on another host',
      { COUNTERSIGN_ORIGIN: 'http://countersign.bank.example' },
      'COUNTERSIGN_ORIGIN',
    ],
    [
      'an address with a path',
      { COUNTERSIGN_ORIGIN: 'https://bank.example/countersign' },
      'COUNTERSIGN_ORIGIN',
    ],
    ['no address outside the demonstration', { COUNTERSIGN_ORIGIN: '' }, 'COUNTERSIGN_ORIGIN'],
    ['a database of another kind', { DATABASE_URL: 'mysql://db' }, 'DATABASE_URL'],
    ['half an org', { SF_CLIENT_ID: undefined }, 'SF_CLIENT_ID'],
    ['half a provider', { OIDC_ISSUER: 'https://login.bank.example' }, 'OIDC_CLIENT_SECRET_FILE'],
    ['a provider without TLS', { OIDC_ISSUER: 'http://login.bank.example' }, 'OIDC_ISSUER'],
    ['a port that is no number', { PORT: 'many' }, 'PORT'],
    ['a pause of nothing', { SF_POLL_SECONDS: '0' }, 'SF_POLL_SECONDS'],
    ['a setting that is neither yes nor no', { SF_USERS_MAY_GRANT: 'perhaps' }, 'SF_USERS_MAY_GRANT'],
    ['a short token', { METRICS_TOKEN: 'short' }, 'METRICS_TOKEN'],
    ['a demonstration against another machine', { COUNTERSIGN_DEMO: 'true' }, 'SF_LOGIN_URL'],
    ['a file of orgs that is not there', { ORGS_FILE: '/nowhere.json' }, 'ORGS_FILE'],
  ])('refuses %s', (_name, change, variable) => {
    expect(messageOf({ ...GOOD, ...change })).toContain(`${variable}:`);
  });

  test('takes a provider for sign-in with all that it needs, over http on this machine alone', () => {
    const provider = {
      OIDC_ISSUER: 'http://localhost:9000',
      OIDC_CLIENT_ID: 'c',
      OIDC_CLIENT_SECRET_FILE: '/s',
    };
    expect(parseConfig({ ...GOOD, ...provider }).idp).toEqual({
      ...{ issuer: 'http://localhost:9000', clientId: 'c', clientSecretFile: '/s' },
    });
    expect(parseConfig(GOOD).idp).toBeNull();
  });

  test('lets the demonstration find its own address on this machine', () => {
    const env = {
      ...GOOD,
      COUNTERSIGN_ORIGIN: undefined,
      COUNTERSIGN_DEMO: 'true',
      SF_LOGIN_URL: 'http://localhost:8787',
    };
    expect(parseConfig(env)).toMatchObject({ demonstration: true, origin: null });
  });

  test('reads several orgs from a file, and names what is wrong in it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    const file = join(folder, 'orgs.json');
    const org = {
      loginUrl: 'https://a.my.salesforce.com',
      clientId: 'c',
      username: 'u',
      privateKeyFile: 'k',
    };
    writeFileSync(file, JSON.stringify([org, { ...org, usersMayGrant: 'yes' }]));
    expect(parseConfig({ ...GOOD, ORGS_FILE: file }).orgs).toHaveLength(2);
    writeFileSync(file, JSON.stringify([{ ...org, password: 'x' }]));
    expect(messageOf({ ...GOOD, ORGS_FILE: file })).toContain('ORGS_FILE:');
    rmSync(folder, { recursive: true });
  });

  test('reads channels from a file that is its owner’s alone, and says what is wrong without a secret in it [D108]', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    const file = join(folder, 'channels.json');
    const url = 'https://hooks.slack.com/services/T0/B0/secret';
    const secrets = [`whsec_${'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'}`];
    const read = (channels: unknown, mode = 0o600) => {
      writeFileSync(file, JSON.stringify(channels));
      chmodSync(file, mode);
      return { ...GOOD, CHANNELS_FILE: file };
    };
    const siem = { kind: 'webhook', url: 'https://siem.bank.example/x', secrets };
    expect(parseConfig(read({ 'security-slack': { kind: 'slack', url }, siem })).channels).toMatchObject([
      { name: 'security-slack', kind: 'slack', url },
      { name: 'siem', secrets },
    ]);
    const faults = [
      messageOf(read({ siem: { ...siem, secrets: ['secret'] } })),
      messageOf(read({ siem: { ...siem, url: 'http://siem.bank.example/secret' } })),
      messageOf(read({ mail: { kind: 'slack', url } })),
      messageOf(read({ siem }, 0o644)),
    ];
    for (const fault of faults) {
      expect(fault).toContain('CHANNELS_FILE:');
      expect(fault).not.toContain('/secret');
    }
    rmSync(folder, { recursive: true });
  });

  test('needs no more than the data directory for an operator’s command', () => {
    expect(dataDirOf({})).toBe(resolve('.local/companion'));
    expect(dataDirOf({ DATA_DIR: '/srv/countersign' })).toBe('/srv/countersign');
  });

  test('explains each variable', () => {
    for (const name of [...Object.keys(GOOD), 'DATABASE_URL', 'SIGNING_KEY_FILE', 'SESSION_SECRET_FILE']) {
      expect(describeVariables()).toContain(name);
    }
  });
});
