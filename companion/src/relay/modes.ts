/**
 * The governance mode: dated, logged, append-only. An operator sets the first one; each later one, and each that an
 * administrator proposes in the org, is a proposal until a contact has signed it, since Standard makes of unauthorized
 * entries mere log-ins.
 */
import { millisecondsOf } from '../core/instants.ts';
import { modeAt } from '../core/governance.ts';
import type { Mode } from '../core/requests.ts';
import { clockTime, isBefore } from './clock.ts';
import { raiseFinding } from './findings.ts';
import { type ProposalEnd, showProposal } from './mode-proposal-row.ts';
import { modeIntention, shortened } from './org-rows.ts';
import type { RelayPorts, Rows, Unit } from './ports.ts';
import type { ModeRow } from './rows.ts';
import { sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

/** Why a proposal in whose place another one stands came to nothing. */
export const OVERTAKEN = 'Another proposal took its place.';

const PROPOSAL_SETTING = 'relay.mode-proposal';
/** Of a reason, in the facts of a finding. */
const REASON_TOLD = 500;

export interface NewMode {
  mode: Mode;
  /** ISO 8601 with Z. */
  effectiveFrom: string;
  by: string;
  note: string | null;
}

export interface ModeProposal extends NewMode {
  /** Ledger index of its mode.proposed entry. */
  index: number;
  rejected: boolean;
  /** Record id of the row in the org by which it was proposed; none for an operator's. */
  row?: string | null;
}

/** @returns the mode in force now; Standard before the first entry, as the platform itself works then. */
export async function modeNow(rows: Rows, at: string): Promise<Mode> {
  return modeAt(await rows.modes.list(), at) ?? 'Standard';
}

export async function modeProposal(rows: Rows): Promise<ModeProposal | null> {
  return (await rows.settings.get(PROPOSAL_SETTING)) as ModeProposal | null;
}

const proposalSetting = (index: number): string => `${PROPOSAL_SETTING}:${index}`;

/** @returns ledger index of the proposal that the mode was signed as; null for a first mode that an operator set */
export async function proposalOfMode(rows: Rows, { index }: ModeRow): Promise<number | null> {
  return (await rows.settings.get(proposalSetting(index))) as number | null;
}

/** The mode in force with the contacts who signed it: its proposal or, of the first mode, that it is known. */
export async function modeSigners(
  rows: Rows,
  at: string,
): Promise<(ModeRow & { signedBy: string[] }) | null> {
  const mode = await heldAt(rows, at);
  if (!mode) return null;
  const acts = await rows.acts.ofSubject(
    'governance-mode',
    String((await proposalOfMode(rows, mode)) ?? mode.index),
  );
  const signedBy = acts.filter(({ choice }) => choice === 'Accept').map(({ contactId }) => contactId);
  return { ...mode, signedBy };
}

/** When a mode would take force that is signed now: never from before the signature. */
export const fromNow = (effectiveFrom: string, at: string): string =>
  isBefore(effectiveFrom, at) ? at : effectiveFrom;

/** The mode that holds at that time by what was accepted so far: as `modeAt`, which judges, counts in whole milliseconds. */
async function heldAt(rows: Rows, at: string): Promise<ModeRow | null> {
  const time = millisecondsOf(at);
  const begun = (await rows.modes.list()).filter(
    ({ effectiveFrom }) => millisecondsOf(effectiveFrom) <= time,
  );
  return begun.at(-1) ?? null;
}

export interface ModeResult {
  /** `set`: the first of all. `proposed`: it waits for a signature. `unchanged`: it holds then anyway. */
  outcome: 'set' | 'proposed' | 'unchanged';
  /** Since when it is in force, or is to be. */
  since: string;
}

/** Puts the first mode in force from a date on; proposes any other. */
export async function setMode(ports: RelayPorts, wanted: NewMode): Promise<ModeResult> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const result = await store.unit(org.orgId, async (unit): Promise<ModeResult> => {
    if ((await unit.modes.list()).length > 0) return proposeMode(unit, ports, wanted, { at, row: null });
    await endProposal(unit, at, { state: 'Taken_back', because: 'An operator set the first mode.' });
    await putMode(unit, ports, wanted, { at, signed: null });
    return { outcome: 'set', since: wanted.effectiveFrom };
  });
  await writeSoon(ports);
  return result;
}

/**
 * Lays a mode before the contacts, in place of one that waits. One that holds at its date anyway takes back what waits.
 * @param row record id of the row in the org by which it is proposed; null for an operator's
 */
export async function proposeMode(
  unit: Unit,
  ports: RelayPorts,
  wanted: NewMode,
  { at, row }: { at: string; row: string | null },
): Promise<ModeResult> {
  const held = await heldAt(unit, fromNow(wanted.effectiveFrom, at));
  if (held?.mode === wanted.mode) {
    const because = 'The mode that is in force was asked for again.';
    const waited = await modeProposal(unit);
    await endProposal(unit, at, { state: 'Taken_back', because });
    if (waited && !waited.rejected) await tellTakenBack(unit, ports, waited, { at, by: wanted.by });
    return { outcome: 'unchanged', since: held.effectiveFrom };
  }
  await endProposal(unit, at, { state: 'Taken_back', because: OVERTAKEN });
  await propose(unit, ports, wanted, { at, row });
  return { outcome: 'proposed', since: wanted.effectiveFrom };
}

