/** Looks for altered records: in what a poll brought, among the companion's own rows, and in all of them once a day. */
import type { Json } from '../core/canonical.ts';
import {
  type Alteration,
  type FoundRow,
  type LoggedRequest,
  missingRows,
  ownedAlteration,
  type OwnedProjection,
  requestAlteration,
} from './alterations.ts';
import type { FieldValue, Fields } from './compare.ts';
import { SETTINGS } from './observe.ts';
import type {
  IntendedFields,
  LoggedRequestRow,
  OwnedChoice,
  PolledRequest,
  Projection,
  Rows,
  WatchPorts,
} from './ports.ts';
import { EXTERNAL_IDS } from './projector.ts';
import { repair } from './repair.ts';

const REQUEST = 'Access_Request__c';
/** Changes become visible after the moment they bear. */
const OVERLAP = Temporal.Duration.from({ minutes: 2 });

type CheckPorts = Pick<WatchPorts, 'org' | 'store' | 'hmac' | 'random' | 'now'>;

const isPlain = (value: unknown): value is FieldValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** References stand for ids that are not known yet: such a field is left out of the comparison. */
function plainFields(fields: IntendedFields | Readonly<Record<string, Json>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, FieldValue] => isPlain(entry[1])),
  );
}

function loggedAs(
  stored: LoggedRequestRow | undefined,
  projection: Projection | undefined,
): LoggedRequest | null {
  if (!stored && !projection) return null;
  return {
    content: stored ? plainFields(stored.content) : null,
    state: stored?.state ?? null,
    projection: projection?.fields ?? {},
    intended: projection?.intended ? plainFields(projection.intended) : null,
  };
}

/** @returns the record of each request that has one, by id */
async function loggedRequests(
  rows: Rows,
  ids: readonly string[],
): Promise<(id: string) => LoggedRequest | null> {
  if (ids.length === 0) return () => null;
  const stored = new Map((await rows.requests.getMany(ids)).map((one) => [one.id, one]));
  const written = new Map(
    (await rows.projections.getMany(ids.map((key) => ({ object: REQUEST, key })))).map((one) => [
      one.key,
      one,
    ]),
  );
  return (id) => loggedAs(stored.get(id), written.get(id));
}

export interface AlterationCheck {
  /** @returns ids of requests that were altered: nothing of them is input */
  requests(found: readonly PolledRequest[]): Promise<string[]>;
  /** Holds the companion's own rows against what it wrote: those changed since the last check, or all. */
  owned(choice: { all: boolean; serverTime: string }): Promise<number>;
  /** Every request against its record, erased ones included. */
  allRequests(): Promise<string[]>;
}

export function createAlterationCheck(ports: CheckPorts): AlterationCheck {
  const { org, store } = ports;
  const { orgId } = org;
  const rows = () => store.rows(orgId);

  const put = async (alteration: Alteration, requestId: string | null, written: Projection | null) => {
    const at = (await ports.now()).toString();
    const changer = alteration.by === null ? null : await org.readUser(alteration.by);
    const one = { orgId, at, alteration, changer, requestId, written, ports };
    return store.unit(orgId, (unit) => repair(unit, one));
  };

  /** Under the request's lock, on a fresh reading: what looked altered may have been a write of ours. */
  const confirm = async (id: string): Promise<boolean> => {
    const [found] = await org.readRequests({ ids: [id] }, { deleted: true });
    const logged = (await loggedRequests(rows(), [id]))(id);
    const alteration = found ? requestAlteration(logged, found) : logged && erased(id);
    if (!alteration) return false;
    await put(alteration, id, await rows().projections.get(REQUEST, id));
    return true;
  };
  const check = async (id: string): Promise<boolean> =>
    (await rows().requests.get(id)) ? store.exclusive(orgId, id, () => confirm(id)) : confirm(id);

  /** Ids of rows that differ from their record. */
  const suspects = async (found: readonly PolledRequest[]): Promise<string[]> => {
    const loggedOf = await loggedRequests(
      rows(),
      found.map(({ id }) => id),
    );
    const differs = (request: PolledRequest) => {
      const logged = loggedOf(request.id);
      // A copy that a sandbox refresh brought along is nobody's record here.
      const isForeign = request.orgId !== null && request.orgId !== orgId && logged === null;
      return !isForeign && requestAlteration(logged, request) !== null;
    };
    return found.filter(differs).map(({ id }) => id);
  };
  /** Read once more together: most were written by us between their reading and that of their record. */
  const stillSuspect = async (ids: readonly string[]): Promise<readonly string[]> => {
    if (ids.length < 2) return ids;
    const found = await org.readRequests({ ids }, { deleted: true });
    const there = new Set(found.map(({ id }) => id));
    return [...ids.filter((id) => !there.has(id)), ...(await suspects(found))];
  };

  const requests = async (found: readonly PolledRequest[]): Promise<string[]> => {
    const altered: string[] = [];
    for (const id of await stillSuspect(await suspects(found))) {
      if (await check(id)) altered.push(id);
    }
    return altered;
  };

  return {
    requests,
    async allRequests() {
      const found = await org.readRequests('all', { deleted: true });
      const altered = await requests(found);
      const there = new Set(found.map(({ id }) => id));
      for (const { key } of await rows().projections.ofObject(REQUEST)) {
        if (!there.has(key) && (await check(key))) altered.push(key);
      }
      return altered;
    },
    async owned({ all, serverTime }) {
      const since = all ? null : await sinceLast(rows());
      const choices = await ownedChoices(rows(), since);
      const before = await written(rows(), choices);
      const found = choices.length > 0 ? await org.readOwned(choices) : [];
      const after = await written(rows(), choices);
      let altered = 0;
      let unsettled = false;
      for (const { object } of choices) {
        const ours = after.get(object) ?? [];
        const theirs = found.filter((row) => row.object === object);
        const earlier = new Map((before.get(object) ?? []).map((row) => [row.key, JSON.stringify(row)]));
        for (const one of alterationsOf(orgId, ours, theirs, all)) {
          // We wrote the row while it was read: the reading may be older than the record, so it proves nothing.
          if (one.written && earlier.get(one.written.key) !== JSON.stringify(one.written)) {
            unsettled = true;
            continue;
          }
          const request = one.written?.fields['Access_Request__c'];
          if (await put(one.alteration, typeof request === 'string' ? request : null, one.written))
            altered += 1;
        }
      }
      // What is unsettled is read again next time, from the same moment on.
      if (!unsettled)
        await store.unit(orgId, (unit) => unit.settings.put(SETTINGS.ownedSince, serverTime, serverTime));
      return altered;
    },
  };
}

