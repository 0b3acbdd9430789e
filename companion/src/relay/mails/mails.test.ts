import { describe, expect, test } from '@jest/globals';
import { findingMail } from './finding.ts';
import { grantMail, revokeMail } from './grant.ts';
import { invitationMail } from './invitation.ts';
import { readableInstant, type MailContent } from './layout.ts';
import { requestMail, settledMail } from './request.ts';

const ORIGIN = 'https://countersign.bank.example';
const zone = 'Europe/Berlin';
const window = { start: '2026-11-21T02:31:00Z', end: '2026-11-21T06:31:00Z' };

const waiting = requestMail({
  orgName: 'Hanse Kreditbank',
  environment: 'Production',
  requestName: 'AR-000012',
  caseNumber: '46012345',
  checkPhrase: 'amber-heron-quartz',
  requestingParty: 'Salesforce employee',
  requester: 'Katrin Brandt',
  incidentType: 'Support escalation',
  targetUser: 'Anke <b>Petersen</b>',
  dataViewed: true,
  hoursWanted: 4,
  deadline: '2026-11-21T14:04:00Z',
  zone,
  reminder: null,
  mayDecide: true,
  origin: ORIGIN,
  url: `${ORIGIN}/requests/00D5800000HANSEEAO/a01580000000001EAA`,
});
const granting = grantMail({
  orgName: 'Hanse Kreditbank',
  grantorName: 'Anke Petersen',
  requester: 'Katrin Brandt',
  approvers: ['Marit Jansen', 'Friedrich Albers'],
  caseNumber: '46012345',
  checkPhrase: 'amber-heron-quartz',
  requestingParty: 'Salesforce employee',
  grantTo: 'Salesforce.com Support',
  duration: '1 Day',
  unavoidableEnd: '2026-11-22',
  window,
  zone,
  settingsUrl: 'https://hanse.my.salesforce.com/lightning/settings/personal/GrantLoginAccess/home',
  declineUrl: `${ORIGIN}/grants/t0k3n`,
});
const all: Record<string, MailContent> = {
  waiting,
  granting,
  invitation: invitationMail({
    orgName: 'Hanse Kreditbank',
    contactName: 'Marit Jansen',
    role: 'Security lead',
    url: `${ORIGIN}/enrol/t0k3n`,
    origin: ORIGIN,
    expiresAt: '2026-11-28T02:00:00Z',
    zone,
  }),
  settled: settledMail({
    orgName: 'Hanse Kreditbank',
    requestName: 'AR-000012',
    caseNumber: '46012345',
    checkPhrase: 'amber-heron-quartz',
    state: 'Approved',
    by: 'Friedrich Albers',
    at: '2026-11-21T02:31:00Z',
    window,
    zone,
    url: `${ORIGIN}/requests/00D5800000HANSEEAO/a01580000000001EAA`,
  }),
  revoke: revokeMail({
    orgName: 'Hanse Kreditbank',
    grantorName: 'Anke Petersen',
    caseNumber: '46012345',
    checkPhrase: 'amber-heron-quartz',
    grantTo: 'Salesforce.com Support',
    usableUntil: '2026-11-22',
    because: 'window ended',
    settingsUrl: null,
  }),
  finding: findingMail({
    orgName: 'Hanse Kreditbank',
    severity: 'Critical',
    title: 'A log-in without authorization',
    details: 'Somebody of Salesforce Support or a publisher logged in as Anke Petersen.',
    nextStep: 'Ask Anke Petersen to take back the grant, then open the finding.',
    foundAt: '2026-11-21T03:00:00Z',
    facts: [['Log-in at', readableInstant('2026-11-21T02:58:00Z', zone)]],
    zone,
    url: null,
  }),
};

const wordsOf = (html: string) =>
  html
    .replace(/^[\s\S]*<body/, '<body')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
    .split(/\s+/)
    .filter((word) => word !== '');

describe('every mail', () => {
  test.each(Object.entries(all))(
    '%s says in plain text all that its design says',
    (_name, { text, html }) => {
      const plain = new Set(text.split(/\s+/).flatMap((word) => [word, word.replace(/:$/, '')]));
      // The product's name heads the design; list numbers and label colons are the text's own.
      const missing = wordsOf(html).filter((word) => !plain.has(word) && word !== 'Countersign');
      expect(missing).toEqual([]);
    },
  );

  test.each(Object.entries(all))(
    '%s loads nothing, runs nothing, and keeps typed text as text',
    (_name, { html }) => {
      expect(html).not.toMatch(/<(script|img|form|link|iframe)|url\(/i);
      expect(html).not.toContain('<b>Petersen</b>');
    },
  );

  test.each(Object.entries(all))('%s has no line that a header could start with', (_name, { subject }) => {
    expect(subject).not.toMatch(/[\r\n]/);
  });
});

describe('a request that waits', () => {
  test('is useful without its link: case, phrase, deadline with zone, and the way by the own bookmark [U24]', () => {
    for (const needed of [
      '46012345',
      'amber-heron-quartz',
      'Sat, 21 Nov 2026, 15:04 (Europe/Berlin, GMT+1)',
      'from your bookmark',
    ]) {
      expect(waiting.text).toContain(needed);
    }
    expect(waiting.subject).toContain('46012345');
  });

  test('has no link that decides: only the one that opens the request', () => {
    expect(waiting.text.match(/https:\S+/g)).toEqual([
      `${ORIGIN}/requests/00D5800000HANSEEAO/a01580000000001EAA`,
      ORIGIN,
    ]);
  });
});

describe('the mail to the grantor', () => {
  test('names requester, approvers, case, phrase, menu path and duration, and asks for no password [B43] [B64]', () => {
    for (const needed of [
      'Katrin Brandt',
      'Marit Jansen and Friedrich Albers',
      '46012345',
      'amber-heron-quartz',
      'Settings › My Personal Information › Grant Account Login Access',
      'https://hanse.my.salesforce.com/lightning/settings/personal/GrantLoginAccess/home',
      'choose exactly "1 Day"',
      'Sun, 22 Nov 2026',
      'Nobody asks for your password',
      '/grants/t0k3n',
    ]) {
      expect(granting.text).toContain(needed);
    }
  });
});

describe('an instant in a mail', () => {
  test('names its zone and offset, in summer and in winter', () => {
    expect(readableInstant('2026-07-01T12:00:00Z', zone)).toBe(
      'Wed, 1 Jul 2026, 14:00 (Europe/Berlin, GMT+2)',
    );
    expect(readableInstant('2026-11-21T12:00:00Z', 'Pacific/Auckland')).toBe(
      'Sun, 22 Nov 2026, 01:00 (Pacific/Auckland, GMT+13)',
    );
    expect(readableInstant('2026-11-21T12:00:00Z', null)).toBe('Sat, 21 Nov 2026, 12:00 (UTC)');
  });
});
