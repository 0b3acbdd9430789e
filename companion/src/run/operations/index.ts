/** All that an operator can ask for, in the order in which the help lists it. How to add one: see operation.ts. */
import { doctor } from './doctor.ts';
import { modeSet } from './mode-set.ts';
import type { Operation } from './operation.ts';
import { policySimulate } from './policy-simulate.ts';
import { report } from './report.ts';
import { rosterSeal } from './roster-seal.ts';
import { tokensList } from './tokens-list.ts';
import { tokensMake } from './tokens-make.ts';
import { tokensRevoke } from './tokens-revoke.ts';

export const OPERATIONS: readonly Operation[] = [
  doctor,
  rosterSeal,
  modeSet,
  policySimulate,
  report,
  tokensMake,
  tokensList,
  tokensRevoke,
];
