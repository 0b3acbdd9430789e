/** A Bulk API 2.0 job as clients see it, and what its options may be. */
import { z } from 'zod';
import { OrgError } from '../errors.ts';

const DELIMITERS = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;

const Dialect = z.object({
  contentType: z.literal('CSV').default('CSV'),
  columnDelimiter: z
    .enum(Object.keys(DELIMITERS) as [keyof typeof DELIMITERS, ...(keyof typeof DELIMITERS)[]])
    .default('COMMA'),
  lineEnding: z.enum(['LF', 'CRLF']).default('LF'),
});

export const NewIngestJob = Dialect.extend({
  object: z.string(),
  operation: z.enum(['insert', 'update', 'upsert', 'delete', 'hardDelete']),
  externalIdFieldName: z.string().optional(),
});
export type NewIngestJob = z.infer<typeof NewIngestJob>;

export const NewQueryJob = Dialect.extend({
  query: z.string(),
  operation: z.enum(['query', 'queryAll']),
});
export type NewQueryJob = z.infer<typeof NewQueryJob>;

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

export interface Job {
  id: string;
  kind: 'ingest' | 'query';
  operation: NewIngestJob['operation'] | NewQueryJob['operation'];
  object: string;
  externalIdFieldName: string | null;
  /** SOQL of a query job. */
  query: string | null;
  columnDelimiter: keyof typeof DELIMITERS;
  lineEnding: 'LF' | 'CRLF';
  state: JobState;
  createdById: string;
  /** As the API shows datetimes. */
  createdDate: string;
  systemModstamp: string;
  apiVersion: number;
  /** Rows done, failed ones included. */
  processed: number;
  failed: number;
  errorMessage: string | null;
  /** Milliseconds of work. */
  worked: number;
}

/** How a job's CSV is written. */
export interface CsvDialect {
  delimiter: string;
  lineEnd: string;
}

/** The characters that a job's names of them mean. */
export function dialectOf(job: Pick<Job, 'columnDelimiter' | 'lineEnding'>): CsvDialect {
  return { delimiter: DELIMITERS[job.columnDelimiter], lineEnd: job.lineEnding === 'CRLF' ? '\r\n' : '\n' };
}

/** A job's options. @throws OrgError INVALIDJOB that names the first fault */
export function optionsOf<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OrgError(
    400,
    'INVALIDJOB',
    `InvalidJob : ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'cannot be read'}`,
  );
}

/** What the API tells of a job when it is made, changed or listed. */
export function jobInfo(job: Job): Record<string, unknown> {
  const ingest = job.kind === 'ingest';
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: job.createdDate,
    systemModstamp: job.systemModstamp,
    state: job.state,
    ...(job.externalIdFieldName === null ? {} : { externalIdFieldName: job.externalIdFieldName }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: job.apiVersion,
    ...(ingest && job.state === 'Open'
      ? { contentUrl: `services/data/v${job.apiVersion.toFixed(1)}/jobs/ingest/${job.id}/batches` }
      : {}),
    jobType: ingest ? 'V2Ingest' : 'V2Query',
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  };
}

/** What the API tells of a job when it is asked for by its id: progress too. */
export function jobProgress(job: Job): Record<string, unknown> {
  return {
    ...jobInfo(job),
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
    numberRecordsProcessed: job.processed,
    ...(job.kind === 'ingest' ? { numberRecordsFailed: job.failed } : {}),
    retries: 0,
    totalProcessingTime: job.worked,
    ...(job.kind === 'ingest' ? { apiActiveProcessingTime: job.worked, apexProcessingTime: 0 } : {}),
  };
}
