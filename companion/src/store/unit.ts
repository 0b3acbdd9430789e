/** A unit of work: one transaction with the rows of one org, its ledger and its outbox. */
import { randomUUID } from 'node:crypto';
import type { Sha256 } from '../core/bytes.ts';
import type { Json } from '../core/canonical.ts';
import type { Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { AppError } from '../core/errors.ts';
import type { Database, Queryable } from './database.ts';
import { type AlterationRows, alterationRows } from './alterations.ts';
import { type AbsenceRows, absenceRows } from './absences.ts';
import { type ActRows, actRows } from './acts.ts';
import { type ApiTokenRows, apiTokenRows } from './api-tokens.ts';
import { type DecisionRows, decisionRows, type SnapshotRows, snapshotRows } from './decisions.ts';
import { type DeliveryRows, deliveryRows } from './deliveries.ts';
import { type DrillRows, drillRows } from './drills.ts';
import { type EvidenceRows, evidenceRows } from './evidence.ts';
import {
  type ModeRows,
  modeRows,
  type ReportRows,
  reportRows,
  type SettingRows,
  settingRows,
} from './facts.ts';
import { type FindingRows, findingRows } from './findings.ts';
import { type IntakeRows, intakeRows } from './intakes.ts';
import { type IdpBindingRows, idpBindingRows } from './idp-bindings.ts';
import type { Jobs } from './jobs.ts';
import type { Leases } from './lease.ts';
import { lateWrites } from './late-writes.ts';
import { type Appended, ledgerEnd } from './ledger-end.ts';
import { type PasskeyRows, passkeyRows } from './passkeys.ts';
import {
  type ContactRows,
  contactRows,
  type GrantorLinkRows,
  grantorLinkRows,
  type InvitationRows,
  invitationRows,
} from './people.ts';
import { intentions, type Intend, type ProjectionRows, projectionRows } from './projections.ts';
import { type PushSubscriptionRows, pushSubscriptionRows } from './push-subscriptions.ts';
import { type RequestRows, requestRows } from './requests.ts';
import { type RosterVersionRows, rosterVersionRows } from './roster-versions.ts';
import { type SignerChainRows, signerChainRows } from './signer-chain.ts';

/** The tables of one org, read through the pool or within a unit. */
export interface Rows {
  requests: RequestRows;
  contacts: ContactRows;
  invitations: InvitationRows;
  grantorLinks: GrantorLinkRows;
  passkeys: PasskeyRows;
  idpBindings: IdpBindingRows;
  snapshots: SnapshotRows;
  decisions: DecisionRows;
  acts: ActRows;
  signerChain: SignerChainRows;
  alterations: AlterationRows;
  rosterVersions: RosterVersionRows;
  absences: AbsenceRows;
  deliveries: DeliveryRows;
  drills: DrillRows;
  pushSubscriptions: PushSubscriptionRows;
  settings: SettingRows;
  modes: ModeRows;
  reports: ReportRows;
  projections: ProjectionRows;
  evidence: EvidenceRows;
  findings: FindingRows;
  apiTokens: ApiTokenRows;
  intakes: IntakeRows;
}

/** @param intend what becomes of intentions; without it each is written at once */
export function rowsOf(query: Queryable, orgId: string, intend?: Intend): Rows {
  const signerChain = signerChainRows(query, orgId);
  return {
    requests: requestRows(query, orgId),
    contacts: contactRows(query, orgId),
    invitations: invitationRows(query, orgId),
    grantorLinks: grantorLinkRows(query, orgId),
    passkeys: passkeyRows(query, orgId),
    idpBindings: idpBindingRows(query, orgId),
    snapshots: snapshotRows(query, orgId),
    decisions: decisionRows(query, orgId),
    acts: actRows(query, orgId),
    signerChain,
    alterations: alterationRows(query, orgId, (index) => signerChain.openings(index)),
    rosterVersions: rosterVersionRows(query, orgId),
    absences: absenceRows(query, orgId),
    deliveries: deliveryRows(query, orgId),
    drills: drillRows(query, orgId),
    pushSubscriptions: pushSubscriptionRows(query, orgId),
    settings: settingRows(query, orgId),
    modes: modeRows(query, orgId),
    reports: reportRows(query, orgId),
    projections: projectionRows(query, orgId, intend),
    evidence: evidenceRows(query, orgId),
    findings: findingRows(query, orgId),
    apiTokens: apiTokenRows(query, orgId),
    intakes: intakeRows(query, orgId),
  };
}

type Data = { readonly [name: string]: Json };

export interface Unit extends Rows, Queryable {
  orgId: string;
  /** Appends to the org's ledger; from here to the commit other appends of the org wait. */
  append(entry: LedgerEntry, openings?: readonly Opening[]): Promise<Appended>;
  /** From here to the commit nobody else appends to the org's ledger: what is counted now is what an entry may say. */
  holdLedger(): Promise<void>;
  /**
   * Enqueues a job with the unit's commit. While one of the same key waits, no second one is made.
   * @param options.at run then instead of now; a waiting timer of the same key is moved
   */
  enqueue(job: string, data: Data, options?: { key?: string; at?: string }): Promise<void>;
  /** Takes a waiting timer away. */
  cancel(job: string, key: string): Promise<void>;
}

export interface UnitOptions {
  /** Id of a request whose row is locked first: whoever changes that request waits until the unit ends. */
  lock?: string;
}

export type RunUnit = <Result>(
  orgId: string,
  work: (unit: Unit) => Promise<Result>,
  options?: UnitOptions,
) => Promise<Result>;

/** @returns the function that runs units; after the commit it wakes the workers of the jobs that were enqueued */
export function createUnits(
  database: Database,
  jobs: Jobs,
  sha256: Sha256,
  leases: Pick<Leases, 'requireHeld'>,
): RunUnit {
  return async (orgId, work, { lock } = {}) => {
    const woken = new Set<string>();
    const result = await database.transaction(async (transaction) => {
      await leases.requireHeld(transaction);
      if (lock !== undefined) await lockRequest(transaction, orgId, lock);
      const ledger = ledgerEnd(transaction, orgId, sha256);
      const intended = intentions(transaction, orgId);
      const late = lateWrites(transaction, [ledger, intended]);
      const done = await work({
        ...rowsOf(late, orgId, intended.intend),
        query: (text, values) => late.query(text, values),
        orgId,
        append: (entry, openings = []) => {
          if (entry.org !== orgId) throw new TypeError('a unit appends to the ledger of its own org');
          return ledger.append(entry, openings);
        },
        holdLedger: () => ledger.hold(),
        enqueue: async (job, data, { key = randomUUID(), at } = {}) => {
          if (at !== undefined) return jobs.schedule(transaction, { orgId, job, data, key }, at);
          woken.add(job);
          return jobs.enqueue(transaction, { orgId, job, data, key });
        },
        cancel: (job, key) => jobs.unschedule(transaction, orgId, job, key),
      });
      await late.finish();
      return done;
    });
    jobs.wake(woken);
    return result;
  };
}

async function lockRequest(query: Queryable, orgId: string, id: string): Promise<void> {
  const { rowCount } = await query.query('SELECT 1 FROM request WHERE org_id = $1 AND id = $2 FOR UPDATE', [
    orgId,
    id,
  ]);
  if (rowCount === 0) throw new AppError('not_found', `There is no request ${id}.`);
}
