/** What REST and SOAP share: who may use the Metadata API, and what a deployment may be asked for. */
import { z } from 'zod';
import type { RequestedOptions } from '../../deploy/jobs.ts';
import { OrgError } from '../../errors.ts';
import type { UserContext } from '../../state/engine.ts';

/** @throws OrgError INSUFFICIENT_ACCESS */
export function mayUseMetadataApi({ systemPermissions }: UserContext): void {
  if (systemPermissions.has('ModifyAllData') || systemPermissions.has('ModifyMetadata')) return;
  throw new OrgError(
    403,
    'INSUFFICIENT_ACCESS',
    'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
  );
}

const TEST_LEVELS = [
  'NoTestRun',
  'RunSpecifiedTests',
  'RunLocalTests',
  'RunAllTestsInOrg',
  'RunRelevantTests',
] as const;
const off = z.boolean().default(false);

/** The options of a deployment; what is left out is as the platform has it. */
export const DeployOptions = z.object({
  allowMissingFiles: off,
  checkOnly: off,
  ignoreWarnings: off,
  performRetrieve: off,
  purgeOnDelete: off,
  rollbackOnError: off,
  singlePackage: off,
  testLevel: z.enum(TEST_LEVELS).nullish(),
  runTests: z.array(z.string()).nullish(),
});

/** @throws OrgError for what this org cannot do: it runs no tests, and gives nothing back with a deployment */
export function requestedOptions(options: z.output<typeof DeployOptions>): RequestedOptions {
  const { performRetrieve, runTests, testLevel, ...rest } = options;
  if ((runTests ?? []).length > 0 || testLevel === 'RunSpecifiedTests')
    throw new OrgError(501, 'NOT_IMPLEMENTED', 'The local org runs no Apex tests, so none can be named');
  if (performRetrieve)
    throw new OrgError(501, 'NOT_IMPLEMENTED', 'The local org does not implement performRetrieve');
  return { ...rest, ...(testLevel ? { testLevel } : {}) };
}
