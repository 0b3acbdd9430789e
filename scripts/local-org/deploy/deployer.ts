/** Carries deployments out, one at a time: all of it in one transaction, then the org's metadata is replaced at once. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ChangeLog } from '../records/change-log.ts';
import { fillSummaries } from '../records/roll-ups.ts';
import type { Origin } from '../metadata/load.ts';
import { systemContext } from '../security/context.ts';
import { syncSetup } from '../security/setup.ts';
import type { ProfileDefinition } from '../security/setup.ts';
import type { Sql } from '../state/database.ts';
import type { UserContext } from '../state/engine.ts';
import { engineIn } from '../state/org.ts';
import type { OrgParts } from '../state/parts.ts';
import { ArchiveError, readArchive } from './archive.ts';
import { applyPlan } from './changes.ts';
import type { Changed } from './changes.ts';
import { keyOf, ownerOf } from './component.ts';
import { parentKind } from './kinds.ts';
import type { LiveSource } from './open-source.ts';
import { planOf } from './plan.ts';
import type { Name, Plan } from './plan.ts';
import type { Outcome, Problem } from './results.ts';
import { changeSchema } from './schema-changes.ts';
import { removeRows, touchedMetadata } from './setup-rows.ts';
import { recordMembers } from './source-members.ts';
import { writeTree } from './source-tree.ts';
import { writeComponents } from './store.ts';
import type { ComponentSet } from './store.ts';
import { lineIn, validate } from './validate.ts';
import type { Built } from './validate.ts';

export interface DeployOptions {
  checkOnly: boolean;
  rollbackOnError: boolean;
  allowMissingFiles: boolean;
}

export interface Deployed {
  status: 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';
  problems: Problem[];
  outcomes: Outcome[];
}

export interface DeployerOptions {
  parts: OrgParts;
  /** What the org is made of now; replaced by a deployment. */
  source: LiveSource;
  profiles: readonly ProfileDefinition[];
  apiVersion: string;
  devHub: boolean;
  /** Where the files of the components are written for the pages; one folder below it for each deployment. */
  folder: string;
  tracksSource: boolean;
}

/** Thrown inside the transaction to undo it. */
class Undone extends Error {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super('The deployment is undone');
    this.problems = problems;
  }
}

export class Deployer {
  readonly #options: DeployerOptions;
  #queue: Promise<unknown> = Promise.resolve();
  #generation = 0;

  constructor(options: DeployerOptions) {
    this.#options = options;
  }

  get components(): ComponentSet {
    return this.#options.source.current.components;
  }

  get tracksSource(): boolean {
    return this.#options.tracksSource;
  }

  /** Runs a deployment after those before it. `isCanceled` is asked before it begins and before it is kept. */
  deploy(
    zip: Uint8Array,
    options: DeployOptions,
    user: UserContext,
    isCanceled: () => boolean,
  ): Promise<Deployed> {
    const turn = this.#queue.then(() => this.#deploy(zip, options, user, isCanceled));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #deploy(
    zip: Uint8Array,
    options: DeployOptions,
    user: UserContext,
    isCanceled: () => boolean,
  ): Promise<Deployed> {
    const archive = opened(zip);
    if (!(archive instanceof Map)) return { status: 'Failed', problems: [archive], outcomes: [] };
    let plan = planOf(archive, options);
    const problems: Problem[] = [];
    for (;;) {
      if (isCanceled()) return { status: 'Canceled', problems: [], outcomes: [] };
      const attempt = await this.#attempt(plan, options, user, isCanceled);
      if (attempt === 'canceled') return { status: 'Canceled', problems: [], outcomes: [] };
      const told = attempt.problems.map((problem) => located(problem, archive));
      problems.push(...told);
      if (told.length === 0)
        return {
          status: problems.length === 0 ? 'Succeeded' : 'SucceededPartial',
          problems,
          outcomes: attempt.outcomes,
        };
      const smaller = without(plan, told);
      if (options.rollbackOnError || options.checkOnly || !smaller)
        return { status: 'Failed', problems, outcomes: attempt.outcomes };
      plan = smaller;
    }
  }

