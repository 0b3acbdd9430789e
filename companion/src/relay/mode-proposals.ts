/**
 * Governance modes that administrators propose in the org. Each row is read once; what it said then is on record, and the
 * contacts decide on it by signature. The row shows how far it has come.
 */
import { AppError } from '../core/errors.ts';
import type { Mode } from '../core/requests.ts';
import { givenSignatures, signerChain } from './acts/signatures.ts';
import { intendChanged } from './changed-rows.ts';
import { clockTime } from './clock.ts';
import { type ModeProposalRow, PROPOSAL_OBJECT, showProposal } from './mode-proposal-row.ts';
import { modeProposal, OVERTAKEN, proposeMode } from './modes.ts';
import type { RelayPorts, RowsRead, Unit } from './ports.ts';
import { writeSoon } from './writing.ts';

type Unreadable = RowsRead<unknown>['unreadable'][number];

const words = (mode: Mode): string => (mode === 'Standard' ? 'Standard' : 'Opt-out enabled');

/**
 * Takes up what was proposed since and brings the row of what waits up to date. Of several the newest alone is laid before the
 * contacts: however many somebody proposes, they are asked once per reading. Safe to repeat.
 */
export async function takeModeProposals(ports: RelayPorts): Promise<void> {
  const { org, store } = ports;
  const { rows, unreadable } = await readProposals(ports);
  const found = rows.filter(({ orgId }) => orgId === org.orgId);
  const at = await clockTime(ports);
  const newest = found.findLast((row) => problemOf(row) === null);
  for (const row of found)
    await store.unit(org.orgId, (unit) => take(unit, ports, row, { at, isNewest: row === newest }));
  for (const row of unreadable.filter(({ orgId }) => orgId === org.orgId))
    await store.unit(org.orgId, (unit) => refuseUnreadable(unit, ports, row));
  await store.unit(org.orgId, (unit) => followSignatures(unit, ports, at));
  await writeSoon(ports);
}

/** An org whose metadata is older than the companion has no such object: everything else goes on. */
async function readProposals({ org, log }: RelayPorts): Promise<RowsRead<ModeProposalRow>> {
  try {
    return await org.readModeProposals();
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'configuration')) throw error;
    log.warn({ org: org.orgId, problem: error.message }, 'proposed governance modes cannot be read');
    return { rows: [], unreadable: [] };
  }
}

/** Once: afterwards its state waits to be written, or is Proposed no longer. What it says is on no record. */
async function refuseUnreadable(
  unit: Unit,
  { org, log }: RelayPorts,
  { id, reason }: Unreadable,
): Promise<void> {
  if (await unit.projections.get(PROPOSAL_OBJECT, id)) return;
  log.warn({ org: org.orgId, row: id, problem: reason }, 'a proposed governance mode cannot be read');
  await showProposal(unit, id, {
    state: 'Refused',
    because: `It cannot be read: ${reason}. Propose the mode again.`,
  });
}

async function take(
  unit: Unit,
  ports: RelayPorts,
  row: ModeProposalRow,
  { at, isNewest }: { at: string; isNewest: boolean },
): Promise<void> {
  // Its state waits to be written.
  if (await unit.projections.get(PROPOSAL_OBJECT, row.id)) return;
  const { id, mode, effectiveDate, timeZone, reason, createdById, createdByName } = row;
  const content = {
    ...{ Mode__c: mode, Effective_Date__c: effectiveDate, Time_Zone__c: timeZone, Reason__c: reason },
    Proposed_By__c: row.proposedById,
  };
  await intendChanged(unit, { object: PROPOSAL_OBJECT, key: id, recordId: id }, content);
  const because = problemOf(row);
  const effectiveFrom = startOf(effectiveDate, timeZone);
  if (because !== null || effectiveFrom === null)
    return showProposal(unit, id, { state: 'Refused', because: because ?? '' });
  if (!isNewest) return showProposal(unit, id, { state: 'Taken_back', because: OVERTAKEN });
  const wanted = { mode, effectiveFrom, by: createdByName ?? createdById, note: reason };
  const { outcome, since } = await proposeMode(unit, ports, wanted, { at, row: id });
  if (outcome !== 'unchanged') return;
  await showProposal(unit, id, {
    state: 'Refused',
    because: `${words(mode)} holds then anyway, since ${since}. A proposal that waited was taken back.`,
  });
}

function problemOf({
  effectiveDate,
  timeZone,
  reason,
  proposedById,
  createdById,
}: ModeProposalRow): string | null {
  if (startOf(effectiveDate, timeZone) === null)
    return 'Time zone is not a zone of the tz database, such as Europe/Berlin. Propose the mode again with the time zone of the date.';
  if (proposedById !== createdById)
    return 'Proposed by is not the user who saved the row. Propose the mode again as yourself.';
  return (reason ?? '').trim() === ''
    ? 'No reason is given. Propose the mode again and say why, for example by which contract.'
    : null;
}

/** @returns when the day begins in that zone; null when there is no such zone */
function startOf(day: string, timeZone: string): string | null {
  try {
    return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toInstant().toString();
  } catch {
    return null;
  }
}

/** Signatures lapse: what had one of two waits for the first again. */
async function followSignatures(unit: Unit, ports: RelayPorts, at: string): Promise<void> {
  const proposal = await modeProposal(unit);
  if (!proposal?.row || proposal.rejected) return;
  const chain = await signerChain(unit, ports);
  const given = await givenSignatures(
    { rows: unit, chain, at },
    {
      ...{ type: 'governance-mode', subject: String(proposal.index) },
      isSame: ({ shown }) => shown['kind'] === 'Change',
    },
  );
  const contacts = await unit.contacts.list();
  const signedBy = given.map(
    ({ contactId }) => contacts.find(({ id }) => id === contactId)?.name ?? contactId,
  );
  await showProposal(
    unit,
    proposal.row,
    signedBy.length > 0
      ? { state: 'Waiting_for_second_signature', signedBy }
      : { state: 'Waiting_for_signature' },
  );
}
