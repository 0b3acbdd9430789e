/**
 * Writes what is intended to the org. The intention was stored with the fact it follows from, so nothing is lost when
 * the org is out of reach or this process dies; every row has a key of its own, so writing twice looks like once.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { coalesce } from '../core/coalesce.ts';
import { AppError } from '../core/errors.ts';
import type { FieldValue, Fields } from './compare.ts';
import type {
  IntendedFields,
  OrgPort,
  OrgWrite,
  Projection,
  RowReference,
  Rows,
  StorePort,
  WatchPorts,
} from './ports.ts';

/** The external id of each object whose rows the companion makes; rows of other objects are made by people. */
export const EXTERNAL_IDS: Readonly<Record<string, string>> = {
  Access_Request_Event__c: 'Event_Key__c',
  Access_Decision__c: 'Decision_Key__c',
  Governance_Mode__c: 'Mode_Key__c',
  Governance_Status__c: 'Status_Key__c',
  Login_Grant__c: 'Grant_Key__c',
  Observed_Access__c: 'Access_Key__c',
  Access_Finding__c: 'Finding_Key__c',
  Source_Coverage__c: 'Coverage_Key__c',
  Ledger_Checkpoint__c: 'Checkpoint_Key__c',
};

/** Subrequests of one composite call. */
const AT_ONCE = 25;
/** What says nothing about the rows, but about the way to the org: they are written later, all of them. */
const OUTAGES = new Set(['org_unreachable', 'rate_limited', 'org_replaced']);

interface Ready {
  row: Projection;
  sent: IntendedFields;
  fields: Fields;
  write: OrgWrite;
}

export interface ExactFlush {
  /** These rows and no others, in this order, all or nothing. */
  only: readonly RowReference[];
  /** By record id: refuse when the row changed after this moment (ISO 8601 with Z). */
  ifUnmodifiedSince?: Readonly<Record<string, string>>;
}

export interface Projector {
  /**
   * Writes everything that waits, oldest first. A row the org refuses is set aside and does not hold up the others. Who
   * asks while another's call waits for its turn shares it.
   * @returns how many rows were written
   * @throws AppError org_unreachable, rate_limited, org_replaced: what is left is written at the next call
   */
  flush(): Promise<number>;
  /** Writes exactly these rows. @throws AppError as `org.apply`; what was intended stays intended */
  flush(exact: ExactFlush): Promise<number>;
  /** The same as a whole flush, which nobody waits for; what fails is logged and taken along by the next one. */
  soon(): void;
  /** Resolves when nothing is under way that `soon` was asked for. */
  idle(): Promise<void>;
}

export type ProjectorPorts = { store: StorePort; org: OrgPort } & Pick<WatchPorts, 'now' | 'log'>;

function isReference(value: FieldValue | RowReference): value is RowReference {
  return typeof value === 'object' && value !== null;
}

/** @returns null while a row that is about to be written has no record id yet */
function resolve(known: ReadonlyMap<string, Projection>, intended: IntendedFields): Fields | null {
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(intended)) {
    if (!isReference(value)) {
      fields[name] = value;
      continue;
    }
    const target = known.get(idOf(value));
    // Its row is about to be written: this one waits for the id. A row that never was leaves the lookup empty.
    if (target?.recordId === null && target.intended !== null && target.attempts === 0) return null;
    fields[name] = target?.recordId ?? null;
  }
  return fields;
}

function writeOf(row: Projection, fields: Fields, since: string | undefined): OrgWrite {
  const externalField = EXTERNAL_IDS[row.object];
  if (externalField !== undefined) {
    return { kind: 'upsert', object: row.object, externalField, key: row.key, fields };
  }
  const condition = since === undefined ? {} : { ifUnmodifiedSince: since };
  return { kind: 'patch', object: row.object, id: row.recordId ?? row.key, fields, ...condition };
}

