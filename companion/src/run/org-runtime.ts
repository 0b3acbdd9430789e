/** One org with all that is done for it: what is watched, what is relayed, and what is reported. */
import type { Logger } from 'pino';
import type { Org } from '../org/org.ts';
import type { RelayPorts } from '../relay/ports.ts';
import { createRelay, type OrgRelay } from '../relay/relay.ts';
import type { LedgerKey } from '../store/signing-key.ts';
import type { Store } from '../store/store.ts';
import { createProjector } from '../watch/projector.ts';
import { createWatch, type Taken, type Watch } from '../watch/watch.ts';
import type { AssertionInput } from '../web/ports.ts';
import { hmac, random, sha256 } from './crypto.ts';
import { createReportMaker, type ReportMaker } from './report-maker.ts';

export interface OrgRuntime {
  org: Org;
  watch: Watch;
  relay: OrgRelay<AssertionInput>;
  reports: ReportMaker;
  now(): Promise<Temporal.Instant>;
  /** One look at the org, and all that follows from it. @throws AppError when the org cannot be read */
  look(): Promise<void>;
  /** Roster, policy and reports. */
  readSlowSources(): Promise<void>;
  /** Somebody may have asked for a report: the next look reads them. */
  expectReports(): void;
  checkRecords(choice: { all: boolean }): Promise<void>;
  /** Whether this companion, among those that share the database, polls the org and hears its changes. */
  isOnDuty(): Promise<boolean>;
  /** A window is approved or open, or a grant is asked for or stands. */
  isLive(): Promise<boolean>;
  /** When the org was last read with success; ISO 8601 with Z. */
  lastLook(): string | null;
  /** Waits until the org shows what was to be shown soon, or could not be reached. */
  written(): Promise<void>;
}

export interface OrgRuntimeDeps {
  org: Org;
  store: Store;
  key: LedgerKey;
  logger: Logger;
  now: () => Promise<Temporal.Instant>;
  kit: () => Promise<Uint8Array>;
  relay: Pick<
    RelayPorts<AssertionInput>,
    | ('mail' | 'channels' | 'push' | 'measure')
    | ('checkSignature' | 'origin' | 'nextOrigin' | 'linkSecret' | 'demonstration')
  >;
}

export function createOrgRuntime(deps: OrgRuntimeDeps): OrgRuntime {
  const { org, store, now, logger: log } = deps;
  const projector = createProjector({ store, org, now, log });
  const watch = createWatch({ org, store, now, hmac, random, log }, projector);
  const relay = createRelay({
    ...deps.relay,
    companionId: store.companions.id,
    org,
    store,
    projector,
    sha256,
    hmac,
    random,
    now,
    log,
  });
  let reportsExpected = true;
  let lastLook: string | null = null;

  const follow = ({ grants, accesses }: Taken) =>
    relay.observed({
      grants: grants.map(({ requestId, step, expirationDate }) => ({ requestId, step, end: expirationDate })),
      accesses: [...new Set(accesses)],
    });
  /** One at a time over all companions: a later look must not be put on record before an earlier one. */
  const inTurn = <Result>(work: () => Promise<Result>) => store.turn(org.orgId, 'look', work);
  const observe = (): Promise<void> => inTurn(observeOnce);
  const observeOnce = async () => {
    const poll = await org.poll(await watch.watermarks());
    let failed = false;
    let failure: unknown;
    const input = async (altered: readonly string[]) => {
      try {
        await relay.requestsSeen(poll.requests.filter(({ id }) => !altered.includes(id)));
      } catch (error) {
        // It must not keep the org from being watched.
        [failed, failure] = [true, error];
      }
    };
    await follow(await watch.take(poll, { input, writeSoon: true }));
    if (failed) throw failure;
    lastLook = (await now()).toString();
  };
  const bringUpToDate = async () => {
    await observe();
    await watch.stateCoverage();
  };
  const reports = createReportMaker({
    org,
    store,
    projector,
    log,
    key: deps.key,
    kit: deps.kit,
    now,
    bringUpToDate,
  });
  const readReports = async () => {
    if (!reportsExpected) return;
    await reports.takeUp();
    reportsExpected = false;
  };
  return {
    org,
    watch,
    relay,
    reports,
    now,
    look: async () => {
      await observe();
      await readReports();
    },
    readSlowSources: async () => {
      await inTurn(async () => {
        await relay.refresh();
        await relay.anchor();
        await watch.checkRecords({ all: false });
      });
      reportsExpected = true;
    },
    expectReports: () => {
      reportsExpected = true;
    },
    checkRecords: async (choice) => {
      await inTurn(() => watch.checkRecords(choice));
    },
    isOnDuty: () => store.duty(org.orgId, 'watch'),
    isLive: () => relay.isLive(),
    lastLook: () => lastLook,
    written: () => projector.idle(),
  };
}
