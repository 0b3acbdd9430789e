/** Where a request stands between several approvals, and what was asked and answered about it. */
import type { RequestView } from '../../ports.ts';
import { el, icon, type Child } from '../dom.ts';
import { instantText, lengthText, shortInstant } from '../format.ts';
import { said, strings } from '../strings.ts';
import { labelOf, time } from './parts.ts';

const OPEN = ['Awaiting_decision', 'More_information'];

/** How many have approved, of how many; nothing for a request that one approval settles. */
export function quorumLine({ quorum, limits, state, deadline }: RequestView): Child {
  const words = strings.answers;
  if (!OPEN.includes(state) || (quorum.needed < 2 && limits.maximumMinutes <= limits.singleApproverMinutes))
    return null;
  const { given, needed, rolesMissing } = quorum;
  const long = limits.maximumMinutes > limits.singleApproverMinutes;
  return el(
    'p',
    { class: 'quorum' },
    icon('check'),
    ' ',
    deadline === null
      ? words.progress(given, needed)
      : words.progressBy(given, needed, instantText(deadline)),
    rolesMissing.length > 0 && ` ${words.rolesMissing(rolesMissing.map(labelOf).join(', '))}`,
    long &&
      el('span', { class: 'soft stacked small' }, words.longWindow(lengthText(limits.singleApproverMinutes))),
  );
}

/** Questions and answers in the order in which they came; nothing while there is none. */
export function thread({ timeline }: RequestView): Child {
  const entries = timeline.filter(({ kind }) => kind === 'Question' || kind === 'Answer');
  if (entries.length === 0) return null;
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, strings.answers.thread),
    el(
      'ol',
      { class: 'timeline' },
      entries.map(({ at, summary }) =>
        el('li', {}, time(at, shortInstant(at)), el('span', {}, said(summary))),
      ),
    ),
  );
}
