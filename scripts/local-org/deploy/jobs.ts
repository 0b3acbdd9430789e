/** Deployments and retrievals as a client follows them: begun by one call, asked for by its id. */
import { randomInt } from 'node:crypto';
import { systemContext } from '../security/context.ts';
import { compileQuery } from '../soql/compile.ts';
import { parseSoql } from '../soql/parse.ts';
import { runAll } from '../soql/run.ts';
import type { QueryResult, UserContext } from '../state/engine.ts';
import { base62, to18 } from '../state/ids.ts';
import type { OrgParts } from '../state/parts.ts';
import { writeArchive } from './archive.ts';
import type { Deployed, Deployer } from './deployer.ts';
import type { Members } from './package-xml.ts';
import { failureMessage, successMessage } from './results.ts';
import { toolingMetadata } from './source-members.ts';
import { listComponents, retrieveComponents } from './retrieve.ts';
import type { FileProperties, Origins, Retrieved } from './retrieve.ts';

export interface RequestedOptions {
  allowMissingFiles: boolean;
  checkOnly: boolean;
  ignoreWarnings: boolean;
  purgeOnDelete: boolean;
  rollbackOnError: boolean;
  singlePackage: boolean;
  testLevel?: string;
}

interface DeployJob {
  id: string;
  zip: Uint8Array;
  options: RequestedOptions;
  user: UserContext;
  createdAt: string;
  completedAt: string | null;
  canceled: boolean;
  result: Deployed | null;
  /** A fault of the org itself. */
  fault: string | null;
  done: Promise<void>;
}

interface RetrieveJob {
  id: string;
  retrieved: Retrieved;
  zip: Uint8Array;
}

export interface RetrieveRequest {
  members: Members;
  version: string;
  singlePackage: boolean;
}

/** Jobs kept; the oldest makes room. */
const KEPT = 50;
const QUICK_DEPLOY_DAYS = 10;

interface Parts {
  deployer: Deployer;
  parts: OrgParts;
  /** When the source tree was read (ISO). */
  startedAt: string;
  onError: (error: unknown) => void;
}

export class MetadataJobs {
  readonly #parts: Parts;
  readonly #deploys = new Map<string, DeployJob>();
  readonly #retrieves = new Map<string, RetrieveJob>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether the org tells clients what changed (SourceMember). */
  get tracksSource(): boolean {
    return this.#parts.deployer.tracksSource;
  }

  /** Begins a deployment; gives its id. */
  deploy(zip: Uint8Array, options: RequestedOptions, user: UserContext): string {
    const job: DeployJob = {
      ...{ id: this.#id('0Af'), zip, options, user, createdAt: this.#now(), completedAt: null },
      ...{ canceled: false, result: null, fault: null, done: Promise.resolve() },
    };
    keep(this.#deploys, job);
    job.done = this.#run(job);
    return job.id;
  }

  async #run(job: DeployJob): Promise<void> {
    try {
      job.result = await this.#parts.deployer.deploy(job.zip, job.options, job.user, () => job.canceled);
    } catch (error) {
      this.#parts.onError(error);
      job.fault = 'An unexpected error occurred in the local org; its log has the details.';
    }
    // Only a validation that succeeded can be deployed again by its id.
    if (!job.options.checkOnly || job.result?.status !== 'Succeeded') job.zip = new Uint8Array();
    job.completedAt = this.#now();
  }

  /** Deploys what was validated; undefined when there is no such validation or it is too old. */
  deployValidated(id: string, user: UserContext): string | undefined {
    const job = this.#deploys.get(id);
    if (!job?.options.checkOnly || job.result?.status !== 'Succeeded') return undefined;
    const age = this.#parts.parts.clock.now().since(Temporal.Instant.from(job.completedAt ?? job.createdAt));
    if (age.total('hours') > QUICK_DEPLOY_DAYS * 24) return undefined;
    return this.deploy(job.zip, { ...job.options, checkOnly: false }, user);
  }

  /** Cancels a deployment that is not done; undefined when there is none of that id. */
  cancel(id: string): { done: boolean } | undefined {
    const job = this.#deploys.get(id);
    if (!job) return undefined;
    job.canceled ||= job.completedAt === null;
    return { done: job.completedAt !== null };
  }

  /** The state of a deployment, once it is done; undefined when there is none of that id. */
  async status(id: string, details: boolean): Promise<Record<string, unknown> | undefined> {
    const job = this.#deploys.get(id);
    await job?.done;
    return job && statusOf(job, details);
  }

  /** Begins a retrieval; gives its id. */
  async retrieve({ members, version, singlePackage }: RetrieveRequest): Promise<string> {
    const id = this.#id('09S');
    const folder = singlePackage ? '' : 'unpackaged/';
    const { deployer } = this.#parts;
    const retrieved = retrieveComponents(
      deployer.components,
      members,
      version,
      await this.#origins(),
      folder,
    );
    keep(this.#retrieves, { id, retrieved, zip: writeArchive(retrieved.files) });
    return id;
  }

  /** The result of a retrieval; undefined when there is none of that id. */
  retrieved(id: string): Record<string, unknown> | undefined {
    const job = this.#retrieves.get(id);
    if (!job) return undefined;
    const { properties, messages } = job.retrieved;
    return {
      ...{ done: true, fileProperties: properties, id, messages, status: 'Succeeded', success: true },
      zipFile: Buffer.from(job.zip).toString('base64'),
    };
  }

  /** The components of a type. */
  async list(type: string): Promise<FileProperties[]> {
    return listComponents(this.#parts.deployer.components, type, await this.#origins());
  }

  /** A query of the Tooling API's own objects. */
  queryTooling(soql: string): Promise<QueryResult> {
    const { database, switches, clock } = this.#parts.parts;
    let aliases = 0;
    const shared = { metadata: toolingMetadata, user: systemContext(), switches, now: clock.now() };
    const context = { ...shared, soql, all: false, values: [], alias: () => `t${(aliases += 1)}` };
    return runAll(database, compileQuery(context, parseSoql(soql)), toolingMetadata.apiVersion);
  }

  /** Sets what a client has seen of a member; false when there is none of that id. */
  async setRevision(id: string, counter: number): Promise<boolean> {
    const rows = await this.#parts.parts.database.query(
      'UPDATE sourcemember SET revisioncounter = $2 WHERE id = $1 RETURNING id',
      [id, counter],
    );
    return rows.length > 0;
  }

  async #origins(): Promise<Origins> {
    const users = await this.#parts.parts.database.query<{ id: string; name: string }>(
      'SELECT id, name FROM "user" ORDER BY createddate, id',
    );
    return {
      userId: users[0]?.id ?? '',
      at: this.#parts.startedAt,
      names: new Map(users.map(({ id, name }) => [id, name])),
    };
  }

