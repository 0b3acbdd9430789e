/**
 * Reads the companion's own rows back, to hold them against what it last wrote. Any object, any fields: what was
 * written is known to the caller, not to this file.
 */
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { askTogether, type Question } from './reading.ts';
import type { Session } from './session.ts';
import { names, soql } from './soql.ts';
import { checkbox, type Fields, instant, parseRows, text } from './values.ts';

export interface OwnedChoice {
  object: string;
  /** API name of the external id. */
  keyField: string;
  fields: readonly string[];
  /** Rows changed at or after this moment of the org's clock (ISO 8601 with Z); null = all. */
  since: string | null;
}

export interface OwnedRow {
  object: string;
  id: string;
  key: string | null;
  deleted: boolean;
  modifiedAt: string;
  modifiedById: string;
  modifiedByName: string | null;
  fields: Fields;
}

const AT_ONCE = 5;
const DATETIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

const value = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((given) =>
    typeof given === 'string' && DATETIME.test(given) ? Temporal.Instant.from(given).toString() : given,
  );

const row = z.looseObject({
  Id: text,
  IsDeleted: checkbox,
  LastModifiedDate: instant,
  LastModifiedById: text,
  LastModifiedBy: z.object({ Name: text.nullish() }).nullish(),
});

const question = ({ object, keyField, fields, since }: OwnedChoice): Question => {
  const columns = new Set([
    'Id',
    'IsDeleted',
    'LastModifiedDate',
    'LastModifiedById',
    'LastModifiedBy.Name',
    keyField,
    ...fields,
  ]);
  const where = since === null ? soql`` : soql`WHERE SystemModstamp >= ${Temporal.Instant.from(since)}`;
  return { query: soql`SELECT ${names(...columns)} FROM ${names(object)} ${where}`, all: true };
};

const parse = (choice: OwnedChoice, records: readonly unknown[]): OwnedRow[] =>
  parseRows(row, records, choice.object).map((record) => {
    const read = (name: string) => value.parse(record[name] ?? null);
    const key = read(choice.keyField);
    return {
      object: choice.object,
      id: record.Id,
      key: typeof key === 'string' ? key : null,
      deleted: record.IsDeleted,
      modifiedAt: record.LastModifiedDate,
      modifiedById: record.LastModifiedById,
      modifiedByName: record.LastModifiedBy?.Name ?? null,
      fields: Object.fromEntries(choice.fields.map((name) => [name, read(name)])),
    };
  });

/**
 * Rows of several objects, deleted ones included, five objects to a call.
 * @throws AppError configuration naming the object that cannot be read
 */
export const readOwned = async (session: Session, choices: readonly OwnedChoice[]): Promise<OwnedRow[]> => {
  const found: OwnedRow[] = [];
  for (let at = 0; at < choices.length; at += AT_ONCE) {
    const group = choices.slice(at, at + AT_ONCE);
    const questions = Object.fromEntries(group.map((choice, index) => [`q${index}`, question(choice)]));
    const { rows } = await askTogether(session, questions);
    for (const [index, choice] of group.entries()) {
      const answer = rows[`q${index}`];
      if (!answer?.readable) {
        throw new AppError(
          'configuration',
          `${choice.object} cannot be read: ${answer?.reason ?? 'no answer'}`,
        );
      }
      found.push(...parse(choice, answer.records));
    }
  }
  return found;
};
