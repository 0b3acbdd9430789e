/** Makes reports: those that people ask for in the panel, as jobs, and those that an operator asks for. */
import type { Logger } from 'pino';
import { AppError } from '../core/errors.ts';
import type { Org } from '../org/org.ts';
import type { ReportRow } from '../org/records.ts';
import type { UnreadableRow } from '../org/values.ts';
import { type MadeReport, makeReport } from '../reports/make-bundle.ts';
import type { Period } from '../reports/period.ts';
import type { Store } from '../store/store.ts';
import type { LedgerKey } from '../store/signing-key.ts';
import type { Projector } from '../watch/projector.ts';
import { readRecords } from './org-records.ts';

export const MAKE_REPORT = 'report.make';

const OBJECT = 'Audit_Report__c';

export interface ReportMakerDeps {
  org: Org;
  store: Store;
  projector: Pick<Projector, 'flush' | 'soon'>;
  log: Pick<Logger, 'warn'>;
  key: LedgerKey;
  kit: () => Promise<Uint8Array>;
  now: () => Promise<Temporal.Instant>;
  /** Reads the org and puts on record how far each source has been read. */
  bringUpToDate: () => Promise<void>;
}

export interface ReportMaker {
  /** Takes up reports in state Requested that are not known yet. */
  takeUp(): Promise<void>;
  /** Handles one job; safe to repeat: files are attached once, by name and content. */
  make(job: { report: string; name: string }, last: boolean): Promise<void>;
  /** For an operator: the bundle itself, without a row in the org. */
  compile(name: string, period: Period): Promise<MadeReport>;
}

/** The zone of a report whose requester named none. */
const DEFAULT_ZONE = 'UTC';

export function createReportMaker(deps: ReportMakerDeps): ReportMaker {
  const { org, store } = deps;
  const compile = (name: string, period: Period) => compileNow(deps, name, period);
  return {
    compile,
    takeUp: async () => {
      const { rows, unreadable } = await org.readReports();
      for (const row of rows) if (row.orgId === org.orgId) await enqueue(deps, row);
      for (const row of unreadable) if (row.orgId === org.orgId) await failUnreadable(deps, row);
    },
    make: async ({ report: reportId, name }, last) => {
      const known = await store.rows(org.orgId).reports.get(reportId);
      if (!known || known.state === 'Ready') return;
      try {
        await setState(deps, reportId, {
          ...{ Period_From__c: known.periodFrom, Period_To__c: known.periodTo },
          ...{ Time_Zone__c: known.timeZone, State__c: 'In_progress', Problem__c: null },
        });
        await deliver(
          deps,
          reportId,
          await compile(name, {
            fromDate: known.periodFrom,
            toDate: known.periodTo,
            timeZone: known.timeZone,
          }),
        );
      } catch (error) {
        if (!last && !isFinal(error)) throw error;
        await fail(
          deps,
          reportId,
          error instanceof AppError || error instanceof RangeError
            ? error.message
            : 'It could not be made; the log says why.',
        );
        if (!isFinal(error)) throw error;
      }
    },
  };
}

function isFinal(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof AppError && error.code === 'configuration');
}

async function enqueue({ org, store, now }: ReportMakerDeps, row: ReportRow): Promise<void> {
  const at = (await now()).toString();
  await store.unit(org.orgId, async (unit) => {
    const isNew = await unit.reports.add({
      id: row.id,
      periodFrom: row.periodFrom,
      periodTo: row.periodTo,
      timeZone: row.timeZone ?? DEFAULT_ZONE,
      state: 'Requested',
      bundle: null,
      problem: null,
      seenAt: at,
      madeAt: null,
    });
    if (isNew) await unit.enqueue(MAKE_REPORT, { report: row.id, name: row.name }, { key: row.id });
  });
}

