/** The relay of one org: from a request that is seen to a decision that counts, a window, and its end. */
import { ownAbsences, setAbsence, withdrawAbsence } from './absences.ts';
import { openActs, type SignAct, signAct, type StartAct, startAct } from './acts/acts.ts';
import { type Bounce, bounced } from './bounces.ts';
import { clockTime } from './clock.ts';
import { declineGrant } from './decline.ts';
import { type Decide, decide, type DecisionResult } from './decisions.ts';
import { DELIVER } from './deliveries.ts';
import { addDevice, devicesOf, type NewDevice, removeDevice } from './devices.ts';
import { scheduleDrills } from './drills/drill-schedule.ts';
import {
  contactDrillView,
  stopDrillAs,
  contactDrills,
  type DrillPage,
  drillDetail,
  drillPage,
} from './drills/drill-views.ts';
import { type DrillStopper, type NewDrill, startDrill, stopDrill } from './drills/drills.ts';
import { type Extend, extend } from './extensions.ts';
import { grantorView, type GrantorView } from './grantor.ts';
import { type HistoryQuery, historyView } from './history.ts';
import { delegationsOf } from './in-place.ts';
import { type IdpAccount, idpContact, unbindIdp } from './idp-sign-in.ts';
import { type InvitationView, invitationView, inviteContacts, redeem } from './invitations.ts';
import { beginMoving, declareMove, finishMove, moveView, requireSameHost } from './moving.ts';
import { takeModeProposals } from './mode-proposals.ts';
import { type NewMode, setMode } from './modes.ts';
import { type RelayJob, work } from './jobs.ts';
import { checkpointIntention } from './org-rows.ts';
import { addPasskey, type NewPasskey, ownPasskeys, renamePasskey } from './passkeys.ts';
import { refreshPolicy } from './policy.ts';
import type { AssertionInput, RawRequest, RelayPorts } from './ports.ts';
import { createPreviews } from './previews.ts';
import { rosterView } from './roster-view.ts';
import { versionsView, versionView } from './roster-history.ts';
import { refreshRoster, sealRoster } from './roster.ts';
import type { GrantorLink, GrantStep, Invitation } from './rows.ts';
import { simulatePolicy } from './simulation.ts';
import { requestsSeen } from './seen.ts';
import { sharedUnits } from './shared-units.ts';
import { showStanding } from './standing/standing.ts';
import { startDecision, type StartDecision } from './snapshots.ts';
import { EVALUATE, SETTLE } from './timers.ts';
import { inboxView, meView, requestView, requireContact } from './views.ts';
import { followChanges } from './voiding.ts';
import { standingAlarms, watchRoster } from './watchdog.ts';
import { accessObserved, grantObserved } from './windows.ts';
import { writeSoon } from './writing.ts';

/** What the watch saw that concerns requests. */
export interface Observations {
  grants: readonly { requestId: string; step: GrantStep; end: string | null }[];
  /** Requests to which a login was matched. */
  accesses: readonly string[];
}

export type OrgRelay<Assertion extends AssertionInput = AssertionInput> = ReturnType<
  typeof createRelay<Assertion>
>;

export function createRelay<Assertion extends AssertionInput>(ports: RelayPorts<Assertion>) {
  const previews = createPreviews(ports);
  const inSharedUnit = sharedUnits(ports);
  /** What has changed is shown in the org as it stands then. */
  const thenShown = async <Result>(work: Promise<Result>): Promise<Result> => {
    const result = await work;
    await showStanding(ports);
    return result;
  };
  return {
    orgId: ports.org.orgId,
    start: () => start(ports),
    resume: () => resume(ports),
    refresh: () => refresh(ports),
    requestsSeen: (raws: readonly RawRequest[]) => requestsSeen(ports, raws),
    observed: (seen: Observations) => observed(ports, seen),
    isLive: () => isLive(ports),
    anchor: () => anchor(ports),
    sealRoster: async ({ by }: { by: string }) => {
      const sealed = await sealRoster(ports, { by });
      await inviteContacts(ports);
      await showStanding(ports);
      return sealed;
    },
    setMode: (mode: NewMode) => thenShown(setMode(ports, mode)),
    simulatePolicy: (count: number) => simulatePolicy(ports, count),
    work: (job: string, { data }: RelayJob) => work(ports, inSharedUnit, job, data),
    me: (contactId: string) => meView(ports, contactId),
    unbindIdp: (order: { named: string; by: string }) => unbindIdp(ports, order),
    idpContact: (account: IdpAccount) => idpContact(ports, account),
    inbox: (contactId: string) => inboxView(ports, contactId),
    history: (contactId: string, query: HistoryQuery) => historyView(ports, contactId, query),
    requestView: (contactId: string, requestId: string) => requestView(ports, previews, contactId, requestId),
    extend: async (contactId: string, input: Extend) =>
      extend(ports, await requireContact(ports, contactId), input),
    startDecision: (input: StartDecision) => startDecision(ports, previews, input),
    decide: (input: Decide<Assertion>): Promise<DecisionResult> => decide(ports, input),
    openActs: (contactId: string) => openActs(ports, contactId),
    startAct: (input: StartAct) => startAct(ports, input),
    signAct: (input: SignAct<Assertion>) => thenShown(signAct(ports, input)),
    alarms: () => standingAlarms(ports),
    startDrill: (drill: NewDrill) => startDrill(ports, drill),
    stopDrill: (id: string, stopper: DrillStopper) => stopDrill(ports, id, stopper),
    /** A contact ends it; his name is put on record. @throws AppError not_signed_in, not_found, request_expired */
    stopDrillAs: (contactId: string, id: string) => stopDrillAs(ports, contactId, id),
    drill: (id: string) => drillDetail(ports, id),
    drillPage: (page: DrillPage) => drillPage(ports, page),
    drills: (contactId: string) => contactDrills(ports, contactId),
    drillView: (contactId: string, id: string) => contactDrillView(ports, contactId, id),
    devices: (contactId: string) => devicesOf(ports, contactId),
    addDevice: (contactId: string, device: NewDevice) => addDevice(ports, contactId, device),
    removeDevice: (contactId: string, endpoint: string) => removeDevice(ports, contactId, endpoint),
    roster: (contactId: string) => rosterView(ports, contactId),
    /** Of one contact: given, and those by which he decides for others. @throws AppError not_found */
    delegations: (contactId: string) => delegationsOf(ports, contactId),
    rosterVersions: (contactId: string, page: { before?: number | undefined }) =>
      versionsView(ports, contactId, page),
    rosterVersion: (contactId: string, version: string) => versionView(ports, contactId, version),
    absences: (contactId: string) => ownAbsences(ports, contactId),
    setAbsence: (contactId: string, days: { first: string; last: string }) =>
      thenShown(setAbsence(ports, contactId, days)),
    withdrawAbsence: (contactId: string, id: string) => thenShown(withdrawAbsence(ports, contactId, id)),
    move: () => moveView(ports),
    bounced: (bounce: Bounce) => bounced(ports, bounce),
    finishMove: (finish: { by: string; leave: boolean }) => thenShown(finishMove(ports, finish)),
    beginMoving: (contactId: string) => beginMoving(ports, contactId),
    passkeys: (contactId: string) => ownPasskeys(ports, contactId),
    addPasskey: (contactId: string, added: { passkey: NewPasskey; name: string }) =>
      thenShown(addPasskey(ports, contactId, added)),
    renamePasskey: (contactId: string, renamed: { subject: string; name: string }) =>
      renamePasskey(ports, contactId, renamed),
    grantorView: (link: GrantorLink): Promise<GrantorView> => grantorView(ports, link),
    declineGrant: (link: GrantorLink, reason: string) => declineGrant(ports, link, reason),
    invitation: (invitation: Invitation): Promise<InvitationView> => invitationView(ports, invitation),
    redeem: (invitation: Invitation, passkey: NewPasskey) => thenShown(redeem(ports, invitation, passkey)),
  };
}

