/**
 * Single records that are asked for while the database is busy are read together, in one statement for all who want the
 * same fields of the same object as the same user.
 */
import type { SRecord, UserContext } from './engine.ts';

const LARGEST_GROUP = 200;

interface Wanted {
  user: UserContext;
  /** Names of object and fields; what is alike here is read together. */
  shape: string;
  id: string;
  /** Reads the records of these ids that are there for the user. */
  read(ids: readonly string[]): Promise<SRecord[]>;
}

interface Waiting extends Wanted {
  resolve: (record: SRecord | undefined) => void;
  reject: (error: unknown) => void;
}

export interface Reader {
  /** One record by its id (18); undefined when it is not there. */
  record(wanted: Wanted): Promise<SRecord | undefined>;
}

/** The one reader of an org. */
export function createReader(): Reader {
  const waiting: Waiting[] = [];
  let busy = false;
  const run = async () => {
    busy = true;
    while (waiting.length > 0) await readTogether(takeGroup(waiting));
    busy = false;
  };
  return {
    record: (wanted) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...wanted, resolve, reject });
        if (!busy) void run();
      }),
  };
}

function takeGroup(waiting: Waiting[]): Waiting[] {
  const first = waiting.shift();
  if (!first) return [];
  const group = [first];
  for (let index = 0; index < waiting.length && group.length < LARGEST_GROUP;) {
    const other = waiting[index];
    if (other && other.shape === first.shape && other.user === first.user) {
      group.push(...waiting.splice(index, 1));
    } else index += 1;
  }
  return group;
}

async function readTogether(group: readonly Waiting[]): Promise<void> {
  const [first] = group;
  try {
    const records = (await first?.read([...new Set(group.map(({ id }) => id))])) ?? [];
    const byId = new Map(records.map((record) => [String(record['Id']), record]));
    for (const { id, resolve } of group) resolve(byId.get(id));
  } catch (error) {
    // Whoever asks for the same would meet the same fault.
    for (const { reject } of group) reject(error);
  }
}