/** Once: afterwards its state waits to be written, or is Requested no longer. */
async function failUnreadable(
  { org, store, projector, log }: ReportMakerDeps,
  { id, reason }: UnreadableRow,
): Promise<void> {
  const row = { object: OBJECT, key: id };
  const fields = { State__c: 'Failed', Problem__c: problemText(`It cannot be read: ${reason}.`) };
  await store.unit(org.orgId, async (unit) => {
    if (await unit.projections.get(row.object, row.key)) return;
    log.warn({ org: org.orgId, row: id, problem: reason }, 'a report that was asked for cannot be read');
    await unit.projections.intend({ ...row, recordId: id, fields });
  });
  // Nothing here waits for it: a row that the org refuses must not keep the org from being watched.
  projector.soon();
}

async function compileNow(deps: ReportMakerDeps, name: string, period: Period): Promise<MadeReport> {
  const { org, store, key } = deps;
  await deps.bringUpToDate();
  const madeAt = (await deps.now()).toString();
  const records = await readRecords(org);
  const checkpoint = await store.ledger.checkpoint(org.orgId, madeAt);
  const stored = await store.ledger.entries(org.orgId, { from: 0, to: checkpoint.size });
  const input = {
    name,
    org: { id: org.orgId, name: org.name, environment: org.environment },
    period,
    madeAt,
    entries: stored.map(({ entry }) => entry),
    leaves: stored.map(({ leaf }) => leaf),
    openings: await store.ledger.openings(org.orgId, 0, checkpoint.size),
    records,
    checkpoint: checkpoint.note,
  };
  const made = await makeReport(input, key.forOrg(org.orgId), await deps.kit());
  await store.unit(org.orgId, (unit) =>
    unit.append({
      v: 1,
      type: 'report.made',
      org: org.orgId,
      at: madeAt,
      report: name,
      from: period.fromDate,
      to: period.toDate,
      bundle: made.digest,
      checkpoint: checkpoint.note,
    }),
  );
  return made;
}

async function deliver(deps: ReportMakerDeps, reportId: string, made: MadeReport): Promise<void> {
  const { org, store } = deps;
  const { period } = made.report;
  const stem = `countersign-report-${period.fromDate}-to-${period.toDate}`;
  await org.attach(reportId, [
    { name: `${stem}.html`, bytes: made.html, type: 'text/html' },
    { name: `${stem}.zip`, bytes: made.zip, type: 'application/zip' },
  ]);
  const madeAt = made.report.madeAt;
  await setState(deps, reportId, {
    State__c: 'Ready',
    Made_At__c: madeAt,
    Bundle_Digest__c: made.digest,
    Checkpoint__c: made.report.checkpoint.note,
    Summary__c: summaryOf(made),
  });
  await store.unit(org.orgId, (unit) =>
    unit.reports.change(reportId, { state: 'Ready', bundle: made.digest, madeAt }),
  );
}

function summaryOf({ report }: MadeReport): string {
  const governed = report.accesses.filter(({ verdict }) => verdict !== 'Before_governance');
  const matched = governed.filter(({ verdict }) => verdict === 'Matched').length;
  const emergencies = report.requests.filter(({ breakGlass }) => breakGlass?.openedAt).length;
  return [
    `${report.requests.length} access requests, ${governed.length} observed outside accesses, ${matched} of them matched.`,
    ...(emergencies > 0 ? [`BREAK-GLASS: ${emergencies} windows that nobody approved.`] : []),
    `${report.findings.length} findings, ${report.differences.length} differences between ledger and org.`,
    `What it cannot see stands on page one.`,
  ].join(' ');
}

async function fail(deps: ReportMakerDeps, reportId: string, problem: string): Promise<void> {
  await deps.store.unit(deps.org.orgId, (unit) =>
    unit.reports.change(reportId, { state: 'Failed', problem }),
  );
  await setState(deps, reportId, { State__c: 'Failed', Problem__c: problemText(problem) });
}

/** Within the length of Problem__c. */
const problemText = (problem: string): string => problem.slice(0, 255);

type Fields = Record<string, string | null>;

/** By way of what is intended, so that the row is held against it afterwards, as every other row of the companion is. */
async function setState(
  { org, store, projector }: ReportMakerDeps,
  id: string,
  fields: Fields,
): Promise<void> {
  const row = { object: OBJECT, key: id };
  await store.unit(org.orgId, (unit) => unit.projections.intend({ ...row, recordId: id, fields }));
  await projector.flush({ only: [row] });
}
