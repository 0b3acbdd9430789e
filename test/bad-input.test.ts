/**
 * What a stranger, a hurried contact or a broken program may send to the running companion: each gets a problem that says
 * what to do, changes nothing in ledger, org and mailbox, and leaves no secret in the log.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ErrorCode } from '../companion/src/core/errors.ts';
import type { Choice, Snapshot } from '../companion/src/core/statement.ts';
import { ContactClient } from './contact-client.ts';
import { signIn } from './org-client.ts';
import { linkIn } from './people.ts';
import { expectRefusal } from './refusal.ts';
import { ANKE, FRIEDRICH, JONAS, KATRIN, MARIT, MEHMET, openScene, type Scene, TAMA } from './scene.ts';

const REASON = 'Known incident, supervised by the platform team.';
const UNKNOWN = 'a0300000000000ZZZZ';

const log: string[] = [];
/** What must never stand in the log. */
const secrets = new Map<string, string>();
let scene: Scene;
let marit: ContactClient;
let friedrich: ContactClient;
let requestId: string;

const orgId = () => scene.world.org.orgId;
const pathOf = (id: string, step: 'start' | 'decide') => `/api/requests/${orgId()}/${id}/${step}`;
const approval = ({ limits }: Snapshot): Choice => ({
  decision: 'Approve',
  reason: REASON,
  window: { maxMinutes: 60, notBefore: null, notAfter: limits.latestEnd },
});
const send = (client: ContactClient, id: string, body: unknown) =>
  client.raw('POST', pathOf(id, 'decide'), JSON.stringify(body));

const refused = (call: () => Promise<Response>, status: number, code: ErrorCode): Promise<void> =>
  expectRefusal(scene, call, { status, code });

/** The session's id: `countersign_sid=s:<id>.<signature>`, percent-encoded. */
const sessionOf = ({ cookie }: ContactClient): string =>
  /s:([^.]+)\./.exec(decodeURIComponent(cookie))?.[1] ?? '';

async function enrolled(address: string): Promise<ContactClient> {
  const link = await scene.invitation(address);
  const client = new ContactClient(scene.world.companion.url);
  await client.enrol(link);
  secrets.set(`invitation of ${address}`, link.split('/').at(-1) ?? '');
  secrets.set(`session of ${address}`, sessionOf(client));
  return client;
}

beforeAll(async () => {
  scene = await openScene({ onLog: (line) => log.push(line) });
  marit = await enrolled(MARIT);
  friedrich = await enrolled(FRIEDRICH);
  requestId = await scene.raise({ as: ANKE, hours: 2, caseNumber: '46040001' });
});
afterAll(() => scene.close());

describe('a stranger', () => {
  const stranger = () => new ContactClient(scene.world.companion.url);

  test.each([
    ['the inbox', 'GET', '/api/inbox', 401, 'not_signed_in'],
    ['a request', 'GET', '/api/requests/ORG/REQUEST', 401, 'not_signed_in'],
    ['a review', 'POST', '/api/requests/ORG/REQUEST/start', 401, 'not_signed_in'],
    ['a decision', 'POST', '/api/requests/ORG/REQUEST/decide', 401, 'not_signed_in'],
    ['an invitation by a guessed link', 'GET', '/api/invitations/guessed-token', 410, 'invitation_invalid'],
    [
      'a passkey by a guessed link',
      'POST',
      '/api/invitations/guessed-token/options',
      410,
      'invitation_invalid',
    ],
    ['a grant by a guessed link', 'GET', '/api/grants/guessed-token', 404, 'not_found'],
    ['an address that is none', 'GET', '/api/admin', 404, 'not_found'],
    ['an address that cannot be read', 'GET', '/api/grants/%E0%A4%A', 400, 'malformed'],
  ] as const)('does not get %s [A10 U1]', async (_title, method, path, status, code) => {
    const place = path.replace('ORG', orgId()).replace('REQUEST', requestId);
    const body = method === 'POST' ? '{"locale":"en-US"}' : undefined;
    await refused(() => stranger().raw(method, place, body), status, code);
  });

  test('does not decline a grant by a guessed link [B48]', async () => {
    const body = JSON.stringify({ reason: 'I would rather not' });
    await refused(() => stranger().raw('POST', '/api/grants/guessed-token/decline', body), 404, 'not_found');
  });

  test('makes no passkey by an invitation that was used [A10 D116]', async () => {
    const used = (await scene.invitation(MARIT)).split('/').at(-1) ?? '';
    const path = `/api/invitations/${used}/options`;
    await refused(() => stranger().raw('POST', path), 410, 'invitation_invalid');
  });

  test('signs in with no passkey that nobody enrolled [U1]', async () => {
    const client = stranger();
    const { challenge } = await client.must('POST', '/api/sign-in/options');
    const body = JSON.stringify(client.authenticator.assert(String(challenge)));
    await refused(() => client.raw('POST', '/api/sign-in/verify', body), 403, 'assertion_invalid');
  });
});

