/** Requests that are decided, newest first, page by page: who settled each, and what this contact answered. */
import { answeredWith, type AskedAnswer } from '../core/answers.ts';
import { OPEN_STATES, REQUEST_STATES, type RequestState } from '../core/requests.ts';
import type { RelayPorts } from './ports.ts';
import { inboxItemOf, requireContact } from './views.ts';

const PAGE = 20;
const UNDECIDED: readonly RequestState[] = [...OPEN_STATES, 'Draft', 'Submitted'];
const DECIDED = REQUEST_STATES.filter((state) => !UNDECIDED.includes(state));

export interface HistoryQuery {
  state: string | null;
  caseNumber: string | null;
  /** Only what this contact answered so, by his last answer; null is everything, answered or not. */
  answer: AskedAnswer | null;
  /** Where the page before ended. */
  after: { at: string; id: string } | null;
}

/** @throws AppError not_signed_in */
export async function historyView(ports: RelayPorts, contactId: string, query: HistoryQuery) {
  const { org, store } = ports;
  await requireContact(ports, contactId);
  const rows = store.rows(org.orgId);
  const states = DECIDED.filter((state) => query.state === null || state === query.state);
  const where = {
    state: states,
    ...(query.caseNumber === null ? {} : { caseNumber: query.caseNumber }),
    ...(query.answer !== null && {
      id: answeredWith(await rows.decisions.answersOf(contactId), query.answer),
    }),
  };
  const found = await rows.requests.page(where, { after: query.after, limit: PAGE + 1 });
  const items = await Promise.all(
    found.slice(0, PAGE).map(async (request) => {
      const mine = (await rows.decisions.ofRequest(request.id)).findLast(
        (own) => own.contactId === contactId,
      );
      return { ...inboxItemOf(ports, request, false), mine: mine?.decision ?? null };
    }),
  );
  const last = found[PAGE - 1];
  const more = found.length > PAGE && last?.submittedAt ? { at: last.submittedAt, id: last.id } : null;
  return { items, more };
}
