/**
 * One authorized connection to one org. jsforce does the transport, the token and the repetition after a 401; this file
 * gives every answer back with its status and headers, so that callers judge answers instead of catching exceptions,
 * and turns all that goes wrong on the way into the product's own errors.
 */
import { Connection } from 'jsforce/lib/connection.js';
import { HttpApi } from 'jsforce/lib/http-api.js';
import { setDefaults } from 'jsforce/lib/request.js';
import type { HttpMethods, HttpResponse, Schema } from 'jsforce/lib/types/index.js';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { signAssertion } from './jwt.ts';

/** jsforce's own default is 50.0. */
export const API_VERSION = '68.0';

/** jsforce waits half an hour by default; the longest answer of an org to one of our calls takes seconds. */
const TIMEOUT_MILLISECONDS = 60_000;

// Login calls take only the module-wide defaults of jsforce. Naming them all also keeps it from reading a proxy out of
// the environment behind our back: a proxy is configuration, and a local org must never be asked through one.
setDefaults({ timeout: TIMEOUT_MILLISECONDS, followRedirect: true });

export interface OrgAddress {
  loginUrl: string;
  /** `aud` of the assertion; the login address when absent. */
  audience?: string;
  clientId: string;
  username: string;
  /** PEM of the RSA key. */
  privateKey: string;
  version: '68.0';
  /** The id this connection is pinned to, as stored at its first use; absent = take the first answer. */
  orgId?: string;
  httpProxy?: string;
}

export interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the instance's address, e.g. `/services/data/v68.0/limits`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is; names its own content type in `headers`. */
  bytes?: Uint8Array;
}

export interface Answer {
  status: number;
  body: unknown;
  headers: Readonly<Record<string, string>>;
  /** By our clock, around the attempt that was answered. */
  sentAt: Temporal.Instant;
  receivedAt: Temporal.Instant;
}

export interface Usage {
  used: number;
  max: number;
}

export interface Session {
  readonly orgId: string;
  /** The integration user this session belongs to. */
  readonly userId: string;
  readonly instanceUrl: string;
  readonly connection: Connection;
  now(): Temporal.Instant;
  /** @throws AppError org_unreachable, org_replaced, rate_limited, configuration */
  request(call: Call): Promise<Answer>;
  /** Signs in anew, for what keeps a token of its own (push). @throws AppError as `request` */
  renew(): Promise<void>;
  /** API calls of the last 24 hours as the org last told them; null before the first answer. */
  usage(): Usage | null;
}

type Clock = () => Temporal.Instant;

/** Gives answers instead of bodies, and lets one token be renewed once: a second 401 in a row is an answer. */
class AnsweringApi extends HttpApi<Schema> {
  readonly #now: Clock;
  #renewed = false;
  #sentAt: Temporal.Instant;

  constructor(connection: Connection, now: Clock, httpProxy: string | undefined) {
    super(connection, {
      timeout: TIMEOUT_MILLISECONDS,
      httpProxy,
      retry: { maxRetries: 1, minTimeout: 200 },
    });
    this.#now = now;
    this.#sentAt = now();
  }
  override beforeSend(request: Parameters<HttpApi<Schema>['beforeSend']>[0]): void {
    super.beforeSend(request);
    this.#sentAt = this.#now();
  }
  override isSessionExpired(response: HttpResponse): boolean {
    if (this.#renewed || !super.isSessionExpired(response)) return false;
    this.#renewed = true;
    return true;
  }
  override isErrorResponse(): boolean {
    return false;
  }
  override async getResponseBody(response: HttpResponse): Promise<Answer> {
    const body: unknown = response.body === '' ? null : await this.parseResponseBody(response);
    return {
      status: response.statusCode,
      headers: response.headers,
      body,
      sentAt: this.#sentAt,
      receivedAt: this.#now(),
    };
  }
}

const problemList = z.array(z.object({ errorCode: z.string(), message: z.string() })).min(1);

/** The org's first complaint in an error answer, or its status when the body is none of Salesforce's. */
export const complaint = (
  answer: Pick<Answer, 'status' | 'body'>,
): { errorCode: string; message: string } => {
  const problems = problemList.safeParse(answer.body);
  if (problems.success && problems.data[0]) return problems.data[0];
  return { errorCode: `HTTP_${answer.status}`, message: `the org answered with status ${answer.status}` };
};

const refuseOutage = (answer: Answer): Answer => {
  const { errorCode, message } = answer.status < 400 ? { errorCode: '', message: '' } : complaint(answer);
  if (errorCode === 'REQUEST_LIMIT_EXCEEDED') throw new AppError('rate_limited', message);
  if (answer.status === 401) throw new AppError('configuration', `The org refuses the session: ${message}`);
  if (answer.status === 420 || answer.status >= 500) {
    throw new AppError('org_unreachable', `The org cannot answer now: ${message}`, {
      details: { errorCode },
    });
  }
  return answer;
};

const readUsage = (header: string | undefined): Usage | null => {
  const match = /api-usage=(\d+)\/(\d+)/.exec(header ?? '');
  return match ? { used: Number(match[1]), max: Number(match[2]) } : null;
};

/** OAuth names its refusals (`invalid_grant`); everything else that a login throws is the network's. */
const loginError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const refusal = error instanceof Error && /^[a-z_]+$/.test(error.name) ? error : null;
  return refusal
    ? new AppError('configuration', `The org refuses the login: ${refusal.name}: ${refusal.message}`, {
        cause: error,
      })
    : new AppError('org_unreachable', 'The org cannot be reached for the login.', { cause: error });
};

