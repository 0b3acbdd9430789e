/** Bulk API 2.0: ingest jobs, from their creation over the upload to their results. */
import { StringDecoder } from 'node:string_decoder';
import { jobInfo, jobProgress, NewIngestJob, optionsOf } from '../bulk/job.ts';
import type { Job } from '../bulk/job.ts';
import type { BulkJobs } from '../bulk/jobs.ts';
import { resultFile, unprocessedFile } from '../bulk/results.ts';
import { OrgError } from '../errors.ts';
import { findField, findObject } from '../metadata/model.ts';
import type { Engine } from '../state/engine.ts';
import { bulkQueryRoutes } from './bulk-query.ts';
import { multipartRecord } from './multipart.ts';
import type { ApiRequest, ApiResponse, Handler, Route } from './route.ts';

const LARGEST_UPLOAD = 150_000_000;
const LARGEST_MULTIPART = 100_000;
const PIECE = 1_000_000;
const ENDED = ['UploadComplete', 'JobComplete', 'Failed', 'Aborted'] as const;

/** The resources of ingest and query jobs. */
export function bulkRoutes(jobs: BulkJobs): Route[] {
  const route = (method: Route['method'], pattern: string, handle: Handler): Route => ({
    method,
    pattern: `/jobs/ingest${pattern}`,
    handle,
  });
  const found = ({ params, session }: ApiRequest) =>
    jobs.find('ingest', params['id'] ?? '', session.user.userId);
  return [
    route('POST', '', (org, request) => create(jobs, org, request)),
    route('GET', '', (_org, request) => list(jobs, 'ingest', request)),
    route('GET', '/:id', async (_org, request) => {
      await jobs.settled((await found(request)).id);
      return { status: 200, body: jobProgress(await found(request)) };
    }),
    route('PATCH', '/:id', async (_org, request) => change(jobs, await found(request), request)),
    route('DELETE', '/:id', async (_org, request) => removeJob(jobs, await found(request))),
    route('PUT', '/:id/batches', async (_org, request) => upload(jobs, await found(request), request)),
    route('GET', '/:id/successfulResults', async (_org, request) =>
      csvAnswer(resultFile(jobs.store, await found(request), 'successful')),
    ),
    route('GET', '/:id/failedResults', async (_org, request) =>
      csvAnswer(resultFile(jobs.store, await found(request), 'failed')),
    ),
    route('GET', '/:id/unprocessedrecords', async (_org, request) =>
      csvAnswer(unprocessedFile(jobs.store, await found(request))),
    ),
    ...bulkQueryRoutes(jobs),
  ];
}

function csvAnswer(body: AsyncIterable<string>): ApiResponse {
  return { status: 200, body, headers: { 'content-type': 'text/csv' } };
}

async function create(jobs: BulkJobs, org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const parts = multipartRecord(request);
  const options = optionsOf(NewIngestJob, parts ?? request.body);
  check(org, request, options);
  const content = parts?.['content'];
  const job = await jobs.create({
    kind: 'ingest',
    operation: options.operation,
    object: findObject(org.metadata, options.object)?.name ?? options.object,
    externalIdFieldName: options.externalIdFieldName ?? null,
    query: null,
    columnDelimiter: options.columnDelimiter,
    lineEnding: options.lineEnding,
    state: 'Open',
    createdById: request.session.user.userId,
    apiVersion: Number(request.version),
  });
  if (!(content instanceof Uint8Array)) return { status: 200, body: jobInfo(job) };
  const text = Buffer.from(content).toString('utf8');
  if (text.length > LARGEST_MULTIPART) {
    await jobs.store.remove(job.id);
    throw new OrgError(
      400,
      'INVALIDJOB',
      `The data of a multipart request may have ${LARGEST_MULTIPART} characters`,
    );
  }
  if (text.includes('\0')) {
    await jobs.store.remove(job.id);
    throw noText();
  }
  await jobs.store.append(job.id, 'upload', { text, rows: 0 });
  const ready = await jobs.move(job, ['Open'], 'UploadComplete');
  jobs.start(job.id, text.length);
  return { status: 200, body: jobInfo(ready) };
}

