import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANKE, MARIT } from '../../relay/fixtures/bank-org.ts';
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

describe('a ticket', () => {
  test('becomes one access request however often it is sent, with the ask as it was worded [B41 D114]', async () => {
    const first = await send(TICKET);
    expect(first).toMatchObject({ status: 201, body: { created: true, state: 'Submitted', missing: [] } });
    expect(world.looks).toBe(1);
    const again = await send({ ...TICKET, purpose: 'Something else entirely.' });
    const id = String(first.body['requestId']);
    expect(again.body).toEqual({
      ...{ requestId: id, created: false, state: null, missing: [] },
      ...{ attachmentsIgnored: 0, bounced: [] },
    });
    await world.seen();
    const { body } = await world.call('GET', `/requests/${id}`, { token });
    expect(body).toMatchObject({
      state: 'Awaiting_decision',
      caseNumber: '46012345',
      purpose: TICKET.purpose,
      requester: { id: null, address: TICKET.sender },
      intake: [{ sender: TICKET.sender, ask: TICKET.ask }],
    });
    const { store, org } = world.relay;
    const entries = await store.ledger.entries(org.orgId, { types: ['intake.received'] });
    expect(entries).toHaveLength(1);
    expect(entries[0]?.body).not.toContain(TICKET.sender);
    expect(entries[0]?.body).not.toContain('reproduce');
  });

  test('that leaves something open becomes a draft, and the answer says what is missing', async () => {
    const { ticket, sender, caseNumber, ask } = TICKET;
    const { body } = await send({
      ticket: `${ticket}-2`,
      sender,
      caseNumber,
      ask,
      targetUser: 'nobody@bank.example',
    });
    expect(body).toMatchObject({ state: 'Draft', created: true });
    expect(body['missing']).toEqual(expect.arrayContaining(['purpose', 'targetUser', 'dataViewed']));
  });

  test('names the request that it extends, which must be one of its case and user [D102 D114]', async () => {
    const first = String(
      (await send({ ...TICKET, ticket: 'INC-1', caseNumber: '46010001' })).body['requestId'],
    );
    await world.seen();
    const more = { ...TICKET, ticket: 'INC-2', caseNumber: '46010001', extends: first };
    expect(await send(more)).toMatchObject({ status: 409, body: { code: 'not_extendable' } });
    await world.relay.sign(MARIT, first);
    await world.relay.settled();
    expect(await send({ ...more, caseNumber: '46010002' })).toMatchObject({ status: 409 });
    expect(await send({ ...more, extends: 'AR-999999' })).toMatchObject({ status: 400 });
    const second = String((await send(more)).body['requestId']);
    await world.seen();
    const { body } = await world.call('GET', `/requests/${second}`, { token });
    expect(body).toMatchObject({ state: 'Awaiting_decision', extends: { id: first }, extendedBy: [] });
    const { body: before } = await world.call('GET', `/requests/${first}`, { token });
    expect(before).toMatchObject({ extends: null, extendedBy: [{ id: second }] });
  });

  test('in the mail template is the same as in JSON', async () => {
    const mail = [
      'Countersign-Intake: 1',
      'Ticket: INC0012399',
      `Sender: ${TICKET.sender}`,
      'Case number: 46012399',
      'Requesting party: Salesforce employee',
      'Incident type: support escalation',
      `Target user: ${ANKE.username}`,
      'Hours wanted: 2,5',
      'Data viewed: No',
      '',
      'Purpose:',
      TICKET.purpose,
      'Necessity:',
      TICKET.necessity,
      'Ask:',
      'Hello,',
      '',
      'please grant access.',
    ].join('\r\n');
    const answer = await send(mail, { 'content-type': 'text/plain; charset=utf-8' });
    expect(answer).toMatchObject({ status: 201, body: { state: 'Submitted', created: true } });
    const { fields } = world.relay.org.request(String(answer.body['requestId']));
    expect(fields).toMatchObject({ Hours_Wanted__c: 2.5, Data_Viewed__c: 'No', Requested_By__c: null });
    const wrong = await send(mail.replace('Case number', 'Bcc'), { 'content-type': 'text/plain' });
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: 'malformed', detail: 'Line 4 is not of the template.' },
    });
  });

  test.each([
    ['of a domain the token does not allow', { sender: 'eve@evil.example' }, 'sender_rejected'],
    ['of a subdomain', { sender: 'eve@mail.bank.example' }, 'sender_rejected'],
    ['whose domain only ends like an allowed one', { sender: 'eve@evilbank.example' }, 'sender_rejected'],
    ['with two addresses', { sender: 'a@bank.example,b@evil.example' }, 'malformed'],
    ['with a line break in a line', { ticket: 'INC1\r\nBcc: all@bank.example' }, 'malformed'],
    ['with a line break in the case number', { caseNumber: '46\n<script>' }, 'malformed'],
    ['with a line separator', { targetUser: 'a\u2028b' }, 'malformed'],
    ['with a control character in free text', { ask: 'a\u0000b' }, 'malformed'],
    ['with a field of the org', { State__c: 'Approved' }, 'malformed'],
    ['that names its own state', { state: 'Approved' }, 'malformed'],
    ['with endless text', { purpose: 'x'.repeat(4001) }, 'malformed'],
    ['for more than two weeks', { hoursWanted: 337 }, 'malformed'],
  ])('%s is refused', async (_title, change, code) => {
    const count = world.relay.org.requests.size;
    expect((await send({ ...TICKET, ticket: 'INC-bad', ...change })).body.code).toBe(code);
    expect(world.relay.org.requests.size).toBe(count);
  });

  test.each([
    ['a prototype', '{"__proto__":{"sender":"a@bank.example"},"ticket":"x"}', {}],
    ['a constructor', '{"constructor":{"prototype":{"polluted":true}}}', {}],
    ['a list', '[]', {}],
    ['half a body', '{"ticket":', {}],
    ['XML', '<ticket/>', { 'content-type': 'application/xml' }],
  ])('%s in its place is refused and changes nothing', async (_title, body, headers) => {
    expect(await send(body, headers)).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('of any size is refused above the limit', async () => {
    expect(await send({ ...TICKET, ask: 'x'.repeat(70_000) })).toMatchObject({ status: 413 });
    const mail = `Countersign-Intake: 1\n${'x'.repeat(300_000)}`;
    expect(await send(mail, { 'content-type': 'text/plain' })).toMatchObject({ status: 413 });
  });
});