class PinnedSession implements Session {
  readonly connection: Connection;
  readonly now: Clock;
  readonly #address: OrgAddress;
  #pinned: string | undefined;
  #refusal: AppError | null = null;
  #usage: Usage | null = null;

  constructor(address: OrgAddress, now: Clock) {
    this.#address = address;
    this.#pinned = address.orgId;
    this.now = now;
    this.connection = new Connection({
      oauth2: {
        loginUrl: address.loginUrl,
        clientId: address.clientId,
        ...(address.httpProxy === undefined ? {} : { httpProxy: address.httpProxy }),
      },
      version: address.version,
      refreshFn: (connection, callback) => {
        const done = callback as (error: Error | null, token?: string) => void;
        this.renew().then(
          () => done(null, connection.accessToken ?? ''),
          (error: unknown) => done(loginError(error)),
        );
      },
    });
  }
  get orgId(): string {
    return this.#pinned ?? '';
  }
  get userId(): string {
    return this.connection.userInfo?.id ?? '';
  }
  get instanceUrl(): string {
    return this.connection.instanceUrl;
  }
  usage(): Usage | null {
    return this.#usage;
  }

  async renew(): Promise<void> {
    try {
      await this.#authorize();
      this.#refusal = null;
    } catch (error) {
      this.#refusal = loginError(error);
      throw this.#refusal;
    }
  }

  async #authorize(): Promise<void> {
    const { loginUrl, audience = loginUrl, clientId, username, privateKey } = this.#address;
    const user = await this.connection.authorize({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: signAssertion({ clientId, username, audience }, privateKey, this.now()),
    });
    this.#pinned ??= user.organizationId;
    if (user.organizationId !== this.#pinned) {
      this.connection.accessToken = null;
      throw new AppError(
        'org_replaced',
        'Another org answers at the address of the one this connection is pinned to.',
        {
          details: { expected: this.#pinned, found: user.organizationId },
        },
      );
    }
  }

  async request(call: Call): Promise<Answer> {
    const answer = await this.#send(call);
    this.#usage = readUsage(answer.headers['sforce-limit-info']) ?? this.#usage;
    return refuseOutage(answer);
  }

  async #send({ method, path, headers = {}, body, bytes }: Call): Promise<Answer> {
    const content = bytes ? Buffer.from(bytes) : body === undefined ? undefined : JSON.stringify(body);
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      // A connection that was refused as replaced has no token left and is asked to prove itself again first.
      if (!this.connection.accessToken) await this.renew();
      return await new AnsweringApi(this.connection, this.now, this.#address.httpProxy).request<Answer>({
        method: method satisfies HttpMethods,
        url: this.instanceUrl + path,
        headers: { ...type, ...headers },
        ...(content === undefined ? {} : { body: content }),
      });
    } catch (error) {
      if (this.#refusal) throw this.#refusal;
      throw new AppError('org_unreachable', 'The org cannot be reached.', { cause: error });
    }
  }
}

/**
 * Opens a session by the JWT bearer flow and proves that it reaches the expected org.
 * @param now our clock; the assertion's expiry and the measure of the org's clock are taken from it
 * @throws AppError configuration (login refused), org_replaced, org_unreachable
 */
export const openSession = async (address: OrgAddress, now: Clock): Promise<Session> => {
  const session = new PinnedSession(address, now);
  await session.renew();
  return session;
};
