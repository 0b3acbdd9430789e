/** From the journal of an org to a scenario that another org can play. */
import { OrgError } from '../errors.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import type { Engine } from '../state/engine.ts';
import { normaliseId } from '../state/ids.ts';
import type { Entry, Happening } from '../state/journal.ts';
import type { Reference, Scenario, Step } from './format.ts';

/** All that happened since the start or the last reset. @throws OrgError 409 when that is too much for a file */
export async function saveScenario(org: Engine): Promise<Scenario> {
  const { entries } = org.journal;
  // The file gives the start in milliseconds, and its offsets count from what the file says.
  const start = org.journal.start.round({ smallestUnit: 'millisecond', roundingMode: 'trunc' });
  if (!entries) {
    throw new OrgError(
      409,
      'TOO_MUCH_HAPPENED',
      'More happened since the start than a scenario holds. Reset first.',
    );
  }
  const names = new Names(org);
  const steps: Scenario['steps'] = [];
  for (const { at, happening } of entries) {
    steps.push({ at: at.since(start).toString(), step: await stepOf(happening, names) });
  }
  return {
    format: 'local-org-scenario',
    version: 1,
    title: '',
    description: '',
    start: start.toString(),
    steps,
    end: org.clock.now().since(start).toString(),
  };
}

async function stepOf(happening: Entry['happening'], names: Names): Promise<Step> {
  switch (happening.kind) {
    case 'session': {
      const { user, options, made } = happening;
      return { do: 'session', user, options, made: names.make(made) };
    }
    case 'end-session':
      return { do: 'end-session', session: await names.idFor(happening.session) };
    case 'insert': {
      const { as, object, made } = happening;
      const records = await names.records(happening.records);
      return { do: 'insert', as, object, records, made: made.map((id) => names.make(id)) };
    }
    case 'update': {
      const { as, object } = happening;
      return { do: 'update', as, object, records: await names.records(happening.records) };
    }
    case 'upsert': {
      const { as, object, key, made } = happening;
      const records = await names.records(happening.records);
      return { do: 'upsert', as, object, key, records, made: made.map((id) => id && names.make(id)) };
    }
    case 'delete':
    case 'undelete':
    case 'hard-delete': {
      const { kind, as, object } = happening;
      return { do: kind, as, object, ids: await Promise.all(happening.ids.map((id) => names.idFor(id))) };
    }
    case 'order':
      return orderStep(happening, names);
  }
}

async function orderStep(
  { order, body, made }: Extract<Happening, { kind: 'order' }>,
  names: Names,
): Promise<Step> {
  return { do: 'order', order, body: await names.value(body), made: made && names.make(made) };
}

/** Gives records names that do not depend on the org. */
class Names {
  readonly #org: Engine;
  readonly #made = new Map<string, string>();
  readonly #found = new Map<string, Reference | string>();

  constructor(org: Engine) {
    this.#org = org;
  }

  make(id: string): string {
    const label = `r${this.#made.size + 1}`;
    this.#made.set(id, label);
    return label;
  }

  async records(records: readonly Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
    return Promise.all(records.map(async (record) => (await this.value(record)) as Record<string, unknown>));
  }

  /** A value with every id in it named; bytes as base64. */
  async value(value: unknown): Promise<unknown> {
    if (typeof value === 'string') return this.idFor(value);
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.value(item)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await this.value(item)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  /** A name for an id; any other text as it is. */
  async idFor(text: string): Promise<Reference | string> {
    const id = normaliseId(text);
    if (id === undefined) return text;
    const made = this.#made.get(id);
    if (made !== undefined) return { $record: made };
    const known = this.#found.get(id) ?? (await this.#find(id)) ?? text;
    this.#found.set(id, known);
    return known;
  }

  async #find(id: string): Promise<Reference | undefined> {
    const object = [...this.#org.metadata.objects.values()].find(
      ({ keyPrefix }) => keyPrefix === id.slice(0, 3),
    );
    const field = object && naturalKey(object);
    if (!field) return undefined;
    const { records } = await this.#org.platform.query(
      `SELECT ${field} FROM ${object.name} WHERE Id = '${id}'`,
    );
    const value = records[0]?.[field];
    if (typeof value !== 'string') return undefined;
    return object.name === 'User' ? { $user: value } : { $find: { object: object.name, field, value } };
  }
}

/** The field by which a person would name a row that was there before; none where it may not be unique. */
function naturalKey(object: ObjectMetadata): string | undefined {
  if (object.name === 'User') return 'Username';
  if (['Profile', 'PermissionSet', 'UserRole', 'Organization'].includes(object.name)) return 'Name';
  return [...object.fields.values()].find(({ externalId, unique }) => externalId || unique)?.name;
}
