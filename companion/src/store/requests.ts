/** Access requests as the companion last logged them, and where each one stands. */
import type { Json } from '../core/canonical.ts';
import type { GateVerdict } from '../core/funnel.ts';
import type { Mode, Outcome, RequestState } from '../core/requests.ts';
import type { Risk } from '../core/risk.ts';
import type { Queryable } from './database.ts';
import { type PageOf, table, type Where } from './table.ts';

export type GrantStep = 'Not_asked' | 'Asked' | 'Granted' | 'Declined' | 'Ended';

/** A user as the request names him, in the clear: kept here, never in the ledger. */
export interface RequestPerson {
  id: string;
  name: string;
  username: string;
  email: string | null;
  timeZone: string | null;
  language?: string | null;
}

/** What break-glass made of a request. */
export interface BreakGlassUse {
  /** The policy.evaluated entry that let it through. */
  evaluated: { index: number; leaf: string };
  window: { start: string; end: string };
  reviewDue: string;
  /** Ledger index and time of its breakglass.opened entry; null while the org has not taken it. */
  opened: { index: number; at: string } | null;
  /** The time passed without a review. */
  overdue: boolean;
  review: {
    outcome: 'Justified' | 'Not_justified';
    by: string;
    name: string;
    reason: string;
    at: string;
  } | null;
}

export interface StoredRequest {
  orgId: string;
  id: string;
  name: string;
  revision: number;
  /** Ledger index of this revision's entry. */
  revisionIndex: number;
  state: RequestState;
  /** By field name of the org. */
  content: { readonly [field: string]: Json };
  requester: RequestPerson | null;
  target: RequestPerson | null;
  targetUser: string | null;
  caseNumber: string;
  modifiedAt: string;
  submittedAt: string | null;
  deadline: string | null;
  nextOpen: string | null;
  gates: readonly GateVerdict[];
  policyVersion: string | null;
  rosterVersion: string | null;
  mode: Mode | null;
  risk: Risk | null;
  checkPhrase: string | null;
  settledAt: string | null;
  settledBy: string | null;
  /** Persons whose approvals count, and how many the policy asks for; null before contacts are asked. */
  approvalsGiven: number;
  approvalsNeeded: number | null;
  /** Steps of the ladder that were taken, by their keys. */
  ladderDone: readonly string[];
  windowStart: string | null;
  windowEnd: string | null;
  outcome: Outcome | null;
  grantStep: GrantStep;
  grantEnd: string | null;
  frozen: boolean;
  breakGlass: BreakGlassUse | null;
  /** It was submitted as break-glass, whether or not that opened anything. */
  isBreakGlass: boolean;
}

const rows = table<StoredRequest>({
  name: 'request',
  key: ['orgId', 'id'],
  columns: {
    orgId: 'org_id',
    id: 'id',
    name: 'name',
    revision: 'revision',
    revisionIndex: 'revision_index',
    state: 'state',
    content: { json: 'content' },
    requester: { json: 'requester' },
    target: { json: 'target' },
    targetUser: 'target_user',
    caseNumber: 'case_number',
    modifiedAt: 'modified_at',
    submittedAt: 'submitted_at',
    deadline: 'deadline',
    nextOpen: 'next_open',
    gates: { json: 'gates' },
    policyVersion: 'policy_version',
    rosterVersion: 'roster_version',
    mode: 'mode',
    risk: 'risk',
    checkPhrase: 'check_phrase',
    settledAt: 'settled_at',
    settledBy: 'settled_by',
    approvalsGiven: 'approvals_given',
    approvalsNeeded: 'approvals_needed',
    ladderDone: { json: 'ladder_done' },
    windowStart: 'window_start',
    windowEnd: 'window_end',
    outcome: 'outcome',
    grantStep: 'grant_step',
    grantEnd: 'grant_end',
    frozen: 'frozen',
    breakGlass: { json: 'break_glass' },
    isBreakGlass: 'is_break_glass',
  },
});

export type RequestChange = Partial<Omit<StoredRequest, 'orgId' | 'id'>>;

export interface RequestRows {
  get(id: string): Promise<StoredRequest | null>;
  /** Those that there are, in no order. */
  getMany(ids: readonly string[]): Promise<StoredRequest[]>;
  /** By its number in the org, e.g. `AR-000012`. */
  byName(name: string): Promise<StoredRequest | null>;
  /** Newest first. */
  list(states?: readonly RequestState[]): Promise<StoredRequest[]>;
  /** Other requests that name the same case, newest first. */
  ofCase(caseNumber: string, except: string): Promise<StoredRequest[]>;
  /** Break-glass windows that end at that instant or later, those under way included, and all that wait for a review. */
  emergencies(since: string): Promise<StoredRequest[]>;
  /** Submitted at that instant or later. */
  submittedSince(since: string): Promise<StoredRequest[]>;
  /** Newest submission first. */
  page(where: Omit<Where<StoredRequest>, 'orgId'>, page: PageOf): Promise<StoredRequest[]>;
  put(request: StoredRequest): Promise<void>;
  change(id: string, change: RequestChange): Promise<void>;
}

const NEWEST = 'ORDER BY submitted_at DESC NULLS LAST, name DESC';

export function requestRows(query: Queryable, orgId: string): RequestRows {
  return {
    get: (id) => rows.first(query, { orgId, id }),
    getMany: (ids) => rows.find(query, { orgId, id: ids }),
    byName: (name) => rows.first(query, { orgId, name }),
    list: (states) => rows.find(query, states ? { orgId, state: states } : { orgId }, NEWEST),
    ofCase: async (caseNumber, except) =>
      (await rows.find(query, { orgId, caseNumber }, NEWEST)).filter(({ id }) => id !== except),
    // As migration 24 writes them, so that its indexes serve.
    emergencies: (since) =>
      rows.select(
        query,
        `org_id = $1 AND break_glass IS NOT NULL
         AND (break_glass -> 'window' ->> 'end' >= $2 OR break_glass -> 'review' = 'null')`,
        [orgId, since],
      ),
    submittedSince: (since) => rows.select(query, 'org_id = $1 AND submitted_at >= $2', [orgId, since]),
    page: (where, page) => rows.page(query, { ...where, orgId }, { at: 'submittedAt', id: 'id' }, page),
    put: async (request) => {
      await rows.insert(query, request, 'replace');
    },
    change: async (id, change) => {
      await rows.update(query, { orgId, id }, change);
    },
  };
}
