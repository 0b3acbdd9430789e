/** Another governance mode takes force when a contact has signed it; the first one is signed as the beginning. */
import { AppError } from '../../core/errors.ts';
import type { Mode } from '../../core/requests.ts';
import { acceptMode, modeProposal, turnDownMode } from '../modes.ts';
import type { Rows } from '../ports.ts';
import { hindranceOf } from './hindrance.ts';
import type { ActKind } from './kind.ts';

interface Waiting {
  kind: 'Founding' | 'Change';
  /** Ledger index of the entry that set or proposed it. */
  subject: string;
  mode: Mode;
  effectiveFrom: string;
  before: Mode | null;
  by: string;
}

/** The first mode while nobody has signed it, and the proposal that waits. */
export async function waitingModes(rows: Rows): Promise<Waiting[]> {
  const modes = await rows.modes.list();
  const first = modes.length === 1 ? modes[0] : undefined;
  const proposal = await modeProposal(rows);
  const found: Waiting[] = [];
  if (first && (await rows.acts.ofSubject('governance-mode', String(first.index))).length === 0) {
    const { index, mode, effectiveFrom, setBy } = first;
    found.push({ kind: 'Founding', subject: String(index), mode, effectiveFrom, before: null, by: setBy });
  }
  if (proposal && !proposal.rejected) {
    const { index, mode, effectiveFrom, by } = proposal;
    const before = modes.at(-1)?.mode ?? null;
    found.push({ kind: 'Change', subject: String(index), mode, effectiveFrom, before, by });
  }
  return found;
}

async function find(rows: Rows, subject: string): Promise<Waiting> {
  const found = (await waitingModes(rows)).find((one) => one.subject === subject);
  if (!found) throw new AppError('not_found', 'No such change of the governance mode waits for a signature.');
  return found;
}

const words = (mode: Mode): string => mode.replace('Opt_out', 'Opt-out').replaceAll('_', ' ');

export const governanceMode: ActKind = {
  type: 'governance-mode',
  async open(ground) {
    const because = hindranceOf(ground);
    return (await waitingModes(ground.rows)).map(({ kind, subject, mode }) => ({
      ...{ type: 'governance-mode' as const, subject, mayAct: because === null, because },
      founding: kind === 'Founding',
      title:
        kind === 'Founding'
          ? `Confirm the governance mode: ${words(mode)}`
          : `Governance mode: ${words(mode)}`,
    }));
  },
  async prepare(ground, subject) {
    const found = await find(ground.rows, subject);
    const because = hindranceOf(ground);
    if (because !== null) throw new AppError('not_eligible', because);
    const { kind, mode, effectiveFrom, before, by } = found;
    return {
      plain: { kind, mode, effectiveFrom, before, by },
      sealed: async (seal) => ({
        ...{ kind, mode, effectiveFrom, replaces: before },
        proposedBy: await seal(`Governance_Mode__c/${subject}/Set_By__c`, by),
      }),
    };
  },
  async apply(unit, { ports, at }, act, { shown: { kind } }) {
    const proposal = await modeProposal(unit);
    // The first mode is in force already: its signature says that it is known.
    if (kind === 'Founding' || !proposal) return;
    if (act.choice === 'Reject') return turnDownMode(unit, proposal, at);
    await acceptMode(unit, ports, proposal, { at, signed: act.index });
  },
};
