/** The API over the store and the orgs that are served. */
import { AppError } from '../../core/errors.ts';
import type { Bounce } from '../../relay/bounces.ts';
import { nextDrillBy } from '../../relay/drills/drill-schedule.ts';
import { versionDetail } from '../../relay/roster-history.ts';
import type { Store } from '../../store/store.ts';
import type { Rows } from '../../store/unit.ts';
import type { Cursors } from '../../web/api/cursors.ts';
import type { Api, Operations, Signing } from '../../web/api/ports.ts';
import * as facts from './facts.ts';
import type { OrgRelay } from '../../relay/relay.ts';
import { type DrillRelay, drillsPage, startDrill } from './drills.ts';
import { readFriction } from './friction.ts';
import { type IntakeOrg, takeIntake, takeMail } from './intake.ts';
import { ledgerReads } from './ledger.ts';
import { askReport, reportFile, type ReportOrg } from './reports.ts';
import * as requests from './requests.ts';

/** What the API needs of one org that is served. */
export interface ApiOrg {
  org: IntakeOrg & ReportOrg;
  relay: DrillRelay & Pick<OrgRelay, 'delegations'>;
  /** There is something new to see in the org. Not waited for. */
  look: () => void;
  /** A mail came back. @returns false when it was none of this org, or known */
  bounced: (bounce: Bounce) => Promise<boolean>;
  /** Somebody asked for a report. */
  expectReports: () => void;
}

export interface ApiDeps {
  store: Store;
  /** By org id. */
  orgs: ReadonlyMap<string, ApiOrg>;
  signing: Signing;
  credentialsOf: Api['credentialsOf'];
  operations: Operations;
  cursors: Cursors;
  now: () => Promise<Temporal.Instant>;
}

export function createApi(deps: ApiDeps): Api {
  const { store, orgs, now } = deps;
  const rowsOf = (org: string): Rows => store.rows(org);
  const served = (org: string): ApiOrg => {
    const found = orgs.get(org);
    if (!found) throw new AppError('unavailable', 'The org of this token is not connected.');
    return found;
  };
  return {
    cursors: deps.cursors,
    signing: deps.signing,
    credentialsOf: deps.credentialsOf,
    operations: deps.operations,
    ledger: ledgerReads(store),
    reads: {
      requests: (org, query, page) => requests.requestsPage(rowsOf(org), query, page),
      request: (org, id) => requests.requestDetail(rowsOf(org), id),
      timeline: (org, id) => requests.requestTimeline(rowsOf(org), id),
      decisions: (org, id) => requests.requestDecisions(rowsOf(org), id),
      deliveries: (org, query, page) => requests.deliveriesPage(rowsOf(org), query, page),
      findings: (org, query, page) => facts.findingsPage(rowsOf(org), query, page),
      coverage: (org) => facts.coverageOf(rowsOf(org)),
      roster: (org) => facts.rosterOf(rowsOf(org)),
      delegations: async (org, contact) => served(org).relay.delegations(contact),
      rosterVersions: (org, page) => facts.rosterVersions(rowsOf(org), page),
      rosterVersion: (org, version) => versionDetail(rowsOf(org), version),
      policy: (org) => facts.policyOf(rowsOf(org)),
      policyVersions: (org) => facts.policyVersions(store, org),
      modes: (org) => facts.modesOf(rowsOf(org)),
      reports: (org, page) => facts.reportsPage(rowsOf(org), page),
      drills: async (org, page) => drillsPage(served(org).relay, page),
      drill: async (org, named) => served(org).relay.drill(named),
      friction: async (org, question) => ({
        drills: 'excluded',
        ...(await readFriction(store, org, question, await now())),
      }),
      nextDrillBy: async (org) => nextDrillBy(rowsOf(org)),
    },
    works: {
      startDrill: async (caller, drill) => startDrill(served(caller.org).relay, caller, drill),
      async askReport({ org }, period) {
        const { org: port, expectReports, look } = served(org);
        const asked = await askReport(port, period);
        expectReports();
        look();
        return asked;
      },
      reportFile: async (org, id, ending) => reportFile(served(org).org, rowsOf(org), id, ending),
      async intake(caller, input) {
        const { org, look } = served(caller.org);
        return takeIntake({ org, store, now, look }, caller, input);
      },
      async intakeMail(caller, raw) {
        const { org, look, bounced } = served(caller.org);
        return takeMail({ org, store, now, look, bounced }, caller, raw);
      },
    },
  };
}
