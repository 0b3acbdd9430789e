/** Requests that faults meet: refused, delayed, lost on the way in or out, or answered at a wrong time of day. */
import type { Credentials, Dispatch } from '../api/dispatch.ts';
import type { ApiResponse } from '../api/route.ts';
import type { Engine } from '../state/engine.ts';
import type { RequestFault } from './format.ts';
import type { Faults } from './registry.ts';

type Request = Parameters<Dispatch>[0];

/** Where clients talk to the org; its pages and the simulator stay usable whatever is out of order. */
const API = /^\/(services|cometd)(\/|$)/;

/** The same org, with faults between it and its clients. */
export function withFaults(dispatch: Dispatch, engine: Engine, faults: Faults): Dispatch {
  return async (request, credentials) => {
    if (!API.test(request.path)) return dispatch(request, credentials);
    const username = usernameOf(engine, credentials);
    const met = await faults.meet((fault) => covers(fault, request, username));
    return met.length === 0 ? dispatch(request, credentials) : disturbed(dispatch, request, credentials, met);
  };
}

async function disturbed(
  dispatch: Dispatch,
  request: Request,
  credentials: Credentials | null,
  met: readonly RequestFault[],
): Promise<ApiResponse> {
  let done = (given: Credentials | null) => dispatch(request, given);
  let alter = (answer: ApiResponse): ApiResponse => answer;
  let token = credentials;
  for (const fault of met) {
    const before = alter;
    switch (fault.kind) {
      case 'slow':
        await wait(fault.milliseconds, request.signal);
        break;
      case 'session-expired':
        // Each face then says in its own words that there is no session.
        token = null;
        break;
      case 'drop':
        if (fault.when === 'before') done = () => Promise.resolve({ status: 500, cut: { after: null } });
        else alter = (answer) => ({ ...before(answer), cut: { after: null } });
        break;
      case 'truncate':
        alter = (answer) => ({ ...before(answer), cut: { after: fault.bytes } });
        break;
      case 'clock-skew':
        alter = (answer) => ({ ...before(answer), skewSeconds: fault.seconds });
        break;
      case 'request-limit':
      case 'too-many-requests':
      case 'unavailable':
        done = () => Promise.resolve(refusal(fault));
        break;
    }
  }
  const answer = alter(await done(token));
  // How long it is cannot be promised before it is there.
  return answer.cut && isPieces(answer.body)
    ? { ...answer, body: (await Array.fromAsync(answer.body)).join('') }
    : answer;
}

type Refusing = Extract<RequestFault, { kind: 'request-limit' | 'too-many-requests' | 'unavailable' }>;

const REFUSALS: Readonly<Record<Refusing['kind'], { status: number; errorCode: string; message: string }>> = {
  'request-limit': {
    status: 403,
    errorCode: 'REQUEST_LIMIT_EXCEEDED',
    message: 'TotalRequests Limit exceeded.',
  },
  'too-many-requests': {
    status: 429,
    errorCode: 'REQUEST_LIMIT_EXCEEDED',
    message: 'Too many requests. Send the request again later.',
  },
  unavailable: {
    status: 503,
    errorCode: 'SERVER_UNAVAILABLE',
    message: 'The server is busy or not available. Send the request again later.',
  },
};

function refusal(fault: Refusing): ApiResponse {
  const { status, ...body } = REFUSALS[fault.kind];
  const seconds = 'retryAfter' in fault ? fault.retryAfter : undefined;
  return {
    status,
    body: [body],
    ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }),
  };
}

function usernameOf(engine: Engine, credentials: Credentials | null): () => Promise<string | undefined> {
  let asked: Promise<string | undefined> | undefined;
  const read = async () => {
    const session = credentials && (await engine.sessions.find(credentials.token));
    return session ? (await engine.userContext(session.userId)).username : undefined;
  };
  return () => (asked ??= read());
}

async function covers(
  { path, method, user }: RequestFault,
  request: Request,
  username: () => Promise<string | undefined>,
): Promise<boolean> {
  if (method !== undefined && method !== request.method) return false;
  if (path !== undefined && !patternOf(path).test(request.path)) return false;
  return user === undefined || (await username())?.toLowerCase() === user.toLowerCase();
}

/** `*` within a part, `**` over parts, everything else as it stands; without case, as the router does. */
function patternOf(path: string): RegExp {
  const parts = path.split(/(\*{1,2})/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'i');
}

function isPieces(body: unknown): body is AsyncIterable<string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