/** What waited waits no more; its row in the org, if it has one, says why. */
async function endProposal(unit: Unit, at: string, end: ProposalEnd): Promise<void> {
  const proposal = await modeProposal(unit);
  if (!proposal) return;
  if (!proposal.rejected) await showProposal(unit, proposal.row, end);
  await unit.settings.put(PROPOSAL_SETTING, null, at);
}

async function propose(
  unit: Unit,
  ports: RelayPorts,
  { mode, effectiveFrom, by, note }: NewMode,
  { at, row }: { at: string; row: string | null },
): Promise<void> {
  const { orgId } = ports.org;
  const { seal, openings } = sealer(ports);
  const place = `Governance_Mode__c/${row ?? at}`;
  const proposedBy = await seal(`${place}/Proposed_By`, by);
  const reason = note === null ? {} : { reason: await seal(`${place}/Reason`, note) };
  const { index, leaf } = await unit.append(
    {
      ...{ v: 1, type: 'mode.proposed', org: orgId, at, mode, effectiveFrom, by: proposedBy },
      ...reason,
      ...(row === null ? {} : { row }),
    },
    openings,
  );
  const proposal = { mode, effectiveFrom, by, note, index, rejected: false, row };
  await unit.settings.put(PROPOSAL_SETTING, proposal, at);
  await showProposal(unit, row, { state: 'Waiting_for_signature', pointer: { index, leaf } });
  const words = mode.replaceAll('_', ' ');
  await raiseFinding(unit, orgId, at, {
    key: `mode:${index}`,
    kind: 'Mode_proposal',
    severity: 'Warning',
    title: `Governance mode “${words}” is proposed`,
    details: `${by} proposes it from ${effectiveFrom} on. The mode that was signed stays in force until a contact signs the change.`,
    nextStep: 'Sign it, or turn it down, on the page Signatures.',
    facts: [
      ['Mode', words],
      ['From', effectiveFrom],
      ...(note === null ? [] : [['Reason given', shortened(note, REASON_TOLD) ?? ''] as const]),
    ],
    requestId: null,
    subject: { mode },
    detail: 'Another governance mode was proposed.',
  });
}

/** Nobody signs that a proposal is taken back: whoever was asked to sign it hears of it, and by whom. */
async function tellTakenBack(
  unit: Unit,
  { org: { orgId } }: RelayPorts,
  waited: ModeProposal,
  { at, by }: { at: string; by: string },
): Promise<void> {
  const { mode, effectiveFrom, index } = waited;
  const words = mode.replaceAll('_', ' ');
  await raiseFinding(unit, orgId, at, {
    key: `mode-taken-back:${index}`,
    kind: 'Mode_proposal',
    severity: 'Warning',
    title: `Governance mode “${words}” is not proposed any more`,
    details: `${waited.by} had proposed it from ${effectiveFrom} on. ${by} has asked for the mode that holds then anyway, which took the proposal back.`,
    nextStep: 'Ask both why. If the mode is still wanted, have it proposed anew.',
    facts: [
      ['Mode', words],
      ['From', effectiveFrom],
    ],
    requestId: null,
    subject: { mode },
    detail: 'A proposed governance mode was taken back.',
  });
}

/** Turned down by signature: it is not asked for again. */
export async function turnDownMode(
  unit: Unit,
  proposal: ModeProposal,
  { at, by, because }: { at: string; by: string; because: string },
): Promise<void> {
  await unit.settings.put(PROPOSAL_SETTING, { ...proposal, rejected: true }, at);
  await showProposal(unit, proposal.row, { state: 'Turned_down', because, signedBy: [by] });
}

/** A signed mode holds from its date on, but never from before the signature. @param by names of who signed, the last one last */
export async function acceptMode(
  unit: Unit,
  ports: RelayPorts,
  proposal: ModeProposal,
  {
    at,
    signed,
    cosigned,
    by,
  }: { at: string; signed: number; cosigned: readonly number[]; by: readonly string[] },
): Promise<void> {
  const effectiveFrom = fromNow(proposal.effectiveFrom, at);
  const { index } = await putMode(unit, ports, { ...proposal, effectiveFrom }, { at, signed, cosigned });
  // Its signatures name the proposal.
  await unit.settings.put(proposalSetting(index), proposal.index, at);
  await unit.settings.put(PROPOSAL_SETTING, null, at);
  await showProposal(unit, proposal.row, { state: 'Accepted', inForceFrom: effectiveFrom, signedBy: by });
}

async function putMode(
  unit: Unit,
  ports: RelayPorts,
  { mode, effectiveFrom, by, note }: NewMode,
  { at, signed, cosigned = [] }: { at: string; signed: number | null; cosigned?: readonly number[] },
): Promise<ModeRow> {
  const { orgId } = ports.org;
  const { seal, openings } = sealer(ports);
  const setBy = await seal(`Governance_Mode__c/${effectiveFrom}/Set_By__c`, by);
  const entry = {
    v: 1,
    type: 'mode.set',
    org: orgId,
    at,
    mode,
    effectiveFrom,
    by: setBy,
    signed,
    cosigned,
  } as const;
  const { index, leaf } = await unit.append(entry, openings);
  const row = { index, mode, effectiveFrom, setBy: by };
  await unit.modes.put(row);
  await unit.projections.intend(modeIntention(orgId, row, note, leaf));
  return row;
}