  /** Not drawn from the database, which a deployment on its way keeps for itself. */
  #id(prefix: string): string {
    const pod = this.#parts.parts.orgId.slice(3, 6);
    return to18(`${prefix}${pod}${base62(randomInt(2 ** 47), 9)}`);
  }

  #now(): string {
    return this.#parts.parts.clock.now().toString({ smallestUnit: 'millisecond' });
  }
}

function keep<T extends { id: string }>(jobs: Map<string, T>, job: T): void {
  jobs.set(job.id, job);
  const [oldest] = jobs.keys();
  if (jobs.size > KEPT && oldest !== undefined) jobs.delete(oldest);
}

function statusOf(job: DeployJob, withDetails: boolean): Record<string, unknown> {
  const now = job.completedAt ?? job.createdAt;
  const { status = 'Failed', problems = [], outcomes = [] } = job.result ?? {};
  const failures = problems.map((problem) => failureMessage(problem, now));
  const kept = status === 'Canceled' ? [] : outcomes;
  const successes = kept.map((outcome) => successMessage(outcome, now));
  const manifest = { type: '', fullName: 'package.xml', fileName: 'package.xml', state: 'changed' as const };
  return {
    checkOnly: job.options.checkOnly,
    ...(status === 'Canceled' ? { canceledBy: job.user.userId, canceledByName: job.user.name } : {}),
    completedDate: now,
    createdBy: job.user.userId,
    createdByName: job.user.name,
    createdDate: job.createdAt,
    ...(withDetails ? { details: detailsOf(failures, [...successes, successMessage(manifest, now)]) } : {}),
    done: true,
    ...(job.fault === null ? {} : { errorMessage: job.fault, errorStatusCode: 'UNKNOWN_EXCEPTION' }),
    id: job.id,
    ignoreWarnings: job.options.ignoreWarnings,
    lastModifiedDate: now,
    numberComponentErrors: failures.length,
    numberComponentsDeployed: successes.length,
    numberComponentsTotal: successes.length + failures.length,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: job.options.rollbackOnError,
    runTestsEnabled: false,
    startDate: job.createdAt,
    status,
    success: status === 'Succeeded',
  };
}

function detailsOf(componentFailures: unknown[], componentSuccesses: unknown[]): Record<string, unknown> {
  const runTestResult = {
    ...{
      codeCoverage: [],
      codeCoverageWarnings: [],
      failures: [],
      flowCoverage: [],
      flowCoverageWarnings: [],
    },
    ...{ numFailures: 0, numTestsRun: 0, successes: [], totalTime: 0 },
  };
  return { componentFailures, componentSuccesses, runTestResult };
}
