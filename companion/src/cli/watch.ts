/** Follows access requests: asks again and again, and says what is another than before. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { OperatorAnswer } from '../run/operations/operation.ts';

const rows = z.array(
  z.looseObject({ id: z.string(), name: z.string(), state: z.string(), caseNumber: z.string() }),
);

export interface WatchCall {
  seconds: number;
  ask: () => Promise<OperatorAnswer>;
  /** One line for people, one value for machines. */
  tell: (line: string, value: unknown) => void;
}

/** Ends only with what `ask` throws, or with the first answer that is a refusal. */
export async function watchRequests({ seconds, ask, tell }: WatchCall): Promise<OperatorAnswer> {
  const known = new Map<string, string>();
  for (;;) {
    const answer = await ask();
    if (!answer.ok) return answer;
    for (const request of rows.parse(answer.data).reverse()) {
      const { id, name, state, caseNumber } = request;
      const before = known.get(id);
      known.set(id, state);
      if (before === state) continue;
      tell(`${name}  case ${caseNumber}: ${before ? `${before} → ` : ''}${state}`, request);
    }
    await wait(seconds * 1000);
  }
}
