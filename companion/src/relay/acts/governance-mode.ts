/** Another governance mode takes force when a contact has signed it, a weaker one when two have; the first is signed as the beginning. */
import { AppError } from '../../core/errors.ts';
import type { Mode } from '../../core/requests.ts';
import { modeWeakenings } from '../../core/weakening.ts';
import { acceptMode, modeProposal, turnDownMode } from '../modes.ts';
import type { Rows } from '../ports.ts';
import type { ActGround, ActKind, OpenAct } from './kind.ts';
import {
  collect,
  sealedSigning,
  signaturesShown,
  type Signing,
  signingGround,
  signingOf,
  tellIfAlone,
} from './signatures.ts';

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

const titleOf = ({ kind, mode }: Waiting): string =>
  kind === 'Founding' ? `Confirm the governance mode: ${words(mode)}` : `Governance mode: ${words(mode)}`;

function signing(ground: ActGround, { kind, subject, mode, before }: Waiting): Promise<Signing> {
  return signingOf(ground, {
    ...{ type: 'governance-mode', subject, concerned: [] },
    weakens: kind === 'Change' ? modeWeakenings(before, mode) : [],
    // The index of a proposal names its content for good.
    isSame: ({ shown }) => shown['kind'] === kind,
  });
}

export const governanceMode: ActKind = {
  type: 'governance-mode',
  async open(ground) {
    const open: OpenAct[] = [];
    for (const found of await waitingModes(ground.rows)) {
      const signed = await signing(ground, found);
      open.push({
        ...{ type: 'governance-mode', subject: found.subject, title: titleOf(found) },
        ...{ mayAct: signed.because === null, because: signed.because, founding: found.kind === 'Founding' },
        ...signaturesShown(ground, signed),
      });
    }
    return open;
  },
  async prepare(ground, subject) {
    const found = await find(ground.rows, subject);
    const signed = await signing(ground, found);
    if (signed.because !== null) throw new AppError('not_eligible', signed.because);
    const { kind, mode, effectiveFrom, before, by } = found;
    return {
      plain: { kind, mode, effectiveFrom, before, by, signing: signingGround(signed) },
      sealed: async (seal) => ({
        ...{ kind, mode, effectiveFrom, replaces: before },
        proposedBy: await seal(`Governance_Mode__c/${subject}/Set_By__c`, by),
        ...(await sealedSigning(ground, signed, seal)),
      }),
    };
  },
  async apply(unit, ground, act, { shown: { kind } }) {
    const { ports, at } = ground;
    const proposal = await modeProposal(unit);
    // The first mode is in force already: its signature says that it is known.
    if (kind === 'Founding' || !proposal) return;
    if (act.choice === 'Reject') {
      await unit.acts.settle(act.type, act.subject);
      return turnDownMode(unit, proposal, at);
    }
    const found = await find(unit, act.subject);
    const signed = await signing({ ...ground, rows: unit }, found);
    const told = { kind: 'Mode_proposal', what: titleOf(found), facts: [] } as const;
    const cosigned = await collect(unit, ground, { act, ...signed, told });
    if (cosigned === null) return 'waits';
    await acceptMode(unit, ports, proposal, { at, signed: act.index, cosigned });
    await tellIfAlone(unit, ground, { act, told, weakens: signed.weakens, cosigned });
  },
};
