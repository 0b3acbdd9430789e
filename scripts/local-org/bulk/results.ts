/** The files that a job leaves behind, written as they are read from the store. */
import { OrgError } from '../errors.ts';
import { csvLine, csvRows } from './csv.ts';
import { uploaded } from './ingest.ts';
import { dialectOf } from './job.ts';
import type { Job } from './job.ts';
import type { JobStore } from './store.ts';

/** Rows of a page whose size the client leaves to us. */
const PAGE = 50_000;

/** The header of an upload; empty when it cannot be read, as a job that failed may have none. */
async function headerOf(store: JobStore, job: Job): Promise<string[]> {
  try {
    for await (const row of csvRows(uploaded(store, job.id), dialectOf(job))) return row;
  } catch {
    return [];
  }
  return [];
}

/** Rows that were saved, or refused with the reason, before the columns of the upload. */
export async function* resultFile(
  store: JobStore,
  job: Job,
  kind: 'successful' | 'failed',
): AsyncGenerator<string> {
  const second = kind === 'successful' ? 'sf__Created' : 'sf__Error';
  yield csvLine(['sf__Id', second, ...(await headerOf(store, job))], dialectOf(job));
  for await (const { text } of store.parts(job.id, kind)) yield text;
}

/** Rows that nothing was done with, as the job ended before. */
export async function* unprocessedFile(store: JobStore, job: Job): AsyncGenerator<string> {
  const header = await headerOf(store, job);
  if (header.length === 0) return;
  yield csvLine(header, dialectOf(job));
  let place = -1;
  for await (const row of csvRows(uploaded(store, job.id), dialectOf(job))) {
    place += 1;
    if (place > job.processed) yield csvLine(row, dialectOf(job));
  }
}

/** One page of a query's rows with the header. @throws OrgError for a locator that is none of this job */
export function queryPage(
  store: JobStore,
  job: Job,
  columns: readonly string[],
  { locator, maxRecords }: { locator: string | null; maxRecords: string | null },
): { text: AsyncIterable<string>; count: number; next: string | null } {
  const start = locator === null ? 0 : placeOf(locator);
  const size = maxRecords === null ? PAGE : Number(maxRecords);
  if (start === null || start > job.processed || !Number.isInteger(size) || size < 1) {
    throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
  const end = Math.min(start + size, job.processed);
  return {
    text: pageText(store, job, columns, { start, end }),
    count: end - start,
    next: end < job.processed ? Buffer.from(String(end)).toString('base64url') : null,
  };
}

function placeOf(locator: string): number | null {
  const text = Buffer.from(locator, 'base64url').toString('utf8');
  return /^\d+$/.test(text) ? Number(text) : null;
}

async function* pageText(
  store: JobStore,
  job: Job,
  columns: readonly string[],
  { start, end }: { start: number; end: number },
): AsyncGenerator<string> {
  yield csvLine(columns, dialectOf(job));
  let place = 0;
  for await (const { text, rows } of store.parts(job.id, 'results')) {
    if (place >= end) return;
    if (place + rows > start) {
      const lines = JSON.parse(text) as string[];
      yield lines.slice(Math.max(0, start - place), end - place).join('');
    }
    place += rows;
  }
}
