/** Records that go through a save side by side: a fault takes one of them out and the others go on. */
import type { RecordInput } from '../state/engine.ts';
import type { ChangeLog } from './change-log.ts';
import { RecordFault } from './faults.ts';
import type { Row } from './rows.ts';

/** One record on its way. */
export interface Item {
  /** Its values as the client sent them. */
  input: RecordInput;
  /** What becomes of them, by declared field name. */
  row: Row;
  id: string;
  fault: RecordFault | null;
  /** Where its change event is noted: records of different callers may share a transaction, never an event's key. */
  log: ChangeLog;
}

/** What came of one record: its id (and for an upsert whether it is new), or why it was refused. */
export type Outcome = { id: string; created?: boolean } | RecordFault;

/** What a caller hands to a save of many. */
export type Arrival = Pick<Item, 'input' | 'log'>;

/** Items at the start of their way. */
export function arriving(arrivals: readonly Arrival[]): Item[] {
  return arrivals.map(({ input, log }) => ({ input, log, row: {}, id: '', fault: null }));
}

/** The items that no fault has taken out. */
export function living(items: readonly Item[]): Item[] {
  return items.filter(({ fault }) => fault === null);
}

/** Runs `step` for each living item, in order; a RecordFault takes its item out. */
export async function each(
  items: readonly Item[],
  step: (item: Item) => void | Promise<void>,
): Promise<void> {
  for (const item of items) {
    if (item.fault) continue;
    try {
      await step(item);
    } catch (error) {
      if (!(error instanceof RecordFault)) throw error;
      item.fault = error;
    }
  }
}

/** The outcome of each item. */
export function outcomes(items: readonly Item[]): Outcome[] {
  return items.map(({ fault, id }) => fault ?? { id });
}

/** The id of a record that was saved alone. @throws RecordFault */
export function onlyId([outcome]: readonly Outcome[]): string {
  if (!outcome) throw new Error('A save of one record had no outcome');
  if (outcome instanceof RecordFault) throw outcome;
  return outcome.id;
}
