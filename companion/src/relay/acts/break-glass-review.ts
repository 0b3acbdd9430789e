/**
 * The review of a break-glass window: when it is over, a contact who is neither the requester nor the target user reads
 * what happened and signs whether it was an emergency. One review is enough, and it changes nothing of the mark.
 */
import { REVIEW_OUTCOMES, type ReviewOutcome } from '../../core/break-glass.ts';
import type { Json } from '../../core/canonical.ts';
import { AppError } from '../../core/errors.ts';
import { compareInstants } from '../../core/instants.ts';
import { eligibleContacts } from '../../core/roster.ts';
import { REVIEWED_WHEN } from '../break-glass/break-glass.ts';
import { tellReviewed } from '../break-glass/break-glass-news.ts';
import { keepReview, raiseNotJustified } from '../break-glass/break-glass-review.ts';
import { partiesOf } from '../parties.ts';
import type { Rows } from '../ports.ts';
import { textOf } from '../revisions.ts';
import type { BreakGlassUse, StoredRequest } from '../rows.ts';
import { hindranceOf } from './hindrance.ts';
import type { ActGround, ActKind } from './kind.ts';

type Opened = StoredRequest & {
  breakGlass: BreakGlassUse & { opened: NonNullable<BreakGlassUse['opened']> };
};

const STATES = ['Approved', 'Window_open', 'Completed', 'Revoked'] as const;

const isUnreviewed = (request: StoredRequest): request is Opened =>
  request.breakGlass !== null && request.breakGlass.opened !== null && request.breakGlass.review === null;

async function find({ rows }: Pick<ActGround, 'rows'>, id: string): Promise<Opened> {
  const request = await rows.requests.get(id);
  if (request && isUnreviewed(request)) return request;
  throw new AppError('not_found', 'No such break-glass window waits for a review.');
}

function hindrance(ground: ActGround, request: Opened): string | null {
  const own = hindranceOf(ground);
  if (own !== null) return own;
  const others = eligibleContacts(ground.roster.contacts, partiesOf(request));
  if (!others.some(({ id }) => id === ground.contact.id))
    return 'You raised it, or your user was entered as: another contact must review it.';
  return REVIEWED_WHEN.includes(request.state)
    ? null
    : 'The window is still open; it is reviewed when it is over. You can revoke it now.';
}

interface Seen {
  from: string;
  until: string | null;
  actor: string;
  verdict: string;
  provisional: boolean;
}

/** Log-ins that were matched with the request, or seen as that user within its window, oldest first. */
async function seenIn(rows: Rows, request: Opened): Promise<Seen[]> {
  const { start, end } = request.breakGlass.window;
  const { id: requestId, targetUser: userId } = request;
  const kept = await rows.projections.accesses({ requestId, userId, from: start, to: end });
  const found = kept.flatMap(({ fields, intended }) => {
    const row = { ...fields, ...intended };
    const [from, until] = [row['Login_At__c'], row['Logout_At__c']];
    if (typeof from !== 'string') return [];
    // A row that turned out to be another one says so in the place of a verdict.
    if (row['Verdict__c'] === null && typeof row['Verdict_Reason__c'] === 'string') return [];
    const isWithin = compareInstants(start, from) <= 0 && compareInstants(from, end) <= 0;
    const isNear = row['Target_User__c'] === request.targetUser && isWithin;
    if (row['Access_Request__c'] !== request.id && !isNear) return [];
    const text = (name: string) => (typeof row[name] === 'string' ? row[name] : 'Unknown');
    const times = { from, until: typeof until === 'string' ? until : null };
    const provisional = row['Provisional__c'] === true;
    return [{ ...times, actor: text('Actor_Class__c'), verdict: text('Verdict__c'), provisional }];
  });
  return found.sort((a, b) => compareInstants(a.from, b.from));
}

