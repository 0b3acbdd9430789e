/** Findings in the clear: what a person must look at, and why. */
import type { Queryable } from './database.ts';
import { type PageOf, table, type Where } from './table.ts';

export interface StoredFinding {
  orgId: string;
  /** Begins with the org id; the external id of its row in the org. */
  key: string;
  kind: string;
  severity: 'Critical' | 'Warning' | 'Notice';
  title: string;
  details: string;
  nextStep: string;
  /** Label and value, in the order in which they shall be read. */
  facts: readonly (readonly [label: string, value: string])[];
  requestId: string | null;
  accessKey: string | null;
  grantKey: string | null;
  foundAt: string;
  toldAt: string | null;
  /** Ledger index of its entry. */
  index: number;
}

const rows = table<StoredFinding>({
  name: 'finding',
  key: ['orgId', 'key'],
  columns: {
    orgId: 'org_id',
    key: 'key',
    kind: 'kind',
    severity: 'severity',
    title: 'title',
    details: 'details',
    nextStep: 'next_step',
    facts: { json: 'facts' },
    requestId: 'request_id',
    accessKey: 'access_key',
    grantKey: 'grant_key',
    foundAt: 'found_at',
    toldAt: 'told_at',
    index: 'index',
  },
});

export interface FindingRows {
  get(key: string): Promise<StoredFinding | null>;
  /** Newest first. */
  list(): Promise<StoredFinding[]>;
  page(where: Omit<Where<StoredFinding>, 'orgId'>, page: PageOf): Promise<StoredFinding[]>;
  /** @returns false when it is known already */
  add(finding: Omit<StoredFinding, 'orgId'>): Promise<boolean>;
  change(key: string, change: Partial<Omit<StoredFinding, 'orgId' | 'key'>>): Promise<void>;
}

export function findingRows(query: Queryable, orgId: string): FindingRows {
  return {
    get: (key) => rows.first(query, { orgId, key }),
    list: () => rows.find(query, { orgId }, 'ORDER BY found_at DESC, key'),
    page: (where, page) => rows.page(query, { ...where, orgId }, { at: 'foundAt', id: 'key' }, page),
    add: (finding) => rows.insert(query, { orgId, ...finding }, 'ignore'),
    change: async (key, change) => {
      await rows.update(query, { orgId, key }, change);
    },
  };
}
