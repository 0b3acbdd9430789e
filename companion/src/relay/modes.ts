/**
 * The governance mode: dated, logged, append-only. An operator sets the first one; each later one is a proposal until a
 * contact has signed it, since Standard makes of unauthorized entries mere log-ins.
 */
import { modeAt } from '../core/governance.ts';
import type { Mode } from '../core/requests.ts';
import { clockTime, isBefore } from './clock.ts';
import { raiseFinding } from './findings.ts';
import { modeIntention } from './org-rows.ts';
import type { RelayPorts, Rows, Unit } from './ports.ts';
import type { ModeRow } from './rows.ts';
import { sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

const PROPOSAL_SETTING = 'relay.mode-proposal';

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
}

/** @returns the mode in force now; Standard before the first entry, as the platform itself works then. */
export async function modeNow(rows: Rows, at: string): Promise<Mode> {
  return modeAt(await rows.modes.list(), at) ?? 'Standard';
}

export async function modeProposal(rows: Rows): Promise<ModeProposal | null> {
  return (await rows.settings.get(PROPOSAL_SETTING)) as ModeProposal | null;
}

const proposalSetting = (index: number): string => `${PROPOSAL_SETTING}:${index}`;

/** The mode in force with the contacts who signed it: its proposal or, of the first mode, that it is known. */
export async function modeSigners(
  rows: Rows,
  at: string,
): Promise<(ModeRow & { signedBy: string[] }) | null> {
  const modes = (await rows.modes.list()).filter(({ effectiveFrom }) => !isBefore(at, effectiveFrom));
  const mode = modes.at(-1);
  if (!mode) return null;
  const proposal = (await rows.settings.get(proposalSetting(mode.index))) as number | null;
  const acts = await rows.acts.ofSubject('governance-mode', String(proposal ?? mode.index));
  const signedBy = acts.filter(({ choice }) => choice === 'Accept').map(({ contactId }) => contactId);
  return { ...mode, signedBy };
}

export interface ModeResult {
  /** `set`: the first of all. `proposed`: it waits for a signature. `unchanged`: it is in force already. */
  outcome: 'set' | 'proposed' | 'unchanged';
  /** Since when it is in force, or is to be. */
  since: string;
}

/** Puts the first mode in force from a date on; proposes any other. */
export async function setMode(ports: RelayPorts, wanted: NewMode): Promise<ModeResult> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const result = await store.unit(org.orgId, async (unit): Promise<ModeResult> => {
    const newest = (await unit.modes.list()).at(-1);
    if (!newest) {
      await putMode(unit, ports, wanted, { at, signed: null });
      return { outcome: 'set', since: wanted.effectiveFrom };
    }
    if (newest.mode === wanted.mode) {
      await unit.settings.put(PROPOSAL_SETTING, null, at);
      return { outcome: 'unchanged', since: newest.effectiveFrom };
    }
    await propose(unit, ports, wanted, at);
    return { outcome: 'proposed', since: wanted.effectiveFrom };
  });
  await writeSoon(ports);
  return result;
}

async function propose(unit: Unit, ports: RelayPorts, wanted: NewMode, at: string): Promise<void> {
  const { orgId } = ports.org;
  const { mode, effectiveFrom, by, note } = wanted;
  const { seal, openings } = sealer(ports);
  const proposedBy = await seal(`Governance_Mode__c/${at}/Proposed_By`, by);
  const { index } = await unit.append(
    { v: 1, type: 'mode.proposed', org: orgId, at, mode, effectiveFrom, by: proposedBy },
    openings,
  );
  const proposal = { mode, effectiveFrom, by, note, index, rejected: false };
  await unit.settings.put(PROPOSAL_SETTING, proposal, at);
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
    ],
    requestId: null,
    subject: { mode },
    detail: 'Another governance mode was proposed.',
  });
}

/** Turned down by signature: it is not asked for again. */
export async function turnDownMode(unit: Unit, proposal: ModeProposal, at: string): Promise<void> {
  await unit.settings.put(PROPOSAL_SETTING, { ...proposal, rejected: true }, at);
}

/** A signed mode holds from its date on, but never from before the signature. */
export async function acceptMode(
  unit: Unit,
  ports: RelayPorts,
  proposal: ModeProposal,
  { at, signed }: { at: string; signed: number },
): Promise<void> {
  const effectiveFrom = isBefore(proposal.effectiveFrom, at) ? at : proposal.effectiveFrom;
  const { index } = await putMode(unit, ports, { ...proposal, effectiveFrom }, { at, signed });
  // Its signatures name the proposal.
  await unit.settings.put(proposalSetting(index), proposal.index, at);
  await unit.settings.put(PROPOSAL_SETTING, null, at);
}

async function putMode(
  unit: Unit,
  ports: RelayPorts,
  { mode, effectiveFrom, by, note }: NewMode,
  { at, signed }: { at: string; signed: number | null },
): Promise<ModeRow> {
  const { orgId } = ports.org;
  const { seal, openings } = sealer(ports);
  const setBy = await seal(`Governance_Mode__c/${effectiveFrom}/Set_By__c`, by);
  const entry = { v: 1, type: 'mode.set', org: orgId, at, mode, effectiveFrom, by: setBy, signed } as const;
  const { index, leaf } = await unit.append(entry, openings);
  const row = { index, mode, effectiveFrom, setBy: by };
  await unit.modes.put(row);
  await unit.projections.intend(modeIntention(orgId, row, note, leaf));
  return row;
}
