/** What a refusal is: a problem that says what to do next, and nothing changed in ledger, org and mailbox. */
import { expect } from '@jest/globals';
import { type ErrorCode, nextStep } from '../companion/src/core/errors.ts';
import type { Scene } from './scene.ts';

/** The ledger's size, every mail, and every field of every row of ours. */
async function whatStands(scene: Scene): Promise<unknown> {
  const { world } = scene;
  const { lines } = await world.companion.operate({ command: 'doctor' });
  const ledger = lines.filter((line) => /\d+ entries agree/.test(line));
  const answer = await fetch(`${world.mailbox.url}/messages`);
  const mails = (await answer.json()) as unknown[];
  const { objects } = world.org.engine.metadata;
  const tables = await Promise.all(
    [...objects.values()]
      .filter(({ name }) => name.endsWith('__c'))
      .map(({ name, fields }) => {
        const names = [...fields.values()].map((field) => field.name);
        return scene.rows(`SELECT ${names.join(', ')} FROM ${name} ORDER BY Id`);
      }),
  );
  if (ledger.length === 0 || mails.length === 0 || tables.flat().length === 0) {
    throw new Error('There is nothing that could change');
  }
  return { ledger, mails, tables };
}

/** Sends, and expects the problem of this code and the world as it was before. */
export async function expectRefusal(
  scene: Scene,
  send: () => Promise<Response>,
  { status, code }: { status: number; code: ErrorCode },
): Promise<void> {
  await scene.world.settle();
  const before = await whatStands(scene);
  const response = await send();
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect({ http: response.status, ...((await response.json()) as object) }).toEqual({
    http: status,
    type: `urn:countersign:problem:${code}`,
    title: expect.stringMatching(/./),
    status,
    code,
    detail: expect.stringMatching(/./),
    next: nextStep(code),
    instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
  });
  await scene.world.settle();
  expect(await whatStands(scene)).toEqual(before);
}