describe('an Idempotency-Key', () => {
  const ticket = { ...TICKET, ticket: 'INC-key' };

  test('gives the first answer again, refuses other content, and belongs to one token [D114]', async () => {
    const key = { 'idempotency-key': 'key-1' };
    const first = await send(ticket, key);
    const again = await send(ticket, key);
    expect([again.text, again.status]).toEqual([first.text, 201]);
    expect(await send({ ...ticket, hoursWanted: 1 }, key)).toMatchObject({
      status: 422,
      body: { code: 'key_reused' },
    });
    const { token: other } = await world.token(['requests:write']);
    const theirs = await world.call('POST', '/intake', { token: other, body: ticket, headers: key });
    expect(theirs.body['created']).toBe(false);
    expect(await send(ticket, { 'idempotency-key': 'x'.repeat(201) })).toMatchObject({ status: 400 });
  });

  test('lets one of many calls at once through; the others are told to wait or get its answer', async () => {
    const key = { 'idempotency-key': 'key-2' };
    const count = world.relay.org.requests.size;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send({ ...TICKET, ticket: 'INC-race' }, key)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set(answers.some(({ status }) => status === 409) ? [201, 409] : [201]),
    );
    expect(world.relay.org.requests.size).toBe(count + 1);
  });

  test('keeps no refusal: what failed may be tried again under it', async () => {
    const key = { 'idempotency-key': 'key-3' };
    const failing = { ...TICKET, ticket: 'INC-late', sender: 'eve@evil.example' };
    expect((await send(failing, key)).status).toBe(403);
    expect((await send({ ...failing, sender: TICKET.sender }, key)).status).toBe(201);
  });
});
