/** Another governance mode takes force when a contact has signed it, a weaker one when two have; the first is signed as the beginning. */
import { modeReplaced } from '../../core/governance.ts';
import { AppError } from '../../core/errors.ts';
import type { Mode } from '../../core/requests.ts';
import { modeWeakenings } from '../../core/weakening.ts';
import { showProposal } from '../mode-proposal-row.ts';
import { acceptMode, fromNow, modeProposal, proposalOfMode, turnDownMode } from '../modes.ts';
import type { Rows } from '../ports.ts';
import type { ModeRow } from '../rows.ts';
import type { ActGround, ActKind, OpenAct } from './kind.ts';
import {
  collect,
  nameOf,
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
  note: string | null;
}

/** In the order in which they were set, as the kit takes them: what was accepted last stands last, whatever its date. */
const asSet = (modes: readonly ModeRow[]): ModeRow[] => [...modes].sort((a, b) => a.index - b.index);

/** @returns whether a contact has signed the first mode: as a proposal, or that it is known */
async function isSigned(rows: Rows, first: ModeRow): Promise<boolean> {
  if ((await proposalOfMode(rows, first)) !== null) return true;
  return (await rows.acts.ofSubject('governance-mode', String(first.index))).length > 0;
}

/** The first mode while nobody has signed it, and the proposal that waits, as it would replace another mode at `at`. */
export async function waitingModes(rows: Rows, at: string): Promise<Waiting[]> {
  const modes = await rows.modes.list();
  const first = modes.length === 1 ? modes[0] : undefined;
  const proposal = await modeProposal(rows);
  const found: Waiting[] = [];
  if (first && !(await isSigned(rows, first))) {
    const { index, mode, effectiveFrom, setBy: by } = first;
    found.push({
      ...{ kind: 'Founding', subject: String(index), mode, effectiveFrom, before: null, by },
      note: null,
    });
  }
  if (proposal && !proposal.rejected) {
    const { index, mode, effectiveFrom, by, note } = proposal;
    const before = modeReplaced(asSet(modes), fromNow(effectiveFrom, at));
    found.push({ kind: 'Change', subject: String(index), mode, effectiveFrom, before, by, note });
  }
  return found;
}

async function find({ rows, at }: Pick<ActGround, 'rows' | 'at'>, subject: string): Promise<Waiting> {
  const found = (await waitingModes(rows, at)).find((one) => one.subject === subject);
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
    for (const found of await waitingModes(ground.rows, ground.at)) {
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
    const found = await find(ground, subject);
    const signed = await signing(ground, found);
    if (signed.because !== null) throw new AppError('not_eligible', signed.because);
    const { kind, mode, effectiveFrom, before, by, note } = found;
    return {
      plain: { kind, mode, effectiveFrom, before, by, note, signing: signingGround(signed) },
      sealed: async (seal) => ({
        ...{ kind, mode, effectiveFrom, replaces: before },
        proposedBy: await seal(`Governance_Mode__c/${subject}/Set_By__c`, by),
        ...(note === null ? {} : { because: await seal(`Governance_Mode__c/${subject}/Note__c`, note) }),
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
      return turnDownMode(unit, proposal, { at, by: ground.contact.name, because: act.reason });
    }
    const found = await find({ rows: unit, at }, act.subject);
    const signed = await signing({ ...ground, rows: unit }, found);
    const by = [...signed.given.map((given) => nameOf(ground, given)), ground.contact.name];
    const told = { kind: 'Mode_proposal', what: titleOf(found), facts: [] } as const;
    const cosigned = await collect(unit, ground, { act, ...signed, told });
    if (cosigned === null) {
      await showProposal(unit, proposal.row, { state: 'Waiting_for_second_signature', signedBy: by });
      return 'waits';
    }
    await acceptMode(unit, ports, proposal, { at, signed: act.index, cosigned, by });
    await tellIfAlone(unit, ground, { act, told, weakens: signed.weakens, cosigned });
  },
};
