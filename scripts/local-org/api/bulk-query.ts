/** Bulk API 2.0: query jobs and the pages of their results. */
import { csvColumns } from '../bulk/extract.ts';
import { jobInfo, jobProgress, NewQueryJob, optionsOf } from '../bulk/job.ts';
import type { BulkJobs } from '../bulk/jobs.ts';
import { queryPage } from '../bulk/results.ts';
import { OrgError } from '../errors.ts';
import type { Engine } from '../state/engine.ts';
import { list, removeJob } from './bulk.ts';
import type { ApiRequest, ApiResponse, Handler, Route } from './route.ts';

/** The resources of query jobs. */
export function bulkQueryRoutes(jobs: BulkJobs): Route[] {
  const route = (method: Route['method'], pattern: string, handle: Handler): Route => ({
    method,
    pattern: `/jobs/query${pattern}`,
    handle,
  });
  const found = ({ params, session }: ApiRequest) =>
    jobs.find('query', params['id'] ?? '', session.user.userId);
  return [
    route('POST', '', (org, request) => create(jobs, org, request)),
    route('GET', '', (_org, request) => list(jobs, 'query', request)),
    route('GET', '/:id', async (_org, request) => {
      await jobs.settled((await found(request)).id);
      return { status: 200, body: jobProgress(await found(request)) };
    }),
    route('PATCH', '/:id', async (_org, request) => {
      const moved = await jobs.move(await found(request), ['UploadComplete', 'InProgress'], 'Aborted');
      return { status: 200, body: jobInfo(moved) };
    }),
    route('DELETE', '/:id', async (_org, request) => removeJob(jobs, await found(request))),
    route('GET', '/:id/results', (org, request) => results(jobs, org, request)),
  ];
}

async function create(jobs: BulkJobs, org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const options = optionsOf(NewQueryJob, request.body);
  const { user } = request.session;
  csvColumns(org, user, options.query);
  const { entityName } = org.queryColumns(user, options.query);
  const job = await jobs.create({
    kind: 'query',
    operation: options.operation,
    object: String(entityName),
    externalIdFieldName: null,
    query: options.query,
    columnDelimiter: options.columnDelimiter,
    lineEnding: options.lineEnding,
    state: 'UploadComplete',
    createdById: user.userId,
    apiVersion: Number(request.version),
  });
  // How much a query gives is not known before it ran, so its first look waits.
  jobs.start(job.id, 0);
  return { status: 200, body: jobInfo(job) };
}

async function results(jobs: BulkJobs, org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const job = await jobs.find('query', request.params['id'] ?? '', request.session.user.userId);
  if (job.state !== 'JobComplete') {
    throw new OrgError(400, 'INVALIDJOBSTATE', `InvalidJobState : The job is ${job.state}, not JobComplete`);
  }
  const columns = csvColumns(org, request.session.user, job.query ?? '');
  const page = queryPage(jobs.store, job, columns, {
    locator: request.query.get('locator'),
    maxRecords: request.query.get('maxRecords'),
  });
  return {
    status: 200,
    body: page.text,
    headers: {
      'content-type': 'text/csv',
      'sforce-locator': page.next ?? 'null',
      'sforce-numberofrecords': String(page.count),
    },
  };
}
