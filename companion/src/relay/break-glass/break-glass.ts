/** What the gates of break-glass are held against, and what follows from them. */
import {
  asksForBreakGlass,
  BREAK_GLASS_CAP,
  type BreakGlassInput,
  breakGlassGates,
  breakGlassMinutes,
  breakGlassWindow,
  type EarlierOpening,
  overriding,
} from '../../core/break-glass.ts';
import { eligibleContacts } from '../../core/roster.ts';
import { evaluateFunnel, type GateVerdict } from '../../core/funnel.ts';
import type { RequestTerms } from '../../core/terms.ts';
import { wantedMinutes } from '../../core/windows.ts';
import { clocksAgree } from '../clock.ts';
import { partiesOf } from '../parties.ts';
import type { PolicyInForce } from '../policy.ts';
import type { RelayPorts, Rows } from '../ports.ts';
import { textOf } from '../revisions.ts';
import type { RosterInForce } from '../roster.ts';
import type { BreakGlassUse, StoredRequest } from '../rows.ts';

export function isBreakGlass({ content }: Pick<StoredRequest, 'content'>): boolean {
  return asksForBreakGlass(content);
}

type Rated = Pick<BreakGlassInput, 'request' | 'requester' | 'target' | 'roster' | 'now'>;

/**
 * @param verdicts of the gates that every request passes
 * @returns them, each that an emergency overrides marked so, and after them those that break-glass alone must pass
 */
export async function breakGlassVerdicts(
  ports: RelayPorts,
  rows: Rows,
  request: StoredRequest,
  { verdicts, policy, ...input }: { verdicts: readonly GateVerdict[]; policy: PolicyInForce } & Rated,
): Promise<GateVerdict[]> {
  const own = evaluateFunnel(breakGlassGates, {
    ...input,
    policy: policy.policy,
    policySigned: await isSigned(rows, policy),
    ask: {
      reason: textOf(request.content, 'Break_Glass_Reason__c') ?? '',
      confirmation: textOf(request.content, 'Break_Glass_Confirmation__c') ?? '',
      submittedBy: await submitterOf(ports, request),
    },
    frozen: request.frozen,
    clocksAgree: await clocksAgree(rows),
    openings: await openingsBeside(rows, request.id, input.now),
  });
  return [...overriding(verdicts), ...own];
}

/** The first policy holds unsigned, and a contact confirms it afterwards: until then it opens nothing at once. */
async function isSigned(rows: Rows, { version, signed }: PolicyInForce): Promise<boolean> {
  if (signed !== null) return true;
  const acts = await rows.acts.ofSubject('policy-change', version);
  return acts.some(({ choice }) => choice === 'Accept');
}

/** Who saved what was logged: whoever uses the draft of another is not its requester. */
async function submitterOf({ org, store }: RelayPorts, request: StoredRequest): Promise<string | null> {
  const { revisionIndex: from } = request;
  const [logged] = await store.ledger.entries(org.orgId, { from, to: from + 1 });
  return logged?.entry.type === 'request.revision' ? logged.entry.by : null;
}

/**
 * Openings of other requests that can matter at `at`: within the time of the cap, those under way included, since several that
 * are handed in at once count against each other; and all that nobody has reviewed.
 */
export async function openingsBeside(rows: Rows, requestId: string, at: string): Promise<EarlierOpening[]> {
  // No window opens after its end, so none that ended before counts.
  const since = Temporal.Instant.from(at).subtract({ hours: BREAK_GLASS_CAP.hours }).toString();
  return (await rows.requests.emergencies(since)).flatMap(({ id, breakGlass, requester, targetUser }) =>
    breakGlass === null || id === requestId
      ? []
      : [
          {
            at: breakGlass.opened?.at ?? breakGlass.window.start,
            requester: requester?.id ?? null,
            targetUser,
            reviewDue: breakGlass.reviewDue,
            reviewed: breakGlass.review !== null || breakGlass.opened === null,
          },
        ],
  );
}

/** The window that starts at `at`, not yet opened. */
export function openingOf(
  request: StoredRequest,
  terms: RequestTerms,
  evaluated: BreakGlassUse['evaluated'],
  at: string,
): BreakGlassUse {
  const minutes = breakGlassMinutes(terms, wantedMinutes(request.content['Hours_Wanted__c'], terms));
  const { start, end, reviewDue } = breakGlassWindow(minutes, at);
  return { evaluated, window: { start, end }, reviewDue, opened: null, overdue: false, review: null };
}

/** A review of a window that is still open would not see all of it. */
export const REVIEWED_WHEN: readonly string[] = ['Completed', 'Revoked'];

/** What a contact reads of it beside the request; null for an ordinary one. */
export function breakGlassView(request: StoredRequest, { contacts }: RosterInForce, contactId: string) {
  if (!isBreakGlass(request)) return null;
  const use = request.breakGlass?.opened ? request.breakGlass : null;
  const open = use?.overdue ? ('overdue' as const) : ('due' as const);
  const reviewers = eligibleContacts(contacts, partiesOf(request));
  const waits = use !== null && use.review === null && REVIEWED_WHEN.includes(request.state);
  return {
    reason: textOf(request.content, 'Break_Glass_Reason__c') ?? '',
    opened: use !== null,
    reviewDue: use?.reviewDue ?? null,
    review: use === null ? ('none' as const) : (use.review?.outcome ?? open),
    reviewedBy: use?.review?.name ?? null,
    reviewedAt: use?.review?.at ?? null,
    mayReview: waits && reviewers.some(({ id }) => id === contactId),
  };
}
