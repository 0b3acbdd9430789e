/** A contact without a browser: cookie, origin and a passkey in software, for what is measured or bent. */
import { fromHex, toBase64url } from '../companion/src/core/bytes.ts';
import {
  buildStatement,
  type Choice,
  type Snapshot,
  statementDigest,
} from '../companion/src/core/statement.ts';
import { hmac, sha256 } from '../companion/src/run/crypto.ts';
import { Authenticator } from '../companion/src/web/fixtures/authenticator.ts';

export interface ContactAnswer {
  status: number;
  body: Record<string, unknown>;
}

export class ContactClient {
  readonly origin: string;
  /** Where it connects: behind one origin there may be several companions. */
  base: string;
  /** What a proxy before it would add. */
  forwarded: Record<string, string> = {};
  readonly authenticator: Authenticator;
  #cookie = '';

  constructor(origin: string) {
    this.origin = origin;
    this.base = origin;
    this.authenticator = new Authenticator(origin);
  }

  /** `name=value` of the session; empty before the first answer that set one. */
  get cookie(): string {
    return this.#cookie;
  }

  /** @param headers stand in the place of those that a browser would send */
  async raw(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        origin: this.origin,
        ...this.forwarded,
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    this.#cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? this.#cookie;
    return response;
  }

  async send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<ContactAnswer> {
    const response = await this.raw(method, path, body === undefined ? undefined : JSON.stringify(body));
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as ContactAnswer['body']) };
  }

  /** @throws Error with the problem's text when the answer is none of success */
  async must(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await this.send(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  /** Makes a passkey by the link of an invitation, and signs in with it. */
  async enrol(invitation: string): Promise<void> {
    const path = `/api/invitations/${new URL(invitation).pathname.split('/').at(-1) ?? ''}`;
    const { challenge } = await this.must('POST', `${path}/options`);
    await this.must('POST', `${path}/verify`, this.authenticator.register(String(challenge)));
    await this.signIn();
  }

  async signIn(): Promise<void> {
    const { challenge } = await this.must('POST', '/api/sign-in/options');
    await this.must('POST', '/api/sign-in/verify', this.authenticator.assert(String(challenge)));
  }

  async start(org: string, request: string): Promise<Snapshot> {
    const { snapshot } = await this.must('POST', `/api/requests/${org}/${request}/start`, {
      locale: 'en-US',
    });
    return snapshot as Snapshot;
  }

  /** What the page sends for this choice, signed. */
  async signed(snapshot: Snapshot, choice: Choice): Promise<Record<string, unknown>> {
    const digest = await statementDigest(sha256, await buildStatement(snapshot, choice, hmac));
    const assertion = this.authenticator.assert(toBase64url(fromHex(digest)));
    return { nonce: snapshot.base.nonce, ...choice, digest, assertion };
  }
}
