import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { toBase64url } from './bytes.ts';
import { checkOpenings, commit, commitmentOf, commitmentsIn, type Opening } from './commitments.ts';

const hmac = (key: Uint8Array, bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHmac('sha256', key).update(bytes).digest()));
const salt = (byte: number) => new Uint8Array(32).fill(byte);
const opening: Opening = { path: 'User/1/Name', value: 'Anke Petersen', salt: toBase64url(salt(7)) };

describe('a commitment', () => {
  test('is HMAC-SHA-256 over path, a zero byte and value, under the salt [U23]', async () => {
    const expected = createHmac('sha256', salt(7)).update('User/1/Name\0Anke Petersen').digest('hex');
    expect(await commitmentOf(hmac, opening)).toEqual({ commitment: expected });
  });

  test('differs by path, value and salt, and by where one ends and the other begins [U23]', async () => {
    const all = await Promise.all([
      commit(hmac, salt(1), 'a', 'bc'),
      commit(hmac, salt(2), 'a', 'bc'),
      commit(hmac, salt(1), 'ab', 'c'),
      commit(hmac, salt(1), 'a', 'bd'),
    ]);
    expect(new Set(all.map(({ commitment }) => commitment)).size).toBe(4);
  });

  test('refuses a salt that could be guessed', async () => {
    await expect(commit(hmac, new Uint8Array(16), 'a', 'b')).rejects.toThrow(RangeError);
  });
});

describe('openings', () => {
  test('are told apart: opened, withheld, and foreign [U23]', async () => {
    const named = await commitmentOf(hmac, opening);
    const other = await commit(hmac, salt(9), 'User/2/Name', 'Ole Brandt');
    const object = {
      type: 'x',
      target: { id: '1', name: named },
      list: [other, { deep: [named] }],
      plain: 'text',
    };
    const forged = { ...opening, value: 'Somebody Else' };
    const { opened, withheld, foreign } = await checkOpenings(hmac, object, [opening, forged]);
    expect([...opened.keys()]).toEqual([named.commitment]);
    expect(withheld).toEqual([other.commitment]);
    expect(foreign).toEqual([forged]);
    expect(commitmentsIn(object)).toEqual([named.commitment, other.commitment, named.commitment]);
  });
});
