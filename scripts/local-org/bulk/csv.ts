/** CSV as the Bulk API writes and reads it. */
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import type { CsvDialect } from './job.ts';

/** A file that cannot be processed at all; the message is the job's. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';
}

/**
 * The rows of a CSV text that comes in pieces, the header first; memory holds a piece at a time.
 * @throws CsvFault when the text is not CSV in this dialect
 */
export async function* csvRows(
  pieces: AsyncIterable<string>,
  { delimiter, lineEnd }: CsvDialect,
): AsyncGenerator<string[]> {
  const parser = parse({ bom: true, delimiter, skip_empty_lines: true, record_delimiter: ['\r\n', '\n'] });
  // A fault of either end reaches the loop below, and leaving the loop stops both.
  const rows = pipeline(Readable.from(checkedLineEnds(pieces, lineEnd)), parser, () => undefined);
  try {
    for await (const row of rows) yield row as string[];
  } catch (error) {
    if (error instanceof CsvError) throw new CsvFault(`InvalidBatch : ${error.message}`);
    throw error;
  }
}

/** The first line tells how lines end; the platform refuses what was not announced. */
async function* checkedLineEnds(pieces: AsyncIterable<string>, lineEnd: string): AsyncGenerator<string> {
  let first = '';
  let checked = false;
  for await (const piece of pieces) {
    if (!checked) {
      first += piece;
      const end = first.indexOf('\n');
      if (end >= 0) {
        checked = true;
        const found = first[end - 1] === '\r' ? '\r\n' : '\n';
        if (found !== lineEnd) throw new CsvFault(wrongLineEnd(lineEnd));
      }
    }
    yield piece;
  }
}

function wrongLineEnd(lineEnd: string): string {
  const name = lineEnd === '\n' ? 'LF' : 'CRLF';
  return `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${name}`;
}

/** One row as a line of CSV, its end included. */
export function csvLine(values: readonly string[], { delimiter, lineEnd }: CsvDialect): string {
  return stringify([[...values]], { delimiter, record_delimiter: lineEnd, quoted: true, quoted_empty: true });
}