/**
 * Opens the ledger at the very first start, reads policy and roster, and takes up what was left: decisions that were
 * received, mails that were not handed over, requests that were not evaluated.
 * @throws AppError configuration when passkeys are bound to another host, or the policy was never readable
 */
async function start(ports: RelayPorts): Promise<void> {
  const { org, store, origin, demonstration } = ports;
  await requireSameHost(ports);
  const { size } = await store.ledger.head(org.orgId);
  if (size === 0) {
    const at = await clockTime(ports);
    const opened = { v: 1, type: 'ledger.opened', org: org.orgId, at, demonstration, origin } as const;
    await store.unit(org.orgId, (unit) => unit.append(opened));
  }
  await declareMove(ports);
  await refresh(ports);
  await resume(ports);
}

/** Takes up what was begun and not ended, whichever companion began it. Safe to repeat. */
async function resume({ org, store }: RelayPorts): Promise<void> {
  const rows = store.rows(org.orgId);
  const pending = new Set((await rows.decisions.pending()).map(({ requestId }) => requestId));
  const submitted = await rows.requests.list(['Submitted']);
  const deliveries = await rows.deliveries.pending();
  await store.unit(org.orgId, async (unit) => {
    for (const request of pending) await unit.enqueue(SETTLE, { request }, { key: request });
    for (const { id, nextOpen } of submitted) {
      if (nextOpen === null) await unit.enqueue(EVALUATE, { request: id }, { key: id });
    }
    for (const { id } of deliveries) await unit.enqueue(DELIVER, { delivery: id }, { key: id });
  });
}

async function refresh(ports: RelayPorts): Promise<void> {
  await refreshPolicy(ports);
  await refreshRoster(ports);
  await takeModeProposals(ports);
  await inviteContacts(ports);
  await followChanges(ports);
  await scheduleDrills(ports);
  await watchRoster(ports);
  await showStanding(ports);
}

async function observed(ports: RelayPorts, { grants, accesses }: Observations): Promise<void> {
  const rows = ports.store.rows(ports.org.orgId);
  for (const grant of grants) {
    if (await rows.requests.get(grant.requestId)) await grantObserved(ports, grant);
  }
  for (const request of accesses) {
    if (await rows.requests.get(request)) await accessObserved(ports, request);
  }
}

/** Minutes matter from the approval until the grant is gone. */
async function isLive({ org, store }: RelayPorts): Promise<boolean> {
  const requests = await store
    .rows(org.orgId)
    .requests.list(['Approved', 'Window_open', 'Completed', 'Revoked']);
  return requests.some(
    ({ state, grantStep }) => state === 'Approved' || state === 'Window_open' || grantStep === 'Granted',
  );
}

/** Anchors the ledger's head in the org, if it has grown since the last time. */
async function anchor(ports: RelayPorts): Promise<void> {
  const { org, store } = ports;
  const checkpoint = await store.ledger.checkpoint(org.orgId, await clockTime(ports));
  await store.unit(org.orgId, async (unit) => {
    const row = checkpointIntention(org.orgId, checkpoint);
    if ((await unit.projections.get(row.object, row.key)) === null) await unit.projections.intend(row);
  });
  await writeSoon(ports);
}
