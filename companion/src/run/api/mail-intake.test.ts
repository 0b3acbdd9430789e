/** Whole mails that a gateway hands in: tickets, what must not become one, and reports that a mail of ours came back. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANKE, FRIEDRICH, MARIT } from '../../relay/fixtures/bank-org.ts';
import { ApiWorld } from './fixtures/api-world.ts';

const TICKET = {
  ticket: 'INC0012345',
  sender: 'carla.weiss@bank.example',
  caseNumber: '46012345',
  ask: 'Could you please grant login access so that I can reproduce the error?',
  requestingParty: 'Salesforce_employee',
  incidentType: 'Support_escalation',
  purpose: 'Reproduce the error in loan approvals of the Hamburg branch.',
  necessity: 'It shows only with the rights of a clerk.',
  dataViewed: true,
  targetUser: ANKE.username,
  hoursWanted: 4,
};

let world: ApiWorld;
let token: string;

beforeAll(async () => {
  world = await ApiWorld.open();
  ({ token } = await world.token(['requests:write', 'requests:read']));
});
afterAll(() => world.close());

const send = (body: unknown, headers: Record<string, string> = {}) =>
  world.call('POST', '/intake', { token, body, headers });

const MAIL = { 'content-type': 'message/rfc822' };
const TEMPLATE = [
  'Countersign-Intake: 1',
  'Ticket: INC-mail-1',
  `Sender: ${TICKET.sender}`,
  'Case number: 46012377',
  'Purpose:',
  'Reproduce the error in Zürich, as the clerk sees it.',
  'Ask:',
  'Please grant access.',
].join('\r\n');
/** As a ticket system sends it: 8-bit in a charset of its own, a designed part, and a picture. */
const mailOf = (headers: string[] = [], text = TEMPLATE) =>
  [
    'From: Tickets <tickets@bank.example>',
    'To: intake@bank.example',
    'Subject: =?utf-8?Q?Zugriff_f=C3=BCr_Fall?= 46012377',
    'Message-ID: <ticket-1@bank.example>',
    'Auto-Submitted: auto-generated',
    ...headers,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    text.replaceAll('=', '=3D').replaceAll('ü', '=FC'),
    '--b',
    'Content-Type: image/png; name="logo.png"',
    'Content-Disposition: attachment; filename="logo.png"',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgo=',
    '--b--',
    '',
  ].join('\r\n');

describe('a whole mail', () => {
  test('is a ticket by its text part; what is attached is not taken, and the answer says so [D114]', async () => {
    const answer = await send(mailOf(), MAIL);
    expect(answer).toMatchObject({
      status: 201,
      body: { created: true, state: 'Draft', attachmentsIgnored: 1 },
    });
    const { fields } = world.relay.org.request(String(answer.body['requestId']));
    expect(fields['Purpose__c']).toBe('Reproduce the error in Zürich, as the clerk sees it.');
    expect((await send(mailOf(), MAIL)).body).toMatchObject({ created: false, attachmentsIgnored: 1 });
  });

  test.each([
    ['an out-of-office answer', ['Auto-Submitted: auto-replied']],
    ['a vacation notice of the old kind', ['Precedence: bulk']],
    ['a mail of a list', ['List-Id: <all.bank.example>']],
    ['a mail that no answer may go to', ['Return-Path: <>']],
    [
      'a mail of our own that came round',
      ['Message-ID: <delivery.0b0f4c1e-2f6c-4f1e-9a53-6d1f5c6b7a80@bank.example>'],
    ],
  ])('that is %s is refused, whatever its text says [D114]', async (_title, headers) => {
    const count = world.relay.org.requests.size;
    const names = headers.map((line) => line.split(':')[0]);
    const plain = mailOf(headers)
      .split('\r\n')
      .filter((line, at) => at < 3 || at > 4 || !names.includes(line.split(':')[0]))
      .join('\r\n');
    expect(await send(plain, MAIL)).toMatchObject({ status: 403, body: { code: 'sender_rejected' } });
    expect(world.relay.org.requests.size).toBe(count);
  });

  test.each([
    ['has no text part', mailOf().replace('text/plain', 'application/octet-stream'), 400],
    ['has a text that is no template', mailOf([], 'Hello, please call me.'), 400],
    ['is larger than the limit', `${mailOf()}${'x'.repeat(2_200_000)}`, 413],
    ['is no mail', '\u0000\u0001', 400],
    [
      'nests parts without end',
      `${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(60)}`,
      400,
    ],
  ])('that %s is refused', async (_title, mail, status) => {
    expect((await send(mail, MAIL)).status).toBe(status);
  });
});

