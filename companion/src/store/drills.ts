/** Drills, and what each of the contacts who were asked has done. */
import type { DrillAnswer, DrillOrigin } from '../core/entries/drill-entries.ts';
import type { Queryable } from './database.ts';
import { type PageOf, table } from './table.ts';

export interface DrillRow {
  orgId: string;
  id: string;
  name: string;
  origin: DrillOrigin;
  startedBy: string | null;
  note: string | null;
  checkPhrase: string;
  level: number | null;
  startedAt: string;
  endsAt: string;
  endedAt: string | null;
  /** Name of who ended it before its time; null where it ended by itself. */
  stoppedBy: string | null;
}

const drills = table<DrillRow>({
  name: 'drill',
  key: ['orgId', 'id'],
  columns: {
    orgId: 'org_id',
    id: 'id',
    name: 'name',
    origin: 'origin',
    startedBy: 'started_by',
    note: 'note',
    checkPhrase: 'check_phrase',
    level: 'level',
    startedAt: 'started_at',
    endsAt: 'ends_at',
    endedAt: 'ended_at',
    stoppedBy: 'stopped_by',
  },
});

export interface DrillContactRow {
  orgId: string;
  drillId: string;
  contactId: string;
  place: number;
  openedAt: string | null;
  answeredAt: string | null;
  answer: DrillAnswer | null;
}

const contacts = table<DrillContactRow>({
  name: 'drill_contact',
  key: ['orgId', 'drillId', 'contactId'],
  columns: {
    orgId: 'org_id',
    drillId: 'drill_id',
    contactId: 'contact_id',
    place: 'place',
    openedAt: 'opened_at',
    answeredAt: 'answered_at',
    answer: 'answer',
  },
});

export interface DrillRows {
  get(id: string): Promise<DrillRow | null>;
  byName(name: string): Promise<DrillRow | null>;
  /** The one that has not ended. */
  running(): Promise<DrillRow | null>;
  count(): Promise<number>;
  /** Newest first. */
  page(page: PageOf): Promise<DrillRow[]>;
  /** @returns false when another one is running: then nothing is written */
  begin(
    drill: Omit<DrillRow, 'orgId' | 'endedAt' | 'stoppedBy'>,
    contactIds: readonly string[],
  ): Promise<boolean>;
  /** @returns false when it has ended already */
  end(id: string, at: string, stoppedBy: string | null): Promise<boolean>;
  people(id: string): Promise<DrillContactRow[]>;
  /** Of several drills; those of one stand in the order of asking. */
  peopleOf(ids: readonly string[]): Promise<DrillContactRow[]>;
  /** @returns false when the contact was not asked or has opened it before */
  opened(id: string, contactId: string, at: string): Promise<boolean>;
  /** @returns false when the contact was not asked or has answered before */
  answered(id: string, contactId: string, answer: DrillAnswer, at: string): Promise<boolean>;
  /** Contacts who did not answer the last drill that asked them and had its time, with that drill. */
  missed(): Promise<{ contactId: string; name: string; startedAt: string }[]>;
}

export function drillRows(query: Queryable, orgId: string): DrillRows {
  return {
    get: (id) => drills.first(query, { orgId, id }),
    byName: (name) => drills.first(query, { orgId, name }),
    running: () => drills.first(query, { orgId, endedAt: null }),
    count: async () => {
      const { rows } = await query.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM drill WHERE org_id = $1',
        [orgId],
      );
      return rows[0]?.count ?? 0;
    },
    page: (page) => drills.page(query, { orgId }, { at: 'startedAt', id: 'id' }, page),
    begin: async (drill, contactIds) => {
      if (!(await drills.insert(query, { orgId, endedAt: null, stoppedBy: null, ...drill }, 'ignore')))
        return false;
      for (const [place, contactId] of contactIds.entries()) {
        const blank = { openedAt: null, answeredAt: null, answer: null };
        await contacts.insert(query, { orgId, drillId: drill.id, contactId, place, ...blank });
      }
      return true;
    },
    end: async (id, at, stoppedBy) =>
      (await drills.update(query, { orgId, id, endedAt: null }, { endedAt: at, stoppedBy })) > 0,
    peopleOf: (ids) => contacts.find(query, { orgId, drillId: ids }, 'ORDER BY place'),
    people: (id) => contacts.find(query, { orgId, drillId: id }, 'ORDER BY place'),
    opened: async (id, contactId, at) =>
      (await contacts.update(query, { orgId, drillId: id, contactId, openedAt: null }, { openedAt: at })) > 0,
    answered: async (id, contactId, answer, at) => {
      const open = { orgId, drillId: id, contactId, answeredAt: null };
      return (await contacts.update(query, open, { answeredAt: at, answer })) > 0;
    },
    missed: () => missed(query, orgId),
  };
}

async function missed(query: Queryable, orgId: string): ReturnType<DrillRows['missed']> {
  const { rows } = await query.query<{
    contact_id: string;
    name: string;
    started_at: string;
    answered_at: string | null;
  }>(
    `SELECT DISTINCT ON (c.contact_id) c.contact_id, d.name, d.started_at, c.answered_at
     FROM drill_contact c JOIN drill d ON d.org_id = c.org_id AND d.id = c.drill_id
     WHERE c.org_id = $1 AND d.ended_at IS NOT NULL AND d.stopped_by IS NULL
     ORDER BY c.contact_id, d.started_at DESC`,
    [orgId],
  );
  return rows.flatMap(({ contact_id: contactId, name, started_at: startedAt, answered_at: answeredAt }) =>
    answeredAt === null ? [{ contactId, name, startedAt }] : [],
  );
}
