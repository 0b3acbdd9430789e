/** Every endpoint of /api/v1, in the order in which the document lists them. */
import type { Endpoint } from '../endpoint.ts';
import type { Operations } from '../ports.ts';
import { drillEndpoints } from './drills.ts';
import { evidenceEndpoints } from './evidence.ts';
import { intakeEndpoints } from './intake.ts';
import { operationEndpoints } from './operations.ts';
import { reportEndpoints } from './reports.ts';
import { requestEndpoints } from './requests.ts';
import { ruleEndpoints } from './rules.ts';
import { signingEndpoints } from './signing.ts';

export function endpointsOf(operations: Operations['list']): Endpoint[] {
  return [
    ...requestEndpoints,
    ...signingEndpoints,
    ...intakeEndpoints,
    ...ruleEndpoints,
    ...evidenceEndpoints,
    ...drillEndpoints,
    ...reportEndpoints,
    ...operationEndpoints(operations),
  ];
}
