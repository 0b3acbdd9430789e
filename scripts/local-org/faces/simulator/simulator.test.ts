/** The simulator over HTTP: which logins it permits, and the traces each of them leaves in the org. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NOON, SampleOrg } from '../sample-org.ts';

let sample: SampleOrg;

beforeAll(async () => {
  sample = await SampleOrg.open();
});
afterAll(() => sample.close());

describe('the simulator', () => {
  const grant = (username: string, to: string, duration: string) =>
    sample.simulate('grant', { username, to, duration });

  test('Support cannot log in without a live grant, and nothing is written', async () => {
    const before = await sample.lastRow();
    const answer = await sample.post('/simulator/login', {
      as: 'bert@test.example',
      actor: 'support',
      shape: 'granting',
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject([{ errorCode: 'LOGIN_ACCESS_NOT_GRANTED' }]);
    expect(await sample.lastRow()).toEqual(before);
  });

  test('a login by Support leaves an audit row and a session without a login type, and a logout ends both', async () => {
    await grant('bert@test.example', 'salesforce', '1 day');
    const { loginId } = await sample.simulate('login', {
      ...{
        as: 'bert@test.example',
        actor: 'support',
        actorName: 'Sam',
        actorUsername: 'sam@support.example',
      },
      shape: 'granting',
    });
    expect(await sample.lastRow()).toMatchObject({
      ...{
        Action: 'suloginaccessused',
        Section: 'Manage Users',
        Display: 'Logged in using Login-As access for Bert Berlin',
      },
      ...{ CreatedById: await sample.userId('bert@test.example'), DelegateUser: 'sam@support.example' },
    });
    const session = `SELECT UsersId, SessionType, LoginType, LoginHistoryId, LogoutUrl FROM AuthSession WHERE Id = '${loginId}'`;
    expect((await sample.rows(session))[0]).toMatchObject({
      ...{ UsersId: await sample.userId('bert@test.example'), SessionType: 'SubstituteUser' },
      ...{ LoginType: null, LoginHistoryId: null, LogoutUrl: null },
    });
    await sample.simulate('logout', { loginId });
    expect(await sample.lastRow()).toMatchObject({
      Action: 'suLogout',
      Display: 'Logged out using Login-As access for Bert Berlin',
    });
    expect(await sample.rows(session)).toEqual([]);
    expect((await sample.post('/simulator/logout', { loginId })).status).toBe(404);
  });

  test('in the other form the creator is the actor, who has no user here', async () => {
    const { loginId } = await sample.simulate('login', {
      as: 'bert@test.example',
      actor: 'support',
      shape: 'delegate',
    });
    expect(await sample.lastRow()).toMatchObject({
      Action: 'suloginaccessused',
      CreatedById: null,
      DelegateUser: null,
    });
    await sample.simulate('logout', { loginId });
  });

  test('a publisher needs a grant of its own', async () => {
    const order = { as: 'bert@test.example', actor: 'publisher', shape: 'granting' };
    expect((await sample.post('/simulator/login', order)).status).toBe(403);
    await grant('bert@test.example', 'publisher', '3 days');
    const { loginId } = await sample.simulate('login', order);
    expect(await sample.lastRow()).toMatchObject({
      Action: 'suloginaccessused',
      DelegateUser: 'lma.support@docuwerk.example',
    });
    await sample.simulate('logout', { loginId });
  });

  test('an own administrator needs no grant and writes rows of his own kind; others are no administrators', async () => {
    const order = { as: 'hoku@test.example', actor: 'admin', shape: 'delegate' };
    const { loginId } = await sample.simulate('login', { ...order, actorUsername: 'ada@test.example' });
    expect(await sample.lastRow()).toMatchObject({
      Action: 'suOrgAdminLogin',
      CreatedById: await sample.userId('ada@test.example'),
      DelegateUser: null,
    });
    await sample.simulate('logout', { loginId });
    expect(await sample.lastRow()).toMatchObject({ Action: 'suOrgAdminLogout' });
    expect(
      (await sample.post('/simulator/login', { ...order, actorUsername: 'bert@test.example' })).status,
    ).toBe(403);
    expect((await sample.post('/simulator/login', order)).status).toBe(400);
  });

  test('the login log has a row with the case only while the org has the licence', async () => {
    const { id: caseId } = await sample.simulate('case');
    expect(caseId).toMatch(/^500HxA\w{12}$/);
    const order = { as: 'bert@test.example', actor: 'support', caseId, shape: 'granting' };
    const log = () => sample.rows('SELECT CaseIdentifier, OperationType FROM SalesforceLoginAsEventLog');
    await sample.simulate('logout', { loginId: (await sample.simulate('login', order))['loginId'] });
    await sample.simulate('licence', { eventLog: true });
    expect(await log()).toEqual([]);
    await sample.simulate('logout', { loginId: (await sample.simulate('login', order))['loginId'] });
    expect((await log()).map(({ CaseIdentifier, OperationType }) => [CaseIdentifier, OperationType])).toEqual(
      [
        [caseId, 'Login'],
        [caseId, 'Logout'],
      ],
    );
    await sample.simulate('licence', { eventLog: false });
  });

  test("a grant ends with its last day in the user's own time zone", async () => {
    await grant('hoku@test.example', 'salesforce', '1 day');
    const order = { as: 'hoku@test.example', actor: 'support', shape: 'granting' };
    // The last day is 22 November in Honolulu, ten hours behind UTC.
    expect(await sample.simulate('clock', { set: '2026-11-23T09:59:00Z' })).toMatchObject({
      now: '2026-11-23T09:59:00Z',
    });
    await sample.simulate('logout', { loginId: (await sample.simulate('login', order))['loginId'] });
    await sample.simulate('clock', { advance: 'PT1M59.9996S' });
    await sample.simulate('clock', { advance: 'PT0.0009S' });
    expect((await sample.post('/simulator/login', order)).status).toBe(403);
    await sample.simulate('clock', { set: NOON.toString() });
  });

  test.each([
    ['login', { as: 'bert@test.example', actor: 'martian' }],
    ['login', { as: 'nobody@test.example', actor: 'support' }],
    ['grant', { username: 'bert@test.example', to: 'salesforce', duration: '2 days' }],
    ['clock', { advance: 'soon' }],
    ['licence', { eventLog: 'yes' }],
  ])("a malformed %s order is refused in the platform's error shape: %j", async (command, body) => {
    const answer = await sample.post(`/simulator/${command}`, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject([{ errorCode: 'INVALID_INPUT' }]);
  });

  test('takes no order from a page of another origin', async () => {
    const answer = await sample.post(
      '/simulator/licence',
      { eventLog: true },
      { origin: 'https://evil.example' },
    );
    expect(answer.status).toBe(403);
    expect(sample.org.engine.switches.eventLogLicence).toBe(false);
  });

  test('push can be turned off and on', async () => {
    expect(await sample.simulate('push', { on: false })).toEqual({ on: false });
    expect(sample.org.engine.switches.push).toBe(false);
    await sample.simulate('push', { on: true });
  });

  test('its page names the people, who is logged in and what was written, and escapes what it shows', async () => {
    const { loginId } = await sample.simulate('login', {
      as: 'bert@test.example',
      actor: 'support',
      actorName: '<b>Sam</b>',
      shape: 'granting',
    });
    const page = await (await fetch(`${sample.org.url}/simulator`)).text();
    expect(page).toContain('Bert Berlin');
    expect(page).toContain('&lt;b&gt;Sam&lt;/b&gt;');
    expect(page).toContain('Logged in using Login-As access for Bert Berlin');
    await sample.simulate('logout', { loginId });
    const style = await fetch(`${sample.org.url}/assets/slds.css`);
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });
});
