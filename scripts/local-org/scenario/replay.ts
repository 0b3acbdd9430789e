/** Plays a scenario: the org's clock is set to each step's moment, and the step is done as it was then. */
import { z } from 'zod';
import { OrgError } from '../errors.ts';
import type { Engine, RecordInput, SaveResult, UserContext } from '../state/engine.ts';
import { Scenario } from './format.ts';
import type { Step } from './format.ts';

/** Does an order to the simulator; gives the id of what it made, if anything. */
export type DoOrder = (order: string, body: unknown) => Promise<string | null>;

export interface ReplayOutcome {
  steps: number;
  /** What the org's clock shows now. */
  now: string;
}

const ALL = { allOrNone: true };

type Deletion = (org: Engine, user: UserContext, object: string, ids: string[]) => Promise<SaveResult[]>;
const DELETIONS: Readonly<Record<'delete' | 'undelete' | 'hard-delete', Deletion>> = {
  delete: (org, user, object, ids) => org.remove(user, object, ids, ALL),
  undelete: (org, user, object, ids) => org.restore(user, object, ids, ALL),
  'hard-delete': (org, user, object, ids) => org.eraseForGood(user, object, ids, ALL),
};

/**
 * Plays a scenario in an org as it is; for the same outcome reset it first. The clock ends where the scenario ended and
 * goes on from there.
 * @throws OrgError 400 for a file that is written wrongly, 409 when a step cannot be done; the steps before it stand
 */
export async function replayScenario(org: Engine, file: unknown, order: DoOrder): Promise<ReplayOutcome> {
  const parsed = Scenario.safeParse(file);
  if (!parsed.success) throw new OrgError(400, 'INVALID_SCENARIO', z.prettifyError(parsed.error));
  const { start, steps, end } = parsed.data;
  const begin = Temporal.Instant.from(start);
  const player = new Player(org, order);
  const { speed } = org.clock;
  const standAt = async (offset: string) => {
    org.clock.set(begin.add(exact(offset)));
    await org.housekeeping.keep();
  };
  org.clock.freeze();
  try {
    if (org.journal.entries?.length === 0) {
      org.clock.set(begin);
      org.journal.restart();
    }
    for (const [index, { at, step }] of steps.entries()) {
      await standAt(at);
      await player.play(step).catch((error: unknown) => {
        throw new OrgError(
          409,
          'SCENARIO_STEP_FAILED',
          `Step ${index + 1} (${step.do}) failed: ${sayError(error)}`,
        );
      });
    }
    await standAt(end);
  } finally {
    if (speed > 0) org.clock.run(speed);
  }
  return { steps: steps.length, now: org.clock.now().toString({ smallestUnit: 'second' }) };
}

function exact(offset: string): { nanoseconds: number } {
  const length = Temporal.Duration.from(offset).total({ unit: 'milliseconds', relativeTo: '2026-01-01' });
  return { nanoseconds: Math.round(length) * 1_000_000 };
}

function sayError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

class Player {
  readonly #org: Engine;
  readonly #order: DoOrder;
  readonly #made = new Map<string, string>();

  constructor(org: Engine, order: DoOrder) {
    this.#org = org;
    this.#order = order;
  }

  async play(step: Step): Promise<void> {
    const org = this.#org;
    switch (step.do) {
      case 'session': {
        const options = z
          .looseObject({ type: z.enum(['API', 'UI']), sourceIp: z.string() })
          .parse(step.options);
        this.#make(step.made, (await org.sessions.open(await this.#userId(step.user), options)).id);
        return;
      }
      case 'end-session':
        await org.platform.remove('AuthSession', String(await this.#real(step.session)));
        org.journal.note({ kind: 'end-session', session: String(await this.#real(step.session)) });
        return;
      case 'insert': {
        const saved = await org.insert(
          await this.#user(step.as),
          step.object,
          await this.#rows(step.records),
          ALL,
        );
        this.#makeAll(step.made, checked(saved));
        return;
      }
      case 'update':
        checked(
          await org.update(await this.#user(step.as), step.object, await this.#rows(step.records), ALL),
        );
        return;
      case 'upsert': {
        const rows = await this.#rows(step.records);
        const saved = await org.upsert(await this.#user(step.as), step.object, step.key, rows, ALL);
        this.#makeAll(step.made, checked(saved));
        return;
      }
      case 'delete':
      case 'undelete':
      case 'hard-delete': {
        const ids = await Promise.all(step.ids.map(async (id) => String(await this.#real(id))));
        checked(await DELETIONS[step.do](org, await this.#user(step.as), step.object, ids));
        return;
      }
      case 'order': {
        const made = await this.#order(step.order, await this.#real(step.body));
        if (step.made !== null && made !== null) this.#make(step.made, made);
      }
    }
  }

  #make(label: string, id: string): void {
    this.#made.set(label, id);
  }

  #makeAll(labels: readonly (string | null)[], results: readonly SaveResult[]): void {
    for (const [index, label] of labels.entries()) {
      const id = results[index]?.id;
      if (label !== null && id !== undefined) this.#make(label, id);
    }
  }

  async #userId(username: string): Promise<string> {
    const user = await this.#org.findUser(username);
    if (!user) throw new Error(`the org has no user ${username}`);
    return user.id;
  }

  async #user(username: string) {
    return this.#org.userContext(await this.#userId(username));
  }

  async #rows(records: readonly Record<string, unknown>[]): Promise<RecordInput[]> {
    return Promise.all(records.map(async (record) => (await this.#real(record)) as RecordInput));
  }

  /** A value with the names in it turned into ids of this org. */
  async #real(value: unknown): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.#real(item)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, target] = entries[0] ?? [];
    if (entries.length === 1 && name === '$record') return this.#madeId(String(target));
    if (entries.length === 1 && name === '$user') return this.#userId(String(target));
    if (entries.length === 1 && name === '$find') return this.#find(target);
    const real = entries.map(async ([key, item]) => [key, await this.#real(item)] as const);
    return Object.fromEntries(await Promise.all(real));
  }

  #madeId(label: string): string {
    const id = this.#made.get(label);
    if (id === undefined) throw new Error(`no step before this one made ${label}`);
    return id;
  }

  async #find(target: unknown): Promise<string> {
    const { object, field, value } = z
      .object({ object: z.string().regex(/^\w+$/), field: z.string().regex(/^\w+$/), value: z.string() })
      .parse(target);
    const literal = value.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    const { records } = await this.#org.platform.query(
      `SELECT Id FROM ${object} WHERE ${field} = '${literal}'`,
    );
    if (records.length !== 1)
      throw new Error(`the org has ${records.length} ${object} with ${field} "${value}"`);
    return String(records[0]?.['Id']);
  }
}

function checked(results: SaveResult[]): SaveResult[] {
  const [fault] = results.flatMap(({ errors }) => errors);
  if (fault) throw new Error(`${fault.statusCode}: ${fault.message}`);
  return results;
}
