/** Sends one command to a companion elsewhere, through its API, with a token. */
import { z } from 'zod';
import { AppError, type ErrorCode } from '../core/errors.ts';
import type { OperatorRequest } from '../run/operate.ts';
import { type OperatorAnswer, slugOf } from '../run/operations/operation.ts';

const answerShape = z.object({
  ok: z.boolean(),
  lines: z.array(z.string()),
  data: z.unknown(),
  files: z.record(z.string(), z.string()).optional(),
});
const problemShape = z.object({ code: z.string(), detail: z.string(), next: z.string() });

/** @throws AppError configuration (no token, or an address that would show it), unavailable */
export async function askApi(
  url: string,
  token: string | null,
  { command, org, ...options }: OperatorRequest,
): Promise<OperatorAnswer> {
  const address = addressOf(url, command);
  if (token === null) {
    throw new AppError('configuration', '--url needs a token in COUNTERSIGN_TOKEN.');
  }
  if (org !== undefined) {
    throw new AppError('configuration', 'With --url the token says which org it is; leave out --org.');
  }
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(options),
    redirect: 'error',
  }).catch((cause: unknown) => {
    throw new AppError('unavailable', `No companion answers at ${address.origin}.`, { cause });
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    const { data, files, ...rest } = answerShape.parse(body);
    return { ...rest, data, ...(files && { files }) };
  }
  const problem = problemShape.safeParse(body);
  if (!problem.success) throw new AppError('unavailable', `${address.origin} answered ${response.status}.`);
  const { code, detail, next } = problem.data;
  return { ok: false, lines: [detail, next], data: null, code: code as ErrorCode };
}

/** A token must not travel where others can read it. */
function addressOf(url: string, command: string): URL {
  const address = URL.parse(`/api/v1/operations/${slugOf(command)}`, url);
  const local = address?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(address.hostname);
  if (!address || (address.protocol !== 'https:' && !local)) {
    throw new AppError('configuration', '--url takes an https address, or http on localhost.');
  }
  return address;
}