/** What the companion wrote, by object. */
async function written(
  rows: Rows,
  choices: readonly OwnedChoice[],
): Promise<Map<string, readonly Projection[]>> {
  const found = new Map<string, readonly Projection[]>();
  for (const { object } of choices) found.set(object, await rows.projections.ofObject(object));
  return found;
}

function erased(id: string): Alteration {
  return {
    object: REQUEST,
    recordId: id,
    key: null,
    kind: 'missing',
    fields: [],
    by: null,
    byName: null,
    at: null,
  };
}

async function sinceLast(rows: Rows): Promise<string | null> {
  const since = await rows.settings.get(SETTINGS.ownedSince);
  return typeof since === 'string' ? Temporal.Instant.from(since).subtract(OVERLAP).toString() : null;
}

async function ownedChoices(rows: Rows, since: string | null): Promise<OwnedChoice[]> {
  const objects = await rows.projections.objects();
  return objects
    .filter(({ object }) => object !== REQUEST)
    .map(({ object, fields }) => ({ object, keyField: EXTERNAL_IDS[object] ?? 'Id', fields, since }));
}

interface OwnedFinding {
  alteration: Alteration;
  written: Projection | null;
}

const comparable = (row: Projection): OwnedProjection => ({
  ...row,
  intended: row.intended ? plainFields(row.intended) : null,
});

function alterationsOf(
  orgId: string,
  written: readonly Projection[],
  found: readonly FoundRow[],
  complete: boolean,
): OwnedFinding[] {
  const byRecord = new Map(
    written.flatMap((row) => (row.recordId === null ? [] : [[row.recordId, row] as const])),
  );
  const byKey = new Map(written.map((row) => [row.key, row]));
  const findings = found.flatMap((row): OwnedFinding[] => {
    const mine = byRecord.get(row.id) ?? (row.key === null ? undefined : byKey.get(row.key)) ?? null;
    // People make rows of some objects, and a refreshed sandbox brings rows of another org: neither is ours.
    if (!mine && (!(row.object in EXTERNAL_IDS) || isOfAnotherOrg(orgId, row))) return [];
    const alteration = ownedAlteration(mine && comparable(mine), row);
    return alteration ? [{ alteration, written: mine }] : [];
  });
  if (!complete) return findings;
  const missing = missingRows(written.map(comparable), found);
  return [
    ...findings,
    ...missing.map((alteration) => ({ alteration, written: byKey.get(alteration.key ?? '') ?? null })),
  ];
}

function isOfAnotherOrg(orgId: string, { key, fields }: FoundRow): boolean {
  const said = fields['Org_Id__c'];
  return (typeof said === 'string' && said !== orgId) || (key !== null && !key.startsWith(orgId));
}
