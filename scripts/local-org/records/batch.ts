/** Many records in one call: each with its own result, or all or none of them. */
import type { SaveOptions, SaveResult } from '../state/engine.ts';
import type { SaveContext } from './context.ts';
import { RecordFault, saveError } from './faults.ts';

/** What saving one record gives: its id, and for an upsert whether it is new. */
export type Saved = string | { id: string; created: boolean };

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
 * Saves `inputs` in order.
 * @throws AllOrNoneFault when one fails and `allOrNone` asks that then none is saved
 */
export async function saveAll<T>(
  context: SaveContext,
  inputs: readonly T[],
  { allOrNone }: SaveOptions,
  save: (context: SaveContext, input: T) => Promise<Saved>,
): Promise<SaveResult[]> {
  const results: SaveResult[] = [];
  for (const input of inputs) results.push(await saveOne(context, input, save));
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

/** A record that fails leaves nothing behind: what it had written before the fault is taken back. */
async function saveOne<T>(
  context: SaveContext,
  input: T,
  save: (context: SaveContext, input: T) => Promise<Saved>,
): Promise<SaveResult> {
  const mark = context.log.mark();
  await context.sql.query('SAVEPOINT one_record');
  try {
    const saved = await save(context, input);
    await context.sql.query('RELEASE SAVEPOINT one_record');
    const result = { success: true, errors: [] };
    return typeof saved === 'string' ? { id: saved, ...result } : { ...saved, ...result };
  } catch (error) {
    await context.sql.query('ROLLBACK TO SAVEPOINT one_record');
    context.log.rewind(mark);
    if (!(error instanceof RecordFault)) throw error;
    return { success: false, errors: error.errors };
  }
}