/** @throws OrgError when the job cannot be */
function check(org: Engine, { session }: ApiRequest, options: NewIngestJob): void {
  const object = findObject(org.metadata, options.object);
  if (!object || !session.user.object(object.name).read) {
    throw new OrgError(400, 'INVALIDENTITY', `InvalidEntity : Entity '${options.object}' is not supported`);
  }
  if (options.operation === 'hardDelete' && !session.user.systemPermissions.has('BulkApiHardDelete')) {
    throw new OrgError(
      400,
      'FEATURENOTENABLED',
      'FeatureNotEnabled : hardDelete operation requires special user profile permission, please contact your ' +
        'system administrator',
    );
  }
  if (options.operation !== 'upsert') return;
  if (!options.externalIdFieldName) {
    throw new OrgError(
      400,
      'INVALIDJOB',
      `InvalidJob : External ID was blank for ${object.name}. An External ID must be specified for upsert.`,
    );
  }
  if (!findField(object, options.externalIdFieldName)?.idLookup) {
    throw new OrgError(
      400,
      'INVALIDJOB',
      `InvalidJob : Field name provided, ${options.externalIdFieldName} does not match an External ID, Salesforce ` +
        `Id, or indexed field for ${object.name}`,
    );
  }
}

/** Keeps the body of an upload piece by piece, as it comes. */
async function upload(jobs: BulkJobs, job: Job, request: ApiRequest): Promise<ApiResponse> {
  const [before] = job.state === 'Open' ? await firstPart(jobs, job) : ['closed'];
  if (before !== undefined) {
    throw new OrgError(400, 'INVALIDJOBSTATE', 'InvalidJobState : Data can be uploaded once, to an open job');
  }
  const decoder = new StringDecoder('utf8');
  let size = 0;
  let piece = '';
  for await (const bytes of request.stream ?? [request.raw]) {
    size += bytes.length;
    if (size > LARGEST_UPLOAD) break;
    piece += decoder.write(Buffer.from(bytes));
    if (piece.includes('\0')) break;
    if (piece.length < PIECE) continue;
    await jobs.store.append(job.id, 'upload', { text: piece, rows: 0 });
    piece = '';
  }
  if (size > LARGEST_UPLOAD) {
    await jobs.store.clear(job.id, 'upload');
    throw new OrgError(413, 'REQUEST_LIMIT_EXCEEDED', 'An upload may have 150 MB');
  }
  if (piece.includes('\0')) {
    await jobs.store.clear(job.id, 'upload');
    throw noText();
  }
  await jobs.store.append(job.id, 'upload', { text: piece + decoder.end(), rows: 0 });
  return { status: 201 };
}

/** The database keeps no NUL, which no CSV holds. */
function noText(): OrgError {
  return new OrgError(400, 'INVALIDBATCH', 'InvalidBatch : The data holds the character NUL and is no text');
}

async function firstPart(jobs: BulkJobs, job: Job): Promise<string[]> {
  for await (const { text } of jobs.store.parts(job.id, 'upload')) return [text];
  return [];
}

async function change(jobs: BulkJobs, job: Job, { body }: ApiRequest): Promise<ApiResponse> {
  const state: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'state') : undefined;
  if (state === 'Aborted') {
    const moved = await jobs.move(job, ['Open', 'UploadComplete', 'InProgress'], 'Aborted');
    return { status: 200, body: jobInfo(moved) };
  }
  if (state !== 'UploadComplete') {
    throw new OrgError(400, 'INVALIDJOBSTATE', `InvalidJobState : A job cannot be set to ${String(state)}`);
  }
  const size = await jobs.store.size(job.id, 'upload');
  if (size === 0) {
    throw new OrgError(400, 'INVALIDJOBSTATE', 'InvalidJobState : No data was uploaded to the job');
  }
  const moved = await jobs.move(job, ['Open'], 'UploadComplete');
  jobs.start(job.id, size);
  return { status: 200, body: jobInfo(moved) };
}

/** Takes a job that has ended, or waits for its work, away with its data. */
export async function removeJob(jobs: BulkJobs, job: Job): Promise<ApiResponse> {
  if (!ENDED.some((state) => state === job.state)) {
    throw new OrgError(
      400,
      'INVALIDJOBSTATE',
      `InvalidJobState : A job that is ${job.state} cannot be deleted`,
    );
  }
  await jobs.store.remove(job.id);
  return { status: 204 };
}

/** The jobs of the user, all in one answer. */
export async function list(jobs: BulkJobs, kind: Job['kind'], request: ApiRequest): Promise<ApiResponse> {
  const own = (await jobs.store.list(kind)).filter(
    ({ createdById }) => createdById === request.session.user.userId,
  );
  return { status: 200, body: { done: true, records: own.map(jobInfo), nextRecordsUrl: null } };
}
