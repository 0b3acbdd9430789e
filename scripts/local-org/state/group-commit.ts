/**
 * Writes of single records that arrive while another write holds the database wait together and then go in one
 * transaction: a busy org pays the way to the database once for all of them. Each keeps its own result and its own
 * change event; who sends them cannot tell that others went along.
 */
import { resultOf } from '../records/batch.ts';
import { ChangeLog } from '../records/change-log.ts';
import type { Arrival } from '../records/items.ts';
import type { PublishedChange, RecordInput, SaveResult, UserContext } from './engine.ts';
import { currentOrigin } from './origin.ts';
import { saveContext } from './parts.ts';
import type { OrgParts } from './parts.ts';
import { knownObject } from './writes.ts';
import type { SaveMany } from './writes.ts';

const LARGEST_GROUP = 100;
/** The kind of writes that are never done together with others. */
const ALONE = 'alone';

interface Write {
  user: UserContext;
  /** Name of the object. */
  object: string;
  input: RecordInput;
  save: SaveMany;
  /** Writes of one kind, object and user may be saved side by side by the `save` of any of them. */
  kind: string;
}

/** What came of a write, and the moment that its row bears. */
interface Written {
  result: SaveResult;
  at: Temporal.Instant;
}

interface Waiting extends Write {
  /** Which API it came by; the transaction runs in the call of the first. */
  origin: string;
  resolve: (written: Written) => void;
  reject: (error: unknown) => void;
}

export interface Writer {
  /** Saves one record in a transaction of its own, as far as anybody can tell. */
  save(write: Write): Promise<Written>;
}

/** The one writer of an org; `parts` is asked for when the first write comes. */
export function createWriter(parts: () => OrgParts): Writer {
  const waiting: Waiting[] = [];
  let busy = false;
  const run = async () => {
    busy = true;
    while (waiting.length > 0) await saveTogether(parts(), takeGroup(waiting));
    busy = false;
  };
  return {
    save: (write) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...write, origin: currentOrigin(), resolve, reject });
        if (!busy) void run();
      }),
  };
}

/** The first waiting write and those that can go with it. */
function takeGroup(waiting: Waiting[]): Waiting[] {
  const first = waiting.shift();
  if (!first) return [];
  const group = [first];
  if (first.kind === ALONE) return group;
  for (let index = 0; index < waiting.length && group.length < LARGEST_GROUP;) {
    const other = waiting[index];
    const same = other?.kind === first.kind && other.object === first.object && other.user === first.user;
    if (other && same) group.push(...waiting.splice(index, 1));
    else index += 1;
  }
  return group;
}

async function saveTogether(parts: OrgParts, group: readonly Waiting[]): Promise<void> {
  try {
    const { results, events, at } = await commit(parts, group);
    parts.changes.publish(events);
    for (const [index, { resolve }] of group.entries()) resolve({ result: results[index] ?? missing(), at });
  } catch (error) {
    const [first] = group;
    if (group.length === 1) first?.reject(error);
    // One of them broke the transaction: each is tried by itself, so that only the culprit fails.
    else for (const one of group) await saveTogether(parts, [one]);
  }
}

async function commit(
  parts: OrgParts,
  group: readonly Waiting[],
): Promise<{ results: SaveResult[]; events: PublishedChange[]; at: Temporal.Instant }> {
  const [first] = group;
  let at = parts.clock.now();
  if (!first) return { results: [], events: [], at };
  let arrivals: Arrival[] = [];
  let events: PublishedChange[] = [];
  try {
    const outcomes = await parts.database.transaction(async (sql) => {
      // Not before the transaction has its turn: it may have waited for a deployment.
      arrivals = group.map(({ input, origin }) => ({
        input,
        log: new ChangeLog(parts.metadata, origin),
      }));
      const object = knownObject(parts.metadata, parts.switches, first.object);
      const log = arrivals[0]?.log ?? new ChangeLog(parts.metadata);
      const context = saveContext(parts, { sql, log }, first.user, false);
      at = context.now;
      const saved = await first.save(context, object, arrivals);
      const changes = arrivals.flatMap((arrival) => arrival.log.events());
      if (parts.switches.push) events = await parts.retained.retain(sql, changes);
      return saved;
    });
    parts.onCommit?.(new Set(arrivals.flatMap(({ log }) => [...log.written])));
    return { results: outcomes.map(resultOf), events, at };
  } finally {
    if (arrivals.some(({ log }) => log.accessChanged)) parts.contexts.clear();
  }
}

function missing(): never {
  throw new Error('A write had no result');
}
