/** Every failure as problem details (RFC 9457) with a code of the closed list and the next step for a person. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import { ZodError } from 'zod';
import { AppError, nextStep, type ErrorCode } from '../core/errors.ts';

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  next: string;
  instance: string;
}

/** Status and title of each code; docs/problems.md says the same at length, and a test holds both together. */
export const PROBLEMS: Record<ErrorCode, { status: number; title: string }> = {
  not_found: { status: 404, title: 'Not found' },
  origin_rejected: { status: 403, title: 'Sent from another site' },
  assertion_replayed: { status: 409, title: 'This passkey answer was used before' },
  assertion_invalid: { status: 403, title: 'The passkey answer does not verify' },
  not_eligible: { status: 403, title: 'You may not decide this request' },
  not_asked: { status: 403, title: 'You have not been asked yet' },
  not_signed_in: { status: 401, title: 'You are not signed in' },
  idp_refused: { status: 403, title: 'The company account was not accepted' },
  key_not_vouched: { status: 403, title: 'Nobody has vouched for this passkey yet' },
  invitation_invalid: { status: 410, title: 'This invitation no longer works' },
  snapshot_expired: { status: 409, title: 'The review took too long' },
  request_closed: { status: 409, title: 'The request is already settled' },
  request_expired: { status: 409, title: 'The deadline has passed' },
  request_changed: { status: 409, title: 'The request changed while you read it' },
  drill_running: { status: 409, title: 'A drill is running' },
  request_frozen: { status: 409, title: 'The request is frozen' },
  not_extendable: { status: 409, title: 'This request cannot be extended' },
  grant_stands: { status: 409, title: 'Your grant stands' },
  digest_mismatch: { status: 409, title: 'What was signed is not what was shown' },
  window_invalid: { status: 422, title: 'The bounds do not fit' },
  token_invalid: { status: 401, title: 'The token is not in force' },
  scope_missing: { status: 403, title: 'The token may not do this' },
  sender_rejected: { status: 403, title: 'The sender is not allowed' },
  key_reused: { status: 422, title: 'The key was used for another call' },
  in_progress: { status: 409, title: 'The same call is under way' },
  too_large: { status: 413, title: 'Too large' },
  malformed: { status: 400, title: 'Not understood' },
  rate_limited: { status: 429, title: 'Too many attempts' },
  org_unreachable: { status: 503, title: 'The Salesforce org is out of reach' },
  org_replaced: { status: 503, title: 'Another org answers at this address' },
  clock_offset: { status: 503, title: 'The clocks disagree' },
  configuration: { status: 500, title: 'Wrong configuration' },
  ledger_inconsistent: { status: 500, title: 'The ledger does not agree with itself' },
  unavailable: { status: 503, title: 'Out of service for a moment' },
  internal: { status: 500, title: 'Something went wrong here' },
};

const HIDDEN = 'The details are in the log of the server, under the number of this problem.';

/** The one error handler. Text of server faults goes to the log alone; the answer names the request's number. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (fault: unknown, request, response, next) => {
    const error = toAppError(fault);
    const { status } = PROBLEMS[error.code];
    const level = status >= 500 ? 'error' : 'info';
    logger[level]({ problem: error.code, requestId: request.id, err: error }, 'request refused');
    if (response.headersSent) return next(fault);
    sendProblem(request, response, error);
  };
}

function sendProblem(request: Request, response: Response, error: AppError): void {
  const { status, title } = PROBLEMS[error.code];
  const problem: Problem = {
    type: `urn:countersign:problem:${error.code}`,
    title,
    status,
    code: error.code,
    detail: status >= 500 ? HIDDEN : error.message,
    next: nextStep(error.code),
    instance: `urn:uuid:${requestNumber(request)}`,
  };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The number that the log gave the request; always a text here, wider in the types of the logger. */
function requestNumber({ id }: Request): string {
  return typeof id === 'string' ? id : '';
}

/** Answers every address that is not there, and every record a person may not see, in the same words. */
export function notFound(): AppError {
  return new AppError('not_found', 'There is nothing at this address, or it is not for you.');
}

function toAppError(fault: unknown): AppError {
  if (fault instanceof AppError) return fault;
  if (fault instanceof ZodError) {
    const places = [...new Set(fault.issues.map(({ path }) => path.join('.') || 'body'))].slice(0, 5);
    return new AppError('malformed', `These parts are missing or not as expected: ${places.join(', ')}.`);
  }
  const kind = bodyFault(fault);
  if (kind === 'entity.too.large') {
    return new AppError('too_large', 'The body is larger than what is taken here.');
  }
  if (kind !== null) return new AppError('malformed', 'The body is not JSON that can be read.');
  if (fault instanceof URIError) return new AppError('malformed', 'The address cannot be read.');
  return new AppError('internal', 'An unexpected fault.', { cause: fault });
}

/** The kind that the body parser gives its errors, when it is the sender's fault. */
function bodyFault(fault: unknown): string | null {
  if (typeof fault !== 'object' || fault === null || !('type' in fault) || !('status' in fault)) return null;
  const { type, status } = fault;
  return typeof type === 'string' && typeof status === 'number' && status < 500 ? type : null;
}
