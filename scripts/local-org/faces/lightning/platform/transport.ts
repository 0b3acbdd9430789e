/** Speaks to the org's own API under the person's session, and fails as Lightning Data Service does. */
import { session } from './session.ts';

/** The shape in which Lightning Data Service hands a refused call to a component; it is not an Error there either. */
export interface FetchResponse {
  ok: false;
  status: number;
  statusText: string;
  errorType: 'fetchResponse';
  headers: Record<string, string>;
  body: unknown;
}

export interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
}

/**
 * Calls a resource below `/services/data/vNN.0`.
 * @throws FetchResponse when the org refuses; TypeError when it cannot be reached.
 */
export async function call<T>(path: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<T> {
  const response = await fetch(`/services/data/v${session().apiVersion}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answerOf<T>(response);
}

/** Reads a resource of this face itself, such as a list view. */
export async function read<T>(path: string): Promise<T> {
  return answerOf<T>(await fetch(path));
}

async function answerOf<T>(response: Response): Promise<T> {
  if (response.status === 401) location.assign('/login');
  const text = await response.text();
  const body: unknown = text ? parsed(text) : undefined;
  if (response.ok) return body as T;
  const refusal: FetchResponse = {
    ok: false,
    status: response.status,
    statusText: response.statusText,
    errorType: 'fetchResponse',
    headers: Object.fromEntries(response.headers),
    body,
  };
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- components see a plain object on the platform
  throw refusal;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
