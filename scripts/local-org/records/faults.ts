/** Faults of one record, gathered so that a caller hears of all of them. */
import type { SaveError } from '../state/engine.ts';

/** Thrown while a record is prepared; carries one or more errors in the platform's shape. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';
  readonly errors: SaveError[];

  constructor(errors: SaveError[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.errors = errors;
  }
}

/** One error; `fields` are declared names. */
export function saveError(statusCode: string, message: string, fields: string[] = []): SaveError {
  return { statusCode, message, fields };
}

/** @throws RecordFault with one error */
export function refuse(statusCode: string, message: string, fields: string[] = []): never {
  throw new RecordFault([saveError(statusCode, message, fields)]);
}

/** Runs `check` for each item and throws all their faults together. */
export function gather<T>(items: Iterable<T>, check: (item: T) => void): void {
  const errors: SaveError[] = [];
  for (const item of items) {
    try {
      check(item);
    } catch (error) {
      if (!(error instanceof RecordFault)) throw error;
      errors.push(...error.errors);
    }
  }
  if (errors.length > 0) throw new RecordFault(errors);
}