async function prepare(rows: Rows, waiting: readonly Projection[], exact?: ExactFlush): Promise<Ready[]> {
  const ready: Ready[] = [];
  const references = waiting.flatMap(({ intended }) => Object.values(intended ?? {}).filter(isReference));
  const targets = await rows.projections.getMany(references);
  const known = new Map(targets.map((row) => [idOf(row), row]));
  for (const row of waiting) {
    if (!row.intended) continue;
    const fields = resolve(known, row.intended);
    const since = exact?.ifUnmodifiedSince?.[row.recordId ?? row.key];
    if (fields) ready.push({ row, sent: row.intended, fields, write: writeOf(row, fields, since) });
  }
  return ready;
}

export function createProjector({ store, org, now, log }: ProjectorPorts): Projector {
  const rows = () => store.rows(org.orgId);

  const write = async (ready: readonly Ready[]): Promise<void> => {
    const results = await org.apply(
      ready.map((one) => one.write),
      { allOrNone: true },
    );
    const at = (await now()).toString();
    const written = ready.map(({ row: { object, key, recordId }, sent, fields }, index) => ({
      ...{ object, key, sent, fields },
      recordId: results[index]?.id ?? recordId ?? key,
    }));
    await store.unit(org.orgId, (unit) => unit.projections.confirm(written, at));
  };

  const setAside = async ({ row }: Ready, error: unknown): Promise<void> => {
    const problem = error instanceof Error ? error.message : String(error);
    log.warn({ object: row.object, key: row.key, problem }, 'the org refuses a row');
    await store.unit(org.orgId, (unit) => unit.projections.failed(row, problem));
  };

  /** @returns how many rows were written */
  const writeOneByOne = async (ready: readonly Ready[]): Promise<number> => {
    let written = 0;
    for (const one of ready) {
      try {
        await write([one]);
        written += 1;
      } catch (error) {
        if (isOutage(error)) throw error;
        await setAside(one, error);
      }
    }
    return written;
  };

  const writeSome = async (ready: readonly Ready[]): Promise<number> => {
    try {
      await write(ready);
      return ready.length;
    } catch (error) {
      if (isOutage(error)) throw error;
      return writeOneByOne(ready);
    }
  };

  const flushAll = async (): Promise<number> => {
    let written = 0;
    const handled = new Set<string>();
    for (;;) {
      const waiting = (await rows().projections.waiting(AT_ONCE)).filter((row) => !handled.has(idOf(row)));
      const ready = await prepare(rows(), waiting);
      if (ready.length === 0) return written;
      written += await writeSome(ready);
      // A row is tried once a flush, unless more was intended for it after it was written.
      for (const { row } of ready) handled.add(idOf(row));
    }
  };

  const flushExactly = async (exact: ExactFlush): Promise<number> => {
    const found = new Map((await rows().projections.getMany(exact.only)).map((row) => [idOf(row), row]));
    const inOrder = exact.only.flatMap((reference) => found.get(idOf(reference)) ?? []);
    const ready = await prepare(rows(), inOrder, exact);
    if (ready.length > 0) await write(ready);
    return ready.length;
  };
  // One after the other, over all companions: an older write that overtakes a newer one would leave the org behind the record.
  const inTurn = (work: () => Promise<number>) => store.turn(org.orgId, 'write', work);
  // Whoever asks may hold leases that end before a flush that others share with him.
  const withoutLeases = AsyncLocalStorage.snapshot();
  const flushTogether = coalesce((begun) =>
    withoutLeases(() =>
      inTurn(() => {
        begun();
        return flushAll();
      }),
    ),
  );
  const underWay = new Set<Promise<void>>();
  const flushAndTell = async (): Promise<void> => {
    try {
      await flushTogether();
    } catch (error) {
      const known = error instanceof AppError ? { code: error.code } : { err: error };
      log.warn({ org: org.orgId, ...known }, 'rows for the org are written later');
    }
  };
  return {
    flush: (exact?: ExactFlush) => (exact ? inTurn(() => flushExactly(exact)) : flushTogether()),
    soon: () => {
      const mine = flushAndTell().finally(() => underWay.delete(mine));
      underWay.add(mine);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

const idOf = ({ object, key }: RowReference) => `${object} ${key}`;

function isOutage(error: unknown): boolean {
  return error instanceof AppError && OUTAGES.has(error.code);
}
