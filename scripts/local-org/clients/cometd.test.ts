/** Change events as the CometD project's own client hears them; it shares no code with the client that jsforce uses. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CometD } from 'cometd';
import type { Message } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { ADMIN, COMPANION, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

const CHANNEL = '/data/Access_Request__ChangeEvent';

adapt();
let org: TestOrg;
let token: string;

beforeAll(async () => {
  org = await startTestOrg();
  token = (await org.connect(COMPANION)).accessToken ?? '';
});
afterAll(() => org.close());

/** A client that has shaken hands. */
async function connected(authorization: string): Promise<CometD> {
  const client = new CometD();
  client.unregisterTransport('websocket');
  client.configure({
    url: `${org.url}/cometd/68.0`,
    requestHeaders: { Authorization: authorization },
    appendMessageTypeToURL: false,
  });
  await new Promise<void>((resolve, reject) => {
    client.handshake((reply) => (reply.successful ? resolve() : reject(new Error(reply.error ?? 'refused'))));
  });
  return client;
}

/** Listens from a replay id on; rejects with the reason when the subscription is refused. */
async function listen(client: CometD, replay: number) {
  const seen: Message[] = [];
  let wake = () => {};
  const onMessage = (message: Message) => {
    seen.push(message);
    wake();
  };
  await new Promise<void>((resolve, reject) => {
    client.subscribe(CHANNEL, onMessage, { ext: { replay: { [CHANNEL]: replay } } }, (reply) =>
      reply.successful ? resolve() : reject(new Error(reply.error ?? 'refused')),
    );
  });
  return async (count: number): Promise<Message[]> => {
    while (seen.length < count) await new Promise<void>((resolve) => void (wake = resolve));
    return seen;
  };
}

async function raise(key: string): Promise<string> {
  const admin = await org.user(ADMIN);
  const fields = { Support_Case_Number__c: '4711', Requested_By__c: admin.userId, Client_Key__c: key };
  const [result] = await org.engine.insert(admin, 'Access_Request__c', [fields], { allOrNone: false });
  return result?.id ?? '';
}

const ended = (client: CometD) => new Promise<void>((resolve) => client.disconnect(() => resolve()));
const idsOf = (messages: Message[]): string[] =>
  messages.flatMap(({ data }) => {
    const { payload } = data as { payload: { ChangeEventHeader: { recordIds: string[] } } };
    return payload.ChangeEventHeader.recordIds;
  });

test('hears of a change, and of what it missed when it comes back with the replay id', async () => {
  const client = await connected(`Bearer ${token}`);
  const events = await listen(client, -1);
  const first = await raise('cometd-1');
  const [heard] = await events(1);
  expect(idsOf(heard ? [heard] : [])).toEqual([first]);
  await ended(client);
  const missed = await raise('cometd-2');
  const again = await connected(`Bearer ${token}`);
  const { event } = heard?.data as { event: { replayId: number } };
  const later = await listen(again, event.replayId);
  expect(idsOf(await later(1))).toEqual([missed]);
  await ended(again);
});

test('is refused without a valid token', async () => {
  await expect(connected('Bearer nonsense')).rejects.toThrow('403::Handshake denied');
});
