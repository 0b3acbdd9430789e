/** All that an operator can ask for, in the order in which the help lists it. How to add one: see operation.ts. */
import { deliveries } from './deliveries.ts';
import { doctor } from './doctor.ts';
import { drillList } from './drill-list.ts';
import { drillShow } from './drill-show.ts';
import { drillStart } from './drill-start.ts';
import { drillStop } from './drill-stop.ts';
import { findings } from './findings.ts';
import { mode } from './mode.ts';
import { modeSet } from './mode-set.ts';
import { move } from './move.ts';
import { moveFinish } from './move-finish.ts';
import { friction } from './friction.ts';
import type { Operation } from './operation.ts';
import { policyShow } from './policy-show.ts';
import { policySimulate } from './policy-simulate.ts';
import { report } from './report.ts';
import { requestsList } from './requests-list.ts';
import { requestsShow } from './requests-show.ts';
import { roster } from './roster.ts';
import { rosterUnbindIdp } from './roster-unbind-idp.ts';
import { rosterSeal } from './roster-seal.ts';
import { rosterVersions } from './roster-versions.ts';
import { tokensList } from './tokens-list.ts';
import { tokensMake } from './tokens-make.ts';
import { tokensRevoke } from './tokens-revoke.ts';

export const OPERATIONS: readonly Operation[] = [
  doctor,
  deliveries,
  requestsList,
  requestsShow,
  findings,
  roster,
  rosterVersions,
  rosterSeal,
  rosterUnbindIdp,
  policyShow,
  policySimulate,
  mode,
  modeSet,
  move,
  moveFinish,
  drillStart,
  drillStop,
  drillList,
  drillShow,
  friction,
  report,
  tokensMake,
  tokensList,
  tokensRevoke,
];
