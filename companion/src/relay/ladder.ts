/** Climbs the ladder of one request: asks its levels in their time and reminds who has not answered (D107, U16). */
import { askedLevels, climb, type LadderStep, stepKey } from '../core/ladder.ts';
import { canComplete } from '../core/quorum.ts';
import { OPEN_STATES } from '../core/requests.ts';
import {
  askedContacts,
  eligibleContacts,
  noticeOnlyContacts,
  type RosterContact,
  withRolesFilled,
} from '../core/roster.ts';
import type { RequestTerms } from '../core/terms.ts';
import { announce } from './announce.ts';
import { showAwaited } from './awaited.ts';
import { labelOf, timelineIntention } from './org-rows.ts';
import { partiesOf } from './parties.ts';
import { policyInForce } from './policy.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { rosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';
import { termsFor } from './terms.ts';
import { CLIMB } from './timers.ts';

interface Ground {
  request: StoredRequest;
  contacts: readonly RosterContact[];
  terms: RequestTerms;
  at: string;
}

/** Whom the levels ask now; each once. */
function reachedBy({ request, contacts, at }: Ground, levels: readonly number[]): RosterContact[] {
  const parties = partiesOf(request);
  const found = levels.flatMap((level) => askedContacts(contacts, parties, level, at));
  return [...new Map(found.map((contact) => [contact.id, contact])).values()];
}

/**
 * May this contact answer? Whoever is eligible and of a level that was asked, and his delegates: another one's turn has
 * not come. Being notified is another thing and gives nobody a vote (D109).
 */
export function isAsked(
  request: StoredRequest,
  contacts: readonly RosterContact[],
  contactId: string,
  at: string,
): boolean {
  const levels = askedLevels(request.ladderDone);
  const parties = partiesOf(request);
  const own = eligibleContacts(contacts, parties).find(({ id }) => id === contactId);
  if (!own) return false;
  return (
    levels.includes(own.level) ||
    levels.some((level) => askedContacts(contacts, parties, level, at).some(({ id }) => id === contactId))
  );
}

/**
 * Takes the steps that are due and sets the timer for the next. Safe to repeat: a step is taken once, and a mail of one
 * key is made once. Who has come to an asked level since is told too.
 */
export async function climbLadder(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  at: string,
): Promise<void> {
  const { submittedAt, deadline, id } = request;
  if (!OPEN_STATES.includes(request.state) || submittedAt === null || deadline === null) return;
  const { policy } = await policyInForce(unit);
  const { contacts } = await rosterInForce(unit, ports);
  const ground: Ground = { request, contacts, terms: termsFor(policy, request), at };
  const { due, next } = climb({
    ...{ terms: ground.terms, submittedAt, deadline, done: request.ladderDone, now: at },
    suffices: (levels) => {
      const reached = reachedBy(ground, levels);
      return canComplete(ground.terms, withRolesFilled(contacts, partiesOf(request), reached, at));
    },
  });
  const before = askedLevels(request.ladderDone);
  if (before.length > 0) await announce(unit, ports, request, reachedBy(ground, before), contacts, at);
  const done = [...request.ladderDone];
  for (const step of due) {
    await take(unit, ports, { ...ground, request: { ...request, ladderDone: done } }, step);
    done.push(stepKey(step));
  }
  if (due.length > 0) await unit.requests.change(id, { ladderDone: done });
  if (next !== null) await unit.enqueue(CLIMB, { request: id }, { key: id, at: next });
  await showAwaited(unit, ports, { ...request, ladderDone: done }, at);
}

async function take(unit: Unit, ports: RelayPorts, ground: Ground, step: LadderStep): Promise<void> {
  const { request, at } = ground;
  const isAsking = step.kind === 'ask';
  const people = isAsking ? reachedBy(ground, [step.level]) : await silent(unit, ground);
  const pointer = await unit.append({
    ...{ v: 1, type: 'ladder.climbed', org: request.orgId, at, request: request.id },
    ...{ step: isAsking ? 'asked' : 'reminded', contacts: people.map(({ id }) => id) },
    ...{ level: isAsking ? step.level : null, percent: isAsking ? null : step.percent },
  });
  const names = people.map(({ name }) => name).join(', ');
  const entry = {
    ...{ requestId: request.id, kind: 'Policy' as const, at, actor: null },
    ...(isAsking ? askingTexts(step.level, people, names) : reminderTexts(step.percent, people, names)),
  };
  await unit.projections.intend(timelineIntention(request.orgId, entry, pointer));
  // Who is notified without a vote hears of it with the contacts of the level, and is not reminded.
  const informed = isAsking ? noticeOnlyContacts(ground.contacts, step.level) : [];
  const told = [...people, ...informed];
  await announce(unit, ports, request, told, ground.contacts, at, isAsking ? null : step.percent);
}

/** Who was asked and has given no answer that stands. */
async function silent(unit: Unit, ground: Ground): Promise<RosterContact[]> {
  const answered = new Set(
    (await unit.decisions.ofRequest(ground.request.id)).flatMap(({ contactId, status, endedAt }) =>
      status === 'without_effect' || endedAt !== null ? [] : [contactId],
    ),
  );
  return reachedBy(ground, askedLevels(ground.request.ladderDone)).filter(({ id }) => !answered.has(id));
}

/** As panels list them: names alone can hold a comma. */
const peopleOf = (contacts: readonly RosterContact[]) =>
  contacts.map(({ id, name, role }) => ({ id, name, role: labelOf(role) }));

const askingTexts = (level: number, people: readonly RosterContact[], names: string) => ({
  textKey: 'ladder.asked',
  values: { level, contacts: peopleOf(people) },
  summary:
    names === ''
      ? `Level ${level} is due, and nobody of it is available`
      : `Asked at level ${level}: ${names}`,
});

const reminderTexts = (percent: number, people: readonly RosterContact[], names: string) => ({
  textKey: 'ladder.reminded',
  values: { percent, contacts: peopleOf(people) },
  summary:
    names === ''
      ? `${percent} % of the time has passed; everybody who was asked has answered`
      : `${percent} % of the time has passed; reminded: ${names}`,
});