describe('a report that a mail came back', () => {
  const dsn = (deliveryId: string, action = 'failed') =>
    [
      'From: MAILER-DAEMON@mx.bank.example',
      'Return-Path: <>',
      'Auto-Submitted: auto-replied',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
      '',
      '--r',
      'Content-Type: text/plain',
      '',
      'I am sorry to inform you.',
      '--r',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.bank.example',
      '',
      `Final-Recipient: rfc822; ${MARIT.address}`,
      `Action: ${action}`,
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such',
      ' mailbox here',
      '--r',
      'Content-Type: text/rfc822-headers',
      '',
      'From: Countersign <relay@bank.example>',
      `Message-ID: <delivery.${deliveryId}@bank.example>`,
      'Subject: Decision needed',
      '--r--',
      '',
    ].join('\r\n');
  const lastMail = async () => {
    const deliveries = await world.relay.store
      .rows(world.relay.org.orgId)
      .deliveries.page(
        { contactId: MARIT.id, kind: 'request', status: 'accepted' },
        { after: null, limit: 1 },
      );
    return deliveries[0]?.id ?? '';
  };

  test('marks the mail, stands on the timeline, and alarms the contacts at once; twice is once [D108 U15]', async () => {
    const { body } = await send({ ...TICKET, ticket: 'INC-bounce' });
    await world.seen();
    await world.relay.settled();
    const id = await lastMail();
    await world.relay.advance({ minutes: 3 });
    const { token: bounces } = await world.token(['requests:write', 'deliveries:write']);
    const tell = (mail: string, as = bounces) =>
      world.call('POST', '/intake', { token: as, body: mail, headers: MAIL });
    expect((await tell(dsn(id), token)).body.code).toBe('scope_missing');
    expect((await tell(dsn(id, 'delayed'))).body).toMatchObject({ bounced: [] });
    for (const foreign of ['0b0f4c1e-2f6c-4f1e-9a53-6d1f5c6b7a80', '-'.repeat(36)])
      expect((await tell(dsn(foreign))).body).toMatchObject({ bounced: [] });
    expect(await tell(dsn(id))).toMatchObject({ status: 201, body: { requestId: null, bounced: [id] } });
    expect((await tell(dsn(id))).body).toMatchObject({ bounced: [] });
    await world.relay.settled();
    const rows = world.relay.store.rows(world.relay.org.orgId);
    expect(await rows.deliveries.get(id)).toMatchObject({
      status: 'failed',
      failure: 'bounced',
      result: 'Came back: 5.1.1 550 5.1.1 no such mailbox here',
    });
    const timeline = await world.call('GET', `/requests/${String(body['requestId'])}/timeline`, { token });
    expect(timeline.text).toContain('Mail to Marit Jansen came back after it was handed over');
    expect(world.relay.mailsTo(FRIEDRICH).at(-1)?.subject).toContain('Mail to Marit Jansen does not arrive');
    expect(await world.relay.relay.alarms()).toContainEqual(
      expect.objectContaining({ title: 'Mail to Marit Jansen does not arrive' }),
    );
  });

  test('steps over to a channel that the reader has got since, and is of the token’s own org alone [D108]', async () => {
    await send({ ...TICKET, ticket: 'INC-bounce-2' });
    await world.seen();
    await world.relay.settled();
    const id = await lastMail();
    const push: string[] = [];
    world.relay.push.send = (notice) => {
      push.push(notice.subject);
      return Promise.resolve({ outcome: 'accepted', detail: '201' });
    };
    await world.relay.store.rows(world.relay.org.orgId).pushSubscriptions.put({
      ...{ contactId: MARIT.id, endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' },
      madeAt: world.relay.time.toString(),
    });
    expect(await world.relay.relay.bounced({ deliveryId: id, detail: 'Came back: 5.2.2' })).toBe(true);
    await world.relay.settled();
    expect(push).toEqual([expect.stringContaining('case')]);
  });
});
