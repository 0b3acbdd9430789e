/** The work of an ingest job: rows of its upload saved in groups, each with its results in one transaction. */
import { findField, findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import type { Sql } from '../state/database.ts';
import type { Engine, RecordInput, SaveError, SaveResult, UserContext } from '../state/engine.ts';
import { CsvFault, csvLine, csvRows } from './csv.ts';
import { dialectOf } from './job.ts';
import type { Job } from './job.ts';
import { columnsOf, recordOf } from './rows.ts';
import type { JobStore } from './store.ts';

/** Rows saved in one transaction, as many as the platform gives to its triggers at once. */
const GROUP = 200;

export interface BulkParts {
  engine: Engine;
  store: JobStore;
  /** The org is being closed. */
  stopping: () => boolean;
  /** One transaction over records and what is noted of them. */
  unit: <T>(work: (engine: Engine, sql: Sql) => Promise<T>) => Promise<T>;
}

/** Processes what is left of a job's upload; an abort stops it between two groups. @throws CsvFault */
export async function ingest(parts: BulkParts, job: Job): Promise<void> {
  const rows = csvRows(uploaded(parts.store, job.id), dialectOf(job));
  const first = await rows.next();
  if (first.done) throw new CsvFault('InvalidBatch : The file is empty');
  const header = first.value;
  const columns = await readHeader(parts, job, header);
  let place = 0;
  let group: string[][] = [];
  for await (const row of rows) {
    place += 1;
    // Rows of groups that were done before a restart.
    if (place <= job.processed) continue;
    group.push(row);
    if (group.length < GROUP) continue;
    if (!(await saveGroup(parts, job.id, columns, header, group))) return;
    group = [];
  }
  if (group.length > 0) await saveGroup(parts, job.id, columns, header, group);
}

/** The pieces of an upload as text. */
export async function* uploaded(store: JobStore, id: string): AsyncGenerator<string> {
  for await (const { text } of store.parts(id, 'upload')) yield text;
}

async function readHeader({ engine }: BulkParts, job: Job, header: string[]) {
  const object = findObject(engine.metadata, job.object);
  if (!object) throw new CsvFault(`InvalidBatch : There is no object ${job.object}`);
  const user = await engine.userContext(job.createdById);
  return columnsOf({ metadata: engine.metadata, user }, object, job, header);
}

/** False when the job was aborted meanwhile, or the org closes: then nothing of the group is saved. */
async function saveGroup(
  { engine, store, unit, stopping }: BulkParts,
  id: string,
  columns: ReturnType<typeof columnsOf>,
  header: readonly string[],
  group: readonly string[][],
): Promise<boolean> {
  const started = performance.now();
  const records = group.map((row) => recordOf(columns, row));
  const job = await store.find(id);
  if (job?.state !== 'InProgress' || stopping()) return false;
  const user = await engine.userContext(job.createdById);
  return unit(async (inside, sql) => {
    const results = await save(inside, user, job, records);
    const failures = results.filter(({ success }) => !success).length;
    const changed = await store.change(
      id,
      ['InProgress'],
      {
        processed: job.processed + group.length,
        failed: job.failed + failures,
        worked: job.worked + Math.ceil(performance.now() - started),
      },
      sql,
    );
    if (!changed) return false;
    await noteResults(
      store,
      job,
      { object: findObject(engine.metadata, job.object), header, group, records, results },
      sql,
    );
    return true;
  });
}

function save(engine: Engine, user: UserContext, job: Job, records: RecordInput[]): Promise<SaveResult[]> {
  const options = { allOrNone: false };
  const ids = () => records.map(idOf);
  switch (job.operation) {
    case 'insert':
      return engine.insert(user, job.object, records, options);
    case 'update':
      return engine.update(user, job.object, records, options);
    case 'upsert':
      return engine.upsert(user, job.object, job.externalIdFieldName ?? 'Id', records, options);
    case 'delete':
      return engine.remove(user, job.object, ids(), options);
    case 'hardDelete':
      return engine.eraseForGood(user, job.object, ids(), options);
    case 'query':
    case 'queryAll':
      throw new Error('A query job has nothing to save');
  }
}

/** Cells are text. */
function idOf({ Id: id }: RecordInput): string {
  return typeof id === 'string' ? id : '';
}

interface Done {
  object: ObjectMetadata | undefined;
  header: readonly string[];
  group: readonly string[][];
  records: readonly RecordInput[];
  results: readonly SaveResult[];
}

async function noteResults(store: JobStore, job: Job, done: Done, sql: Sql): Promise<void> {
  const dialect = dialectOf(job);
  const lines = { successful: [] as string[], failed: [] as string[] };
  for (const [index, row] of done.group.entries()) {
    const result = done.results[index];
    const given = done.header.map((_, column) => row[column] ?? '');
    if (result?.success) {
      const created = job.operation === 'insert' || result.created === true;
      lines.successful.push(csvLine([result.id ?? '', String(created), ...given], dialect));
    } else {
      const id = idOf(done.records[index] ?? {});
      lines.failed.push(csvLine([id, errorText(done, index), ...given], dialect));
    }
  }
  for (const kind of ['successful', 'failed'] as const) {
    await store.append(job.id, kind, { text: lines[kind].join(''), rows: lines[kind].length }, sql);
  }
}

/** e.g. `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --`. */
function errorText({ object, records, results }: Done, index: number): string {
  return (results[index]?.errors ?? [])
    .map((error) => typeFault(object, records[index] ?? {}, error))
    .map(({ statusCode, message, fields }) => `${statusCode}:${message}:${[...fields, '--'].join(' ')}`)
    .join(';');
}

/** A value of the wrong type is told of otherwise in CSV than in JSON. */
function typeFault(object: ObjectMetadata | undefined, record: RecordInput, error: SaveError): SaveError {
  const [name] = error.fields;
  const field = object && name ? findField(object, name) : undefined;
  if (error.statusCode !== 'JSON_PARSER_ERROR' || !field) return error;
  const message = `${field.label}: value not of required type: ${String(record[field.name])}`;
  return { statusCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD', message, fields: error.fields };
}
