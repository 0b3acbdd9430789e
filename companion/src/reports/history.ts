/** One request's way in words, from the entries that name it: approved access is audited from approval to end. */
import type { FreezeEnded, LedgerEntry } from '../core/entries/entries.ts';
import { labelOf, type Reader } from './reader.ts';
import type { ReportedStep } from './report.ts';

export interface Names {
  contacts: ReadonlyMap<string, string>;
  users: ReadonlyMap<string, string>;
}

/** States that another entry of the same moment tells: the decision, the window. */
const TOLD_BY_OTHERS: readonly string[] = ['Approved', 'Denied', 'Window_open', 'Completed'];

const name = (names: ReadonlyMap<string, string>, id: string) => names.get(id) ?? id;
const lower = (apiName: string) => labelOf(apiName).toLowerCase();

/**
 * @param ledger all entries: what a contact signed lies there under its index
 * @returns what each entry says, oldest first; entries that say nothing to people are left out
 */
export function historyOf(
  own: readonly LedgerEntry[],
  names: Names,
  reader: Reader,
  ledger: readonly LedgerEntry[],
): ReportedStep[] {
  return own.flatMap((entry) => {
    const what = entry.type === 'freeze.ended' ? lookOf(entry, names, ledger) : stepOf(entry, names, reader);
    return what === null ? [] : [{ at: entry.at, what }];
  });
}

function lookOf({ choice, signed }: FreezeEnded, names: Names, ledger: readonly LedgerEntry[]): string {
  const act = ledger[signed];
  const who = act?.type === 'act.signed' ? name(names.contacts, act.contact) : 'A contact';
  const outcome = choice === 'Go_on' ? 'goes on as it is on record' : 'is ended';
  return `${who} looked at the alteration and signed: the request ${outcome}`;
}

function stepOf(entry: LedgerEntry, names: Names, reader: Reader): string | null {
  switch (entry.type) {
    case 'request.revision':
      return entry.revision === 1 ? 'The request was read' : `Revision ${entry.revision} was read`;
    case 'policy.evaluated':
      return `The policy was evaluated: ${entry.outcome}`;
    case 'notice':
      return noticeOf(entry, names);
    case 'decision.received':
      return `${name(names.contacts, entry.contact)} signed: ${lower(entry.decision)}`;
    case 'decision.effective':
      return `The decision took effect: ${lower(entry.state)}`;
    case 'decision.without_effect':
      return `A decision had no effect: ${entry.because}`;
    case 'record.altered':
      return 'The record was altered in the org: the request was frozen';
    case 'breakglass.opened':
      return `BREAK-GLASS: opened, nobody approved it; ${entry.told.length} contacts were to be told`;
    case 'breakglass.reviewed':
      return `BREAK-GLASS: reviewed, ${lower(entry.outcome)}`;
    case 'request.state':
      return TOLD_BY_OTHERS.includes(entry.to) ? null : `State: ${lower(entry.to)}`;
    case 'window.opened':
      return 'The window opened';
    case 'window.ended':
      return `The window ended: ${lower(entry.outcome)}`;
    case 'grant.asked':
      return `${name(names.users, entry.user)} was asked to grant login access`;
    case 'grant.declined':
      return `${name(names.users, entry.user)} declined: ${reader.text(entry.reason)}`;
    case 'verdict':
      return `Verdict on a${entry.subject === 'grant' ? ' grant' : 'n access'}: ${lower(entry.verdict)}${entry.provisional ? ', provisional' : ''}`;
    default:
      return null;
  }
}

function noticeOf(entry: Extract<LedgerEntry, { type: 'notice' }>, { contacts }: Names): string {
  const whom = entry.contact === null ? 'the grantor' : name(contacts, entry.contact);
  const result = entry.result === 'accepted' ? 'handed over' : 'failed';
  return `Notice to ${whom} by ${lower(entry.channel)}: ${result}`;
}
