/** The observing side of one org: takes what a poll brought and puts on record what follows from it. */
import type { Source, SourceCoverage } from '../core/coverage.ts';
import { type Authorization, coversOutsider } from '../core/authorizations.ts';
import type { GrantEpisode, GrantVerdict } from '../core/grants.ts';
import type { ObservedLogin } from '../core/evidence.ts';
import { createAlterationCheck } from './alteration-check.ts';
import { LedgerFacts } from './facts.ts';
import { judge, type Judgement } from './judge.ts';
import { observe, SETTINGS } from './observe.ts';
import { coverageIntention } from './org-rows.ts';
import type { OrgUser, Poll, Watermarks, WatchPorts } from './ports.ts';
import type { Projector } from './projector.ts';
import { type CoverageBySource, extendAll, type MissingPermission, readingsOf } from './readings.ts';
import { FactsMoved, record } from './record.ts';
import { notAfter } from './time.ts';

/** How a grant stands to one request, for the relay's next step with the grantor. */
export interface GrantNews {
  requestId: string;
  userId: string;
  step: 'Granted' | 'Ended';
  /** YYYY-MM-DD. */
  expirationDate: string | null;
  /** Set while the grant can still be used although the window is over: the grantor is to be asked to revoke. */
  remainderUntil: string | null;
}

export interface Taken {
  /** Requests that were found altered: nothing in them is input this time. */
  altered: string[];
  grants: GrantNews[];
  /** Requests that a login was matched with, or held against. */
  accesses: string[];
}

export interface TakeOptions {
  /**
   * Takes the requests as input, before anything else is put on record: people wait for it.
   * @param altered ids of those that are none
   */
  input?: (altered: readonly string[]) => Promise<void>;
  /** Rows are written to the org without anybody waiting for it, so that the next look can begin; the failure is logged. */
  writeSoon?: boolean;
}

export interface Watch {
  watermarks(): Promise<Watermarks>;
  /** Puts one poll on record. Safe to repeat with the same rows. @throws AppError org_unreachable while writing to the org */
  take(poll: Poll, options?: TakeOptions): Promise<Taken>;
  /** Verdicts depend on time, too: a window ends without any new row. */
  judgeAgain(): Promise<Taken>;
  /** The same, and puts on record how far each source has been read: a report is about to rest on it. */
  stateCoverage(): Promise<void>;
  /** Holds the companion's own rows, or all rows and all requests, against the record. @returns ids of altered requests */
  checkRecords(choice: { all: boolean }): Promise<string[]>;
  /** Logins that were held against a request, oldest first. */
  accessesOf(requestId: string): Promise<ObservedLogin[]>;
  /** The live grant of a user to Salesforce Support. */
  liveGrant(userId: string): Promise<GrantEpisode | null>;
}

const NO_MARKS: Watermarks = { requests: null, auditTrail: null, loginLog: null };
const USERS_LAST = Temporal.Duration.from({ hours: 24 });
const PERMISSIONS_LAST = Temporal.Duration.from({ hours: 6 });
/** Coverage goes to the org when it says something new, and else this seldom: each write costs an API call. */
const COVERAGE_LASTS = Temporal.Duration.from({ hours: 3 });
/** Appends by others between reading and writing are rare; more than this many in a row are a fault. */
const MOST_TRIES = 5;

interface Fetched<T> {
  value: T;
  at: Temporal.Instant;
}