describe('a page of another origin, in the browser of a contact who is signed in', () => {
  test.each([
    ['another site', { origin: 'https://countersign.evil.example' }],
    ['no site that it names', { origin: 'null' }],
    ['a neighbour of the same host', { origin: 'http://localhost:1' }],
    ['what the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
  ])('decides nothing when it is %s [U1]', async (_title, headers) => {
    const snapshot = await marit.start(orgId(), requestId);
    const body = JSON.stringify(await marit.signed(snapshot, approval(snapshot)));
    const call = () => marit.raw('POST', pathOf(requestId, 'decide'), body, headers);
    await refused(call, 403, 'origin_rejected');
  });
});

describe('a contact who is signed in', () => {
  test.each([
    ['a request that is not there', () => `/api/requests/${orgId()}/${UNKNOWN}`],
    ['a request of another org', () => `/api/requests/00D00000000ZZZZZZZ/${requestId}`],
    ['an id that is none', () => `/api/requests/${orgId()}/..%2F..%2Fetc%2Fpasswd`],
    ['an id with a quote', () => `/api/requests/${orgId()}/a03%27%20OR%20Name%20LIKE`],
  ])('gets the same answer for %s [U1]', async (_title, path) => {
    await refused(() => marit.raw('GET', path()), 404, 'not_found');
  });

  test.each([
    ['nothing', '', 400, 'malformed'],
    ['no JSON', '{"nonce":', 400, 'malformed'],
    ['a list', '[]', 400, 'malformed'],
    ['operators for values', '{"nonce":{"$ne":null},"digest":{"$gt":""}}', 400, 'malformed'],
    ['a prototype', '{"__proto__":{"decision":"Approve"}}', 400, 'malformed'],
    ['more than 64 kB', JSON.stringify({ reason: 'x'.repeat(70_000) }), 413, 'too_large'],
  ] as const)('decides nothing by sending %s [U1]', async (_title, body, status, code) => {
    await refused(() => marit.raw('POST', pathOf(requestId, 'decide'), body), status, code);
  });

  test.each([
    ['a decision that there is not', (body: object) => ({ ...body, decision: 'Abstain' }), 400, 'malformed'],
    ['no reason', (body: object) => ({ ...body, reason: '   ' }), 400, 'malformed'],
    ['a reason of 5000 letters', (body: object) => ({ ...body, reason: 'x'.repeat(5000) }), 400, 'malformed'],
    [
      'a digest of something else',
      (body: object) => ({ ...body, digest: 'ab'.repeat(32) }),
      409,
      'digest_mismatch',
    ],
    [
      'another reason than was signed',
      (body: object) => ({ ...body, reason: 'Not what I read.' }),
      409,
      'digest_mismatch',
    ],
    ['an invented review', (body: object) => ({ ...body, nonce: 'A'.repeat(43) }), 409, 'snapshot_expired'],
    ['an approval without bounds', (body: object) => ({ ...body, window: null }), 422, 'window_invalid'],
  ] as const)(
    'decides nothing by signing and then sending %s [U1 D101]',
    async (_title, bend, status, code) => {
      const snapshot = await marit.start(orgId(), requestId);
      const body = await marit.signed(snapshot, approval(snapshot));
      await refused(() => send(marit, requestId, bend(body)), status, code);
    },
  );

  test('signs no window that is longer than was asked for [A2 D101]', async () => {
    const snapshot = await marit.start(orgId(), requestId);
    const window = { maxMinutes: 600, notBefore: null, notAfter: snapshot.limits.latestEnd };
    const body = await marit.signed(snapshot, { decision: 'Approve', reason: REASON, window });
    await refused(() => send(marit, requestId, body), 422, 'window_invalid');
  });

  test('does not sign by the review, or with the passkey, of another contact [A10 U1]', async () => {
    const snapshot = await marit.start(orgId(), requestId);
    const body = await marit.signed(snapshot, approval(snapshot));
    await refused(() => send(friedrich, requestId, body), 409, 'snapshot_expired');
    const { assertion } = await friedrich.signed(snapshot, approval(snapshot));
    await refused(() => send(marit, requestId, { ...body, assertion }), 403, 'assertion_invalid');
  });

  test('does not sign after ten minutes what she saw before [U2]', async () => {
    const snapshot = await marit.start(orgId(), requestId);
    const body = await marit.signed(snapshot, approval(snapshot));
    await scene.world.advance('PT11M');
    await refused(() => send(marit, requestId, body), 409, 'snapshot_expired');
  });

  test('does not decide on a request in which he is the user to be entered as [A10 D99]', async () => {
    await scene.world.org.engine.platform.insert('LoginHistory', [
      {
        UserId: await scene.userId(FRIEDRICH),
        LoginTime: scene.world.org.clock.now().toString(),
        LoginType: 'Application',
        Status: 'Success',
      },
    ]);
    const id = await scene.raise({ as: FRIEDRICH, hours: 1, caseNumber: '46040002' });
    expect(await scene.request(id)).toMatchObject({ State__c: 'Awaiting_decision' });
    const start = () => friedrich.raw('POST', pathOf(id, 'start'), '{"locale":"en-US"}');
    await refused(start, 403, 'not_eligible');
  });

  const isKept = async (id: string, body: unknown) =>
    expect(await marit.must('POST', pathOf(id, 'decide'), body)).toMatchObject({
      outcome: 'without_effect',
      window: null,
    });

  test('decides on no request that its requester took back meanwhile; the answer is kept [A11]', async () => {
    const id = await scene.raise({ as: TAMA, hours: 1, caseNumber: '46040003' });
    const snapshot = await marit.start(orgId(), id);
    const body = await marit.signed(snapshot, approval(snapshot));
    const requester = await signIn(scene.world.org, KATRIN);
    await requester.call('PATCH', `/sobjects/Access_Request__c/${id}`, { State__c: 'Cancelled' });
    await isKept(id, body);
    expect(await scene.request(id)).toMatchObject({ State__c: 'Cancelled', Window_Start__c: null });
  });

  test('decides once: the same signature again is refused, and nothing but a revocation can be signed anew [U1]', async () => {
    const id = await scene.raise({ as: MEHMET, hours: 1, caseNumber: '46040004' });
    const snapshot = await marit.start(orgId(), id);
    const body = await marit.signed(snapshot, approval(snapshot));
    await marit.must('POST', pathOf(id, 'decide'), body);
    await refused(() => send(marit, id, body), 409, 'assertion_replayed');
    // All that is left to sign is the end of what was authorized.
    expect((await marit.start(orgId(), id)).choices).toEqual(['Revoke']);
    secrets.set('signature', (body['assertion'] as { response: { signature: string } }).response.signature);
    const mail = await scene.world.mail(MEHMET, /Please grant login access/);
    secrets.set('link of the grantor', linkIn(mail.text, '/grants/').split('/').at(-2) ?? '');
  });

  test('authorizes nothing once the deadline has passed; the answer is kept [A11 B43]', async () => {
    const id = await scene.raise({ as: TAMA, hours: 1, caseNumber: '46040005' });
    await scene.world.advance('PT11H55M');
    await marit.signIn();
    const snapshot = await marit.start(orgId(), id);
    const body = await marit.signed(snapshot, approval(snapshot));
    await scene.world.advance('PT6M');
    await isKept(id, body);
    expect(await scene.request(id)).toMatchObject({ State__c: 'Expired', Window_Start__c: null });
  });
});

describe('when an administrator deactivates an entry of the roster after it was sealed', () => {
  let id: string;
  let bodies: { marit: unknown; friedrich: unknown };

  beforeAll(async () => {
    const incidentType = 'Security_incident_response';
    id = await scene.raise({ as: TAMA, hours: 1, caseNumber: '46040006', incidentType });
    await scene.world.advance('PT31M');
    await marit.signIn();
    await friedrich.signIn();
    const snapshots = {
      marit: await marit.start(orgId(), id),
      friedrich: await friedrich.start(orgId(), id),
    };
    bodies = {
      marit: await marit.signed(snapshots.marit, approval(snapshots.marit)),
      friedrich: await friedrich.signed(snapshots.friedrich, approval(snapshots.friedrich)),
    };
    const jonas = await signIn(scene.world.org, JONAS);
    const [row] = await scene.rows(
      `SELECT Id FROM Authorization_Contact__c WHERE Address__c = '${FRIEDRICH}'`,
    );
    await jonas.call('PATCH', `/sobjects/Authorization_Contact__c/${String(row?.['Id'])}`, {
      Active__c: false,
    });
    // Reads the roster again, as happens each hour, and seals nothing a second time.
    await scene.world.companion.operate({ command: 'roster seal' });
  });

  test('that contact signs nothing [A10 D99]', async () => {
    await refused(() => send(friedrich, id, bodies.friedrich), 403, 'not_eligible');
    await refused(
      () => friedrich.raw('POST', pathOf(id, 'start'), '{"locale":"en-US"}'),
      403,
      'not_eligible',
    );
  });

  test('the other one signs nothing under the roster as it was [A10 D99]', async () => {
    await refused(() => send(marit, id, bodies.marit), 409, 'request_changed');
  });
});

test('the log tells of all this by its code and holds no secret [U1]', () => {
  const text = log.join('');
  for (const code of ['malformed', 'origin_rejected', 'assertion_replayed', 'not_eligible']) {
    expect(text).toContain(`"problem":"${code}"`);
  }
  expect([...secrets.keys()]).toHaveLength(6);
  const found = [...secrets].filter(([, secret]) => secret.length < 16 || text.includes(secret));
  expect(found.map(([name]) => name)).toEqual([]);
  expect(text).not.toMatch(/guessed-token|clientDataJSON|PRIVATE KEY|Bearer |00D\w{12}!/);
  expect(text).not.toContain(REASON);
});
