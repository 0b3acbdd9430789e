/** Small facts of an org: settings, governance modes, the pinned org itself, reports that were asked for. */
import type { Json } from '../core/canonical.ts';
import type { Mode } from '../core/requests.ts';
import type { Queryable } from './database.ts';
import { type PageOf, table } from './table.ts';

export interface SettingRows {
  get(key: string): Promise<Json | null>;
  put(key: string, value: Json, at: string): Promise<void>;
}

/** @param orgId the empty text stands for the companion as a whole */
export function settingRows(query: Queryable, orgId: string): SettingRows {
  return {
    async get(key) {
      const { rows } = await query.query<{ value: Json }>(
        'SELECT value FROM setting WHERE org_id = $1 AND key = $2',
        [orgId, key],
      );
      return rows[0]?.value ?? null;
    },
    async put(key, value, at) {
      await query.query(
        `INSERT INTO setting (org_id, key, value, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id, key) DO UPDATE SET value = EXCLUDED.value, changed_at = EXCLUDED.changed_at`,
        [orgId, key, JSON.stringify(value), at],
      );
    },
  };
}

export interface StoredMode {
  orgId: string;
  /** Ledger index of its mode.set entry. */
  index: number;
  mode: Mode;
  effectiveFrom: string;
  setBy: string;
}

const modes = table<StoredMode>({
  name: 'mode',
  key: ['orgId', 'index'],
  columns: {
    orgId: 'org_id',
    index: 'index',
    mode: 'mode',
    effectiveFrom: 'effective_from',
    setBy: 'set_by',
  },
});

export interface ModeRows {
  put(mode: Omit<StoredMode, 'orgId'>): Promise<void>;
  /** Oldest first. */
  list(): Promise<StoredMode[]>;
}

export function modeRows(query: Queryable, orgId: string): ModeRows {
  return {
    put: async (mode) => {
      await modes.insert(query, { orgId, ...mode });
    },
    list: () => modes.find(query, { orgId }, 'ORDER BY effective_from, index'),
  };
}

export interface PinnedOrg {
  orgId: string;
  environment: string;
  instanceUrl: string;
  name: string;
  pinnedAt: string;
  loginUrl: string;
}

const orgs = table<PinnedOrg>({
  name: 'org',
  key: ['orgId'],
  columns: {
    orgId: 'org_id',
    environment: 'environment',
    instanceUrl: 'instance_url',
    name: 'name',
    pinnedAt: 'pinned_at',
    loginUrl: 'login_url',
  },
});

/** Orgs that were connected once: an address is bound to the org id it answered with first. */
export function orgRows(query: Queryable) {
  return {
    list: () => orgs.find(query, {}, 'ORDER BY pinned_at'),
    byLogin: (loginUrl: string) => orgs.first(query, { loginUrl }),
    put: async (org: PinnedOrg) => {
      await orgs.insert(query, org, 'replace');
    },
  };
}

export interface StoredReport {
  orgId: string;
  id: string;
  periodFrom: string;
  periodTo: string;
  timeZone: string;
  state: 'Requested' | 'In_progress' | 'Ready' | 'Failed';
  bundle: string | null;
  problem: string | null;
  seenAt: string;
  madeAt: string | null;
}

const reports = table<StoredReport>({
  name: 'report',
  key: ['orgId', 'id'],
  columns: {
    orgId: 'org_id',
    id: 'id',
    periodFrom: 'period_from',
    periodTo: 'period_to',
    timeZone: 'time_zone',
    state: 'state',
    bundle: 'bundle',
    problem: 'problem',
    seenAt: 'seen_at',
    madeAt: 'made_at',
  },
});

export interface ReportRows {
  get(id: string): Promise<StoredReport | null>;
  list(): Promise<StoredReport[]>;
  /** Newest first. */
  page(page: PageOf): Promise<StoredReport[]>;
  /** @returns false when it is known already */
  add(report: Omit<StoredReport, 'orgId'>): Promise<boolean>;
  change(id: string, change: Partial<Omit<StoredReport, 'orgId' | 'id'>>): Promise<void>;
}

export function reportRows(query: Queryable, orgId: string): ReportRows {
  return {
    get: (id) => reports.first(query, { orgId, id }),
    list: () => reports.find(query, { orgId }, 'ORDER BY seen_at'),
    page: (page) => reports.page(query, { orgId }, { at: 'seenAt', id: 'id' }, page),
    add: (report) => reports.insert(query, { orgId, ...report }, 'ignore'),
    change: async (id, change) => {
      await reports.update(query, { orgId, id }, change);
    },
  };
}