  /** Tries the whole plan; problems mean that nothing of it was kept. */
  async #attempt(
    plan: Plan,
    options: DeployOptions,
    user: UserContext,
    isCanceled: () => boolean,
  ): Promise<{ problems: Problem[]; outcomes: Outcome[] } | 'canceled'> {
    const { parts, source, profiles } = this.#options;
    const current = source.current;
    const changed = applyPlan(plan, current.components.components);
    const failed = new Set(plan.problems.map(keyOf));
    const outcomes = changed.outcomes.filter((outcome) => !failed.has(keyOf(outcome)));
    const origin = this.#origin();
    const touched = new Set(plan.components.map(keyOf));
    const previous = { components: current.components.components, metadata: current.metadata };
    const environment = {
      lackingPermissions: parts.switches.eventLogLicence ? [] : ['EventLogReadAccess'],
    };
    const built = validate(changed, touched, previous, environment, origin);
    const faults = [...plan.problems, ...(Array.isArray(built) ? built : [])];
    if (faults.length > 0 || Array.isArray(built))
      return { problems: faults, outcomes: withoutProblems(outcomes, faults) };
    if (changed.changes.length === 0)
      return { problems: [], outcomes: this.#identified(outcomes, current.components) };
    try {
      const components = await parts.database.transaction(async (sql) => {
        const set = await this.#write(sql, changed, built, user, profiles);
        if (options.checkOnly || isCanceled()) throw new Undone([]);
        // Before the commit: what cannot be written is not deployed.
        writeTree(origin.sourceDirs[0] ?? '', set.components);
        return set;
      });
      source.current = { ...built, components };
      parts.contexts.clear();
      this.#forgetOlder();
      return { problems: [], outcomes: this.#identified(outcomes, components) };
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
      if (error.problems.length === 0 && !options.checkOnly) return 'canceled';
      return { problems: error.problems, outcomes: withoutProblems(outcomes, error.problems) };
    }
  }

  async #write(
    sql: Sql,
    changed: Changed,
    built: Built,
    user: UserContext,
    profiles: readonly ProfileDefinition[],
  ): Promise<ComponentSet> {
    const { parts, source, tracksSource } = this.#options;
    const stop = (problems: Problem[]) => {
      if (problems.length > 0) throw new Undone(problems);
    };
    stop(await changeSchema(sql, source.current.metadata, built.metadata));
    stop(await removeRows(sql, changed.changes));
    await fillSummaries(sql, {
      metadata: built.metadata,
      switches: parts.switches,
      user: systemContext(),
      now: parts.clock.now(),
    });
    const log = new ChangeLog(built.metadata);
    const engine = engineIn({ ...parts, ...built }, { sql, log });
    await syncSetup(engine.platform, touchedMetadata(built.metadata, changed.changes), profiles);
    const writer = {
      userId: user.userId,
      now: parts.clock.now().toString({ smallestUnit: 'millisecond' }),
      ids: parts.ids,
    };
    if (tracksSource) await recordMembers(sql, changed.changes, writer);
    return writeComponents(sql, source.current.components, changed.changes, writer);
  }

  #origin(): Origin {
    this.#generation += 1;
    return {
      apiVersion: this.#options.apiVersion,
      devHub: this.#options.devHub,
      sourceDirs: [join(this.#options.folder, String(this.#generation))],
    };
  }

  /** The files of the deployment before the last may still be read; older ones are not. */
  #forgetOlder(): void {
    for (let old = this.#generation - 2; old > 0 && old > this.#generation - 20; old -= 1)
      rmSync(join(this.#options.folder, String(old)), { recursive: true, force: true });
  }

  #identified(outcomes: readonly Outcome[], { provenance }: ComponentSet): Outcome[] {
    return outcomes.map((outcome) => {
      const id = provenance.get(keyOf(outcome))?.id;
      return id === undefined ? outcome : { ...outcome, id };
    });
  }
}

function opened(zip: Uint8Array): Map<string, Uint8Array> | Problem {
  try {
    return readArchive(zip);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return { type: '', fullName: 'package.xml', fileName: 'package.xml', problem: error.message };
  }
}

/** The line of the part at fault, as far as the package shows it. */
function located(problem: Problem, archive: ReadonlyMap<string, Uint8Array>): Problem {
  if (problem.line !== undefined || !parentKind(problem.type)) return problem;
  const path = [...archive.keys()].find(
    (name) => name === problem.fileName || name.endsWith(`/${problem.fileName}`),
  );
  return path === undefined ? problem : { ...problem, line: lineIn(archive.get(path), problem) };
}

/** The plan without what failed; undefined when a problem is none of a single component. */
function without(plan: Plan, problems: readonly Problem[]): Plan | undefined {
  const failed = new Set(problems.map(keyOf));
  const owners = problems
    .filter(({ type }) => type === 'CustomObject')
    .map(({ fullName }) => fullName.toLowerCase());
  const stays = (name: Name) =>
    !failed.has(keyOf(name)) &&
    !(parentKind(name.type) && owners.includes(ownerOf(name.fullName).toLowerCase()));
  const smaller = {
    components: plan.components.filter(stays),
    before: plan.before.filter(stays),
    after: plan.after.filter(stays),
    problems: [],
  };
  const size = ({ components, before, after }: Plan) => components.length + before.length + after.length;
  const progress = size(smaller) < size(plan) || plan.problems.length > 0;
  return progress && problems.every(({ type }) => type !== '') ? smaller : undefined;
}

function withoutProblems(outcomes: readonly Outcome[], problems: readonly Problem[]): Outcome[] {
  const failed = new Set(problems.map(keyOf));
  return outcomes.filter((outcome) => !failed.has(keyOf(outcome)));
}
