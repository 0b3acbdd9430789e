/** The work of a query job: the rows of a query as CSV, page by page. */
import { OrgError } from '../errors.ts';
import type { Engine, SRecord, UserContext } from '../state/engine.ts';
import { csvLine } from './csv.ts';
import { dialectOf } from './job.ts';
import type { Job } from './job.ts';
import type { BulkParts } from './ingest.ts';

const PAGE = 2000;

interface Column {
  columnName: string;
  aggregate: boolean;
  joinColumns: Column[];
}

/**
 * The columns of a query's CSV, e.g. `Id`, `Owner.Name`.
 * @throws OrgError for a query that is wrong, or of a kind that the Bulk API does not take
 */
export function csvColumns(engine: Engine, user: UserContext, soql: string): string[] {
  const { columnMetadata, groupBy } = engine.queryColumns(user, soql) as {
    columnMetadata: Column[];
    groupBy: boolean;
  };
  const names = columnMetadata.flatMap((column) => flattened(column, ''));
  if (groupBy || names.includes(null) || /\boffset\s+\d+\s*$/i.test(soql)) {
    throw new OrgError(
      400,
      'API_ERROR',
      'The Bulk API takes no aggregates, no GROUP BY, no OFFSET and no queries within the query',
    );
  }
  return names.filter((name) => name !== null);
}

/** Names of a column's fields; null for what is no field. */
function flattened({ columnName, aggregate, joinColumns }: Column, path: string): (string | null)[] {
  if (aggregate) return [null];
  if (joinColumns.length === 0) return [path + columnName];
  return joinColumns.flatMap((column) => flattened(column, `${path}${columnName}.`));
}

/** Runs the query and keeps its rows as results. */
export async function extract({ engine, store, stopping }: BulkParts, job: Job): Promise<void> {
  const started = performance.now();
  const user = await engine.userContext(job.createdById);
  const soql = job.query ?? '';
  const columns = csvColumns(engine, user, soql);
  // What an attempt before a restart had written.
  await store.clear(job.id, 'results');
  let processed = 0;
  let page = await engine.queryPage(user, soql, { all: job.operation === 'queryAll', batchSize: PAGE });
  for (;;) {
    const lines = page.records.map((record) =>
      csvLine(
        columns.map((path) => cell(record, path)),
        dialectOf(job),
      ),
    );
    await store.append(job.id, 'results', { text: JSON.stringify(lines), rows: lines.length });
    processed += lines.length;
    const worked = Math.ceil(performance.now() - started);
    if (!(await store.change(job.id, ['InProgress'], { processed, worked }))) return;
    if (page.next === null || stopping()) return;
    page = await engine.nextPage(user, page.next);
  }
}

function cell(record: SRecord, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>(
      (current, step) =>
        typeof current === 'object' && current !== null ? Reflect.get(current, step) : null,
      record,
    );
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string')
    return typeof value === 'object' ? JSON.stringify(value) : `${value as number}`;
  // Bulk results write the zone as the letter.
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/.test(value) ? value.replace('+0000', 'Z') : value;
}
