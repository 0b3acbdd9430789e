/** Many records in one call: each with its own result, or all or none of them. */
import type { ObjectMetadata } from '../metadata/model.ts';
import type { SaveOptions, SaveResult } from '../state/engine.ts';
import type { SaveContext } from './context.ts';
import { RecordFault, saveError } from './faults.ts';
import { hasSideWrites } from './hooks.ts';
import type { Outcome } from './items.ts';

/** Records that the platform takes side by side; more of them go in several such groups. */
const LARGEST_GROUP = 200;

/** Thrown to undo a transaction after every record was tried; carries the results to answer with. */
export class AllOrNoneFault extends Error {
  override readonly name = 'AllOrNoneFault';
  readonly results: SaveResult[];

  constructor(results: SaveResult[]) {
    super('Not all records were valid');
    this.results = results;
  }
}

/**
 * Saves `inputs` in order, in groups.
 * @throws AllOrNoneFault when one fails and `allOrNone` asks that then none is saved
 */
export async function saveAll<T>(
  context: SaveContext,
  object: ObjectMetadata,
  inputs: readonly T[],
  { allOrNone }: SaveOptions,
  save: (group: readonly T[]) => Promise<Outcome[]>,
): Promise<SaveResult[]> {
  const results: SaveResult[] = [];
  // A record whose save writes other rows too goes alone, so that all of it can be taken back.
  const size = hasSideWrites(object) ? 1 : LARGEST_GROUP;
  for (let start = 0; start < inputs.length; start += size) {
    const group = inputs.slice(start, start + size);
    const outcomes = size === 1 ? await guarded(context, () => save(group)) : await save(group);
    results.push(...outcomes.map(resultOf));
  }
  if (!allOrNone || results.every(({ success }) => success)) return results;
  throw new AllOrNoneFault(results.map((result) => (result.success ? ROLLED_BACK : result)));
}

const ROLLED_BACK: SaveResult = {
  success: false,
  errors: [
    saveError(
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'Record rolled back because not all records were valid and the request was using AllOrNone header',
    ),
  ],
};

/** An outcome as the engine's callers read it. */
export function resultOf(outcome: Outcome): SaveResult {
  if (outcome instanceof RecordFault) return { success: false, errors: outcome.errors };
  return { ...outcome, success: true, errors: [] };
}

/** Saves one record so that it leaves nothing behind when it fails: what it had written is taken back. */
async function guarded(context: SaveContext, save: () => Promise<Outcome[]>): Promise<Outcome[]> {
  const mark = context.log.mark();
  await context.sql.query('SAVEPOINT one_record');
  const outcomes = await faultsAsOutcomes(save);
  const failed = outcomes.some((outcome) => outcome instanceof RecordFault);
  await context.sql.query(failed ? 'ROLLBACK TO SAVEPOINT one_record' : 'RELEASE SAVEPOINT one_record');
  if (failed) context.log.rewind(mark);
  return outcomes;
}

/** What follows a row (a user's login record, a file's links) may be refused too. */
async function faultsAsOutcomes(save: () => Promise<Outcome[]>): Promise<Outcome[]> {
  try {
    return await save();
  } catch (error) {
    if (error instanceof RecordFault) return [error];
    throw error;
  }
}
