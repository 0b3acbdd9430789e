import { afterEach, describe, expect, test } from '@jest/globals';
import {
  privateKey,
  type ScriptedAnswer,
  type ScriptedRequest,
  type ScriptedServer,
  startScriptedServer,
  token,
  USER_ID,
} from './fixtures/scripted-server.ts';
import { classify, type ChangeHint, type PushSubscription, subscribe } from './push.ts';
import { openSession } from './session.ts';

const CHANNEL = '/data/Access_Request__ChangeEvent';

interface Message {
  id?: string;
  channel: string;
  subscription?: string;
  ext?: { replay?: Record<string, number> };
}

/** A Bayeux server of one channel: the test says what it answers to a subscription and which events it delivers. */
class Bayeux {
  subscriptions: Message[] = [];
  refuse: (attempt: number) => string | null = () => null;
  /** What the org answers instead of the protocol; null = nothing out of order. */
  instead: (messages: Message[]) => ScriptedAnswer | null = () => null;
  #clients = 0;
  #leave: () => void = () => undefined;
  #release: ((events: unknown[]) => void) | null = null;
  #waiting: unknown[] = [];

  /** Until every client that shook hands has said goodbye. */
  async empty(): Promise<void> {
    while (this.#clients > 0) await new Promise<void>((resolve) => (this.#leave = resolve));
  }
  deliver(header: Record<string, unknown>, replayId: number): void {
    const ChangeEventHeader = {
      entityName: 'Access_Request__c',
      recordIds: ['a01000000000001AAA'],
      changeType: 'UPDATE',
      commitUser: '005000000000009AAA',
      ...header,
    };
    this.#waiting.push({ channel: CHANNEL, data: { event: { replayId }, payload: { ChangeEventHeader } } });
    this.#flush();
  }
  async answer(messages: Message[]): Promise<unknown[]> {
    const replies: unknown[] = [];
    for (const message of messages) replies.push(...(await this.#one(message, messages.length > 1)));
    return replies;
  }
  stop(): void {
    this.#release?.([]);
  }
  #flush(): void {
    if (!this.#release) return;
    const events = this.#waiting;
    this.#waiting = [];
    this.#release(events);
    this.#release = null;
  }
  async #one({ id, channel, subscription, ext }: Message, together: boolean): Promise<unknown[]> {
    const reply = { id, channel, successful: true, clientId: 'client' };
    if (channel === '/meta/handshake') {
      this.#clients += 1;
      return [
        {
          ...reply,
          version: '1.0',
          supportedConnectionTypes: ['long-polling'],
          advice: { reconnect: 'retry', interval: 0, timeout: 110000 },
        },
      ];
    }
    if (channel === '/meta/subscribe') {
      this.subscriptions.push({
        channel,
        ...(subscription ? { subscription } : {}),
        ...(ext ? { ext } : {}),
      });
      const error = this.refuse(this.subscriptions.length);
      return [
        error === null ? { ...reply, subscription } : { ...reply, subscription, successful: false, error },
      ];
    }
    if (channel === '/meta/disconnect') {
      this.#clients -= 1;
      this.stop();
      this.#leave();
    }
    if (channel !== '/meta/connect' || together) return [reply];
    const events = await new Promise<unknown[]>((resolve) => {
      this.#release = resolve;
      if (this.#waiting.length > 0) this.#flush();
    });
    return [...events, reply];
  }
}

class Heard {
  hints: ChangeHint[] = [];
  rereads: string[] = [];
  states: { up: boolean; reason: string }[] = [];
  #woken: (() => void)[] = [];
  changed = (hint: ChangeHint) => this.#note(() => this.hints.push(hint));
  reread = (reason: string) => this.#note(() => this.rereads.push(reason));
  status = (up: boolean, reason: string) => this.#note(() => this.states.push({ up, reason }));
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#woken.push(resolve));
  }
  #note(add: () => void): void {
    add();
    for (const wake of this.#woken.splice(0)) wake();
  }
}

let server: ScriptedServer;
let push: PushSubscription | undefined;
let bayeux: Bayeux;
let logins = 0;

const start = async (prepare: (bayeux: Bayeux) => void = () => undefined) => {
  bayeux = new Bayeux();
  logins = 0;
  prepare(bayeux);
  server = await startScriptedServer(async (request: ScriptedRequest, url): Promise<ScriptedAnswer> => {
    if (request.url.pathname === '/services/oauth2/token')
      return token(url, undefined, `token${(logins += 1)}`);
    if (request.method !== 'POST') return { status: 400 };
    const messages = JSON.parse(request.body) as Message[];
    return bayeux.instead(messages) ?? { body: await bayeux.answer(messages) };
  });
  const session = await openSession(
    {
      loginUrl: server.url,
      clientId: 'client',
      username: 'companion@bank.example',
      privateKey,
      version: '68.0',
    },
    () => Temporal.Now.instant(),
  );
  const heard = new Heard();
  push = await subscribe(session, ['Access_Request__c'], heard);
  return heard;
};

afterEach(async () => {
  push?.close();
  await bayeux.empty();
  bayeux.stop();
  await server.close();
});

describe('change events', () => {
  test('tell which rows changed, after a first full re-read', async () => {
    const heard = await start();
    expect(heard.states).toEqual([{ up: true, reason: 'change events arrive' }]);
    expect(heard.rereads).toHaveLength(1);
    bayeux.deliver({}, 7);
    await heard.until(() => heard.hints.length > 0);
    expect(heard.hints).toEqual([
      { entity: 'Access_Request__c', recordIds: ['a01000000000001AAA'], commitUser: '005000000000009AAA' },
    ]);
  });

  test('leave out the companion’s own changes', async () => {
    const heard = await start();
    bayeux.deliver({ commitUser: USER_ID.slice(0, 15) }, 7);
    bayeux.deliver({ recordIds: ['a01000000000002AAA'] }, 8);
    await heard.until(() => heard.hints.length > 0);
    expect(heard.hints.map(({ recordIds }) => recordIds)).toEqual([['a01000000000002AAA']]);
  });

  test.each(['GAP_UPDATE', 'GAP_OVERFLOW'])('ask for a full re-read at %s', async (changeType) => {
    const heard = await start();
    bayeux.deliver({ changeType }, 7);
    await heard.until(() => heard.rereads.length > 1);
    expect(heard.rereads[1]).toContain(changeType);
    expect(heard.hints).toEqual([]);
  });

  test('begin with the newest, and after a refused position read everything again and begin anew', async () => {
    const heard = await start((org) => {
      org.refuse = (attempt) => (attempt === 1 ? '400::The replayId {7} you provided was invalid.' : null);
    });
    expect(heard.states.at(-1)).toMatchObject({ up: false });
    await heard.until(() => heard.states.at(-1)?.up === true);
    expect(heard.rereads[0]).toContain('no longer knows');
    expect(bayeux.subscriptions.map(({ ext }) => ext?.replay)).toEqual([
      { [CHANNEL]: -1 },
      { [CHANNEL]: -1 },
    ]);
  });

  test('sign in anew when the session has ended', async () => {
    const heard = await start((org) => {
      org.refuse = (attempt) => (attempt === 1 ? '401::Authentication invalid' : null);
    });
    await heard.until(() => heard.states.at(-1)?.up === true);
    expect(logins).toBe(2);
    expect(server.requests.at(-1)?.headers.authorization).toBe('OAuth token2');
  });

  test.each([
    ['an error of another API', 500, [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'Out of order' }], 1],
    [
      'an ended session',
      401,
      [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
      2,
    ],
    ['what nobody knows', 502, { gateway: 'busy' }, 1],
  ])('come again after %s in place of an answer', async (_title, status, body, signIns) => {
    let answers = 0;
    const heard = await start((org) => {
      org.instead = (messages) =>
        messages.some(({ channel }) => channel === '/meta/subscribe') && (answers += 1) === 1
          ? { status, body }
          : null;
    });
    await heard.until(() => heard.states.at(-1)?.up === true);
    expect(heard.states[0]?.up).toBe(false);
    expect(logins).toBe(signIns);
  });

  test('that the org refuses are told with its reason', async () => {
    const heard = await start((org) => {
      org.refuse = () => '403::denied_by_security_policy:create_denied';
    });
    expect(heard.states).toEqual([{ up: false, reason: '403::denied_by_security_policy:create_denied' }]);
  });
});

test.each([
  ['401::Authentication invalid', 'session'],
  ['400::The replayId {1} you provided was invalid.', 'replay'],
  ['403::denied_by_security_policy:create_denied', 'denied'],
  ['404::The channel does not exist', 'denied'],
  ['503::Server is too busy', 'outage'],
  ['403::Unknown client', 'outage'],
])('the refusal %s is one of kind %s', (reason, kind) => {
  expect(classify(reason)).toBe(kind);
});
