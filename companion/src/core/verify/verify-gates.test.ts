import { expect, test } from '@jest/globals';
import { accessGates } from '../access-gates.ts';
import { policyGates } from '../policy-gates.ts';
import { GATES_OF_VERSION_2 } from './verify-gates.ts';

test('the kit asks for every gate that an evaluation has [C81 U4]', () => {
  const gates = [...accessGates, ...policyGates].map(({ name }) => name);
  expect(GATES_OF_VERSION_2).toEqual(gates);
});