class OrgWatch implements Watch {
  readonly #ports: WatchPorts;
  readonly #projector: Projector;
  readonly #ledger = new LedgerFacts();
  readonly #check: ReturnType<typeof createAlterationCheck>;
  #users: Fetched<readonly OrgUser[]> | null = null;
  #missing: Fetched<readonly MissingPermission[]> | null = null;
  #coverage: CoverageBySource | null = null;
  #coverageWritten: Temporal.Instant | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: WatchPorts, projector: Projector) {
    this.#ports = ports;
    this.#projector = projector;
    this.#check = createAlterationCheck(ports);
  }

  get #orgId(): string {
    return this.#ports.org.orgId;
  }

  async watermarks(): Promise<Watermarks> {
    const stored = await this.#ports.store.rows(this.#orgId).settings.get(SETTINGS.watermarks);
    return (stored as Watermarks | null) ?? NO_MARKS;
  }

  take(poll: Poll, { input, writeSoon = false }: TakeOptions = {}): Promise<Taken> {
    return this.#oneAtATime(async () => {
      const altered = await this.#check.requests(poll.requests);
      await input?.(altered);
      const coverage = await this.#observe(poll);
      const judgement = await this.#judge(coverage);
      await this.#showCoverage(coverage);
      if (writeSoon) this.#projector.soon();
      else await this.#projector.flush();
      return this.#taken(altered, judgement);
    });
  }

  judgeAgain(): Promise<Taken> {
    return this.#oneAtATime(async () => {
      const judgement = await this.#judge(await this.#storedCoverage());
      await this.#projector.flush();
      return this.#taken([], judgement);
    });
  }

  stateCoverage(): Promise<void> {
    return this.#oneAtATime(async () => {
      await this.#judge(await this.#storedCoverage(), true);
      await this.#projector.flush();
    });
  }

  checkRecords({ all }: { all: boolean }): Promise<string[]> {
    return this.#oneAtATime(async () => {
      const serverTime = (await this.watermarks()).requests ?? (await this.#ports.now()).toString();
      const altered = all ? await this.#check.allRequests() : [];
      await this.#check.owned({ all, serverTime });
      await this.#projector.flush();
      return altered;
    });
  }

  async accessesOf(requestId: string): Promise<ObservedLogin[]> {
    const facts = await this.#ledger.sync(this.#ports.store, this.#orgId);
    return [...facts.logins.values()]
      .filter(({ key }) => facts.verdicts.access.get(key)?.entry.request === requestId)
      .sort((a, b) => (notAfter(a.loginAt, b.loginAt) ? -1 : 1));
  }

  async liveGrant(userId: string): Promise<GrantEpisode | null> {
    const facts = await this.#ledger.sync(this.#ports.store, this.#orgId);
    const isLive = (grant: GrantEpisode) =>
      grant.userId === userId && grant.state === 'Live' && grant.grantedTo === 'Salesforce_Support';
    return [...facts.grants.values()].findLast(isLive) ?? null;
  }

  #oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #observe(poll: Poll): Promise<CoverageBySource> {
    const now = await this.#ports.now();
    const users = await this.#usersFor(poll, now);
    const missing = await this.#missingNow(now);
    const facts = await this.#ledger.sync(this.#ports.store, this.#orgId);
    const before = await this.#storedCoverage();
    const after = extendAll(before, readingsOf(poll, missing));
    const seen = { orgId: this.#orgId, at: now.toString(), poll, users, facts, ports: this.#ports };
    await this.#ports.store.unit(this.#orgId, (unit) =>
      observe(unit, { ...seen, coverage: { before, after } }),
    );
    this.#coverage = after;
    return after;
  }

  async #judge(coverage: CoverageBySource, whole = false): Promise<Judgement> {
    for (let tries = 1; ; tries += 1) {
      const facts = await this.#ledger.sync(this.#ports.store, this.#orgId);
      const at = (await this.#ports.now()).toString();
      const judgement = judge(facts, coverage, at, whole);
      const pass = {
        orgId: this.#orgId,
        at,
        facts,
        next: this.#ledger.next,
        users: this.#users?.value ?? [],
      };
      try {
        await this.#ports.store.unit(this.#orgId, (unit) => record(unit, pass, judgement));
        await this.#ledger.sync(this.#ports.store, this.#orgId);
        return judgement;
      } catch (error) {
        if (!(error instanceof FactsMoved) || tries === MOST_TRIES) throw error;
      }
    }
  }

  async #showCoverage(coverage: CoverageBySource): Promise<void> {
    const now = await this.#ports.now();
    const last = this.#coverageWritten;
    if (last && Temporal.Duration.compare(last.until(now), COVERAGE_LASTS) < 0) return;
    const at = now.toString();
    await this.#ports.store.unit(this.#orgId, async (unit) => {
      for (const source of coverage.values()) {
        await unit.projections.intend(coverageIntention(this.#orgId, source, null, at));
      }
    });
    this.#coverageWritten = now;
  }

  async #storedCoverage(): Promise<CoverageBySource> {
    if (this.#coverage) return this.#coverage;
    const stored = await this.#ports.store.rows(this.#orgId).settings.get(SETTINGS.coverage);
    const list = (stored ?? []) as unknown as SourceCoverage[];
    return new Map(list.map((one): [Source, SourceCoverage] => [one.source, one]));
  }

  /** Users change seldom; a row that is newer than our list may name one who is not in it. */
  async #usersFor(poll: Poll, now: Temporal.Instant): Promise<readonly OrgUser[]> {
    const rows = [...poll.auditRows, ...poll.sessions];
    const fetched = this.#users;
    const isNewer =
      fetched !== null && rows.some(({ createdAt }) => !notAfter(createdAt, fetched.at.toString()));
    if (!fetched || isNewer || Temporal.Duration.compare(fetched.at.until(now), USERS_LAST) > 0) {
      this.#users = { value: await this.#ports.org.readUsers(), at: now };
    }
    return this.#users?.value ?? [];
  }

  async #missingNow(now: Temporal.Instant): Promise<readonly MissingPermission[]> {
    const fetched = this.#missing;
    if (!fetched || Temporal.Duration.compare(fetched.at.until(now), PERMISSIONS_LAST) > 0) {
      this.#missing = { value: await this.#ports.org.missingPermissions(), at: now };
    }
    return this.#missing?.value ?? [];
  }

  #taken(altered: string[], judgement: Judgement): Taken {
    const { facts } = this.#ledger;
    const accesses = judgement.verdicts.flatMap(({ subject, requestId }) =>
      subject === 'access' && requestId !== null ? [requestId] : [],
    );
    const grants = [...facts.grants.values()].flatMap((grant) =>
      grantNews(grant, [...facts.authorizations.values()], judgement.grants.get(grant.key)),
    );
    return { altered, grants, accesses: [...new Set(accesses)] };
  }
}

/** Every request whose window the grant can serve: the user's, approved before it, not over when it was given. */
function grantNews(
  grant: GrantEpisode,
  authorizations: readonly Authorization[],
  verdict: GrantVerdict | undefined,
): GrantNews[] {
  const { userId, state, expirationDate, grantedTo, grantedAt } = grant;
  const outsider = grantedTo === 'Package_publisher' ? 'Publisher' : 'Salesforce';
  const served = authorizations.filter(
    (one) =>
      one.targetUserId === userId &&
      coversOutsider(one, outsider) &&
      (grantedAt === null || notAfter(grantedAt, one.revokedAt ?? one.end)) &&
      (grant.endedAt === null || notAfter(one.approvedAt, grant.endedAt)),
  );
  return served.map(({ requestId }) => ({
    requestId,
    userId,
    step: state === 'Live' ? 'Granted' : 'Ended',
    expirationDate,
    remainderUntil: verdict?.remainderUntil ?? null,
  }));
}

/** @param projector shared with all who write to this org */
export function createWatch(ports: WatchPorts, projector: Projector): Watch {
  return new OrgWatch(ports, projector);
}