/** What is shown in the clear; names and free text come beside it, as commitments. */
async function plainOf(rows: Rows, request: Opened) {
  const { content, breakGlass, state, gates } = request;
  const overridden = gates.flatMap(({ gate, overridden: by }) => (by === undefined ? [] : [gate]));
  const seen = await seenIn(rows, request);
  const choice = (field: string) => textOf(content, field);
  return {
    ...{ request: request.name, caseNumber: request.caseNumber, opened: breakGlass.opened.index },
    ...{ requestingParty: choice('Requesting_Party__c'), incidentType: choice('Incident_Type__c') },
    dataViewed: choice('Data_Viewed__c') === 'Yes',
    ...{ windowStart: breakGlass.window.start, windowEnd: breakGlass.window.end, endedAs: state },
    revokedAt: state === 'Revoked' ? request.settledAt : null,
    ...(overridden.length > 0 && { overridden }),
    seen: seen.length,
    ...(seen.length > 0 && { accesses: seen as unknown as Json }),
  };
}

/** Free text and names, by the name under which they are shown. */
function personalOf({ id, content, requester, target }: Opened) {
  const field = (name: string) => ({
    path: `Access_Request__c/${id}/${name}`,
    value: textOf(content, name) ?? '',
  });
  const user = (person: StoredRequest['requester']) => ({
    path: `User/${person?.id ?? ''}/Name`,
    value: person?.name ?? '',
  });
  return {
    requester: user(requester),
    targetUser: user(target),
    breakGlassReason: field('Break_Glass_Reason__c'),
    purpose: field('Purpose__c'),
    necessity: field('Necessity__c'),
  };
}

const outcomeOf = (choice: string): ReviewOutcome => {
  const outcome = REVIEW_OUTCOMES.find((one) => one === choice);
  if (!outcome) throw new AppError('malformed', 'There is no such choice.');
  return outcome;
};

export const breakGlassReview: ActKind = {
  type: 'break-glass-review',
  ofRequest: true,
  async open(ground) {
    const requests = (await ground.rows.requests.list(STATES)).filter(isUnreviewed);
    return requests.map((request) => {
      const because = hindrance(ground, request);
      const title = `BREAK-GLASS: review ${request.name}, case ${request.caseNumber}`;
      const subject = request.id;
      return { type: 'break-glass-review' as const, subject, title, mayAct: because === null, because };
    });
  },
  async prepare(ground, subject) {
    const request = await find(ground, subject);
    const because = hindrance(ground, request);
    if (because !== null) throw new AppError('not_eligible', because);
    const plain = await plainOf(ground.rows, request);
    const personal = personalOf(request);
    return {
      plain: { ...plain, personal },
      async sealed(seal) {
        const { requester, targetUser, ...texts } = personal;
        const sealedTexts: Record<string, Json> = {};
        for (const [name, { path, value }] of Object.entries(texts))
          sealedTexts[name] = await seal(path, value);
        return {
          ...plain,
          requester: {
            id: request.requester?.id ?? null,
            name: await seal(requester.path, requester.value),
          },
          targetUser: { id: request.targetUser, name: await seal(targetUser.path, targetUser.value) },
          ...sealedTexts,
        };
      },
    };
  },
  async apply(unit, { ports, contact, at }, act) {
    const request = await find({ rows: unit }, act.subject);
    const outcome = outcomeOf(act.choice);
    const pointer = await unit.append({
      ...{ v: 1, type: 'breakglass.reviewed', org: ports.org.orgId, at, request: request.id },
      ...{ opened: request.breakGlass.opened.index, outcome, signed: act.index },
    });
    const review = { outcome, by: contact.id, name: contact.name, reason: act.reason, at };
    const reviewed = await keepReview(unit, request, review, pointer);
    if (outcome === 'Not_justified') await raiseNotJustified(unit, reviewed, review);
    await tellReviewed(unit, ports, reviewed, { by: contact.name, outcome, at, except: contact.id });
  },
};
