/** Handlers know nothing of the HTTP framework: they take a plain request and give a plain answer. */
import type { Engine, SessionType, UserContext } from '../state/engine.ts';

export interface Session {
  user: UserContext;
  /** Access token, as in `Authorization: Bearer`. */
  token: string;
  /** Id of the AuthSession row. */
  id: string;
  type: SessionType;
  /** What an app was allowed, parted by spaces; null = no app stands between. */
  scopes: string | null;
}

/** A request whose sender may be unknown. */
export interface PublicRequest {
  method: string;
  /** Path without query, slashes collapsed. */
  path: string;
  /** Named parts of the pattern, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string | undefined>;
  /** Parsed JSON or form fields; undefined when there is no body or it is of another type. */
  body: unknown;
  raw: Uint8Array;
  /** The bytes of an upload as they come; `raw` is empty then. */
  stream?: AsyncIterable<Uint8Array>;
  /** `http://localhost:PORT`. */
  baseUrl: string;
  /** API version of the path (`68.0`), or the newest. */
  version: string;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
  session: Session | undefined;
}

/** A request with a valid session. */
export interface ApiRequest extends PublicRequest {
  session: Session;
}

/** A body that is written already, in UTF-8 and pieces; within a larger one it is read again. */
export class JsonBytes {
  readonly pieces: readonly Uint8Array[];

  constructor(pieces: readonly Uint8Array[]) {
    this.pieces = pieces;
  }

  toJSON(): unknown {
    return JSON.parse(Buffer.concat(this.pieces).toString());
  }
}

export interface ApiResponse {
  status: number;
  /** JSON unless `content-type` says otherwise, then a string, bytes or text in pieces. Absent = empty answer. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Fault injection: the connection ends after so many bytes of the body; null = without any answer. */
  cut?: { after: number | null };
  /** Fault injection: the `Date` header is off by so many seconds. */
  skewSeconds?: number;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD';
export type Handler = (org: Engine, request: ApiRequest) => Promise<ApiResponse>;
export type PublicHandler = (org: Engine, request: PublicRequest) => Promise<ApiResponse>;

/** A resource below `/services/data/vNN.0`; always with a session. */
export interface Route {
  method: Method;
  /** e.g. `/sobjects/:object/describe`; `*rest` takes all further segments. */
  pattern: string;
  handle: Handler;
}

/** A resource with its own absolute path. `page` = without a session the person is sent to `/login`. */
export type AbsoluteRoute = { method: Method; pattern: string } & (
  { access: 'public'; handle: PublicHandler } | { access: 'session' | 'page'; handle: Handler }
);
