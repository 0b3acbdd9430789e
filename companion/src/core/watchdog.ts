/** What is wrong with the roster before it is needed: each alarm says what to do, and ends when its cause does. */
import type { KeyState } from './keys.ts';
import { isAbsent, isAvailable, type RosterContact } from './roster.ts';

export interface WatchedContact {
  contact: RosterContact;
  keys: readonly { state: KeyState; enrolledAt: string; lastUsedAt: string | null }[];
  /** The last mail to the contact could not be delivered. */
  bounced: boolean;
  /** The last drill that asked the contact ended without an answer. */
  missedDrill: { name: string; startedAt: string } | null;
  /** The contact's own user in the org is inactive. */
  userInactive: boolean;
}

export interface Alarm {
  /** Names kind and subject: the same alarm has the same key. */
  key: string;
  /** How long the cause must last before anybody is told. */
  patienceHours: number;
  severity: 'Critical' | 'Warning' | 'Notice';
  title: string;
  details: string;
  nextStep: string;
  contact: string | null;
}

/** A founding day has its first keys within two days; earlier alarms would only teach people to pass over them. */
const ENROL_HOURS = 48;
const DAY = 24;
const UNUSED_DAYS = 90;

/** @param at instant of the look, ISO 8601 with Z; it only matters for absences and unused keys */
export function rosterAlarms(watched: readonly WatchedContact[], at: string): Alarm[] {
  const signed = watched.filter(({ contact }) => contact.sealed && contact.active);
  return [...signed.flatMap((one) => alarmsOf(one, at)), ...alarmsOfAll(signed, at)];
}

function alarmsOf(
  { contact, keys, bounced, missedDrill, userInactive }: WatchedContact,
  at: string,
): Alarm[] {
  const { id, name } = contact;
  const about = (kind: string) => ({ key: `${kind}:${id}`, contact: id });
  const found: Alarm[] = [];
  if (userInactive)
    found.push({
      ...{ ...about('inactive-user'), patienceHours: 0, severity: 'Warning' },
      title: `The user of ${name} is inactive`,
      details:
        'The contact is still on the roster and may decide, though the user was deactivated in the org.',
      nextStep:
        'Has the person left? Then deactivate the contact. Otherwise correct the user on the row, and sign it.',
    });
  if (bounced)
    found.push({
      ...{ ...about('bounced-mail'), patienceHours: 0, severity: 'Warning' },
      title: `Mail to ${name} does not arrive`,
      details: 'The last mail could not be delivered. The contact does not hear of requests by mail.',
      nextStep: 'Call the contact. Correct the address on the row if it is wrong; another contact signs it.',
    });
  if (missedDrill)
    found.push({
      ...{ ...about('missed-drill'), patienceHours: 0, severity: 'Warning' },
      title: `${name} did not answer the last drill`,
      details: `${missedDrill.name} asked at ${missedDrill.startedAt} and ended without an answer. A request might have run out as well.`,
      nextStep: `Call the contact: did a message arrive, did the passkey work? Correct the channels or the address on the row, then try again: countersign drill start --contact ${contact.id}`,
    });
  if (keys.some(({ state }) => state === 'Waiting') && !isAvailable(contact))
    found.push({
      ...{ ...about('key-waits'), patienceHours: DAY, severity: 'Warning' },
      title: `The passkey of ${name} was not compared for a day`,
      details: 'It signs nothing until another contact has compared its fingerprint and signed.',
      nextStep: 'Call the contact, compare the fingerprint on the page Roster, and sign or turn it down.',
    });
  else if (!isAvailable(contact))
    found.push({
      ...{ ...about('no-passkey'), patienceHours: ENROL_HOURS, severity: 'Warning' },
      title: `${name} has no passkey`,
      details: 'Without one the contact can neither sign in nor decide, and counts for nothing.',
      nextStep:
        'Ask whether the invitation arrived. Who has lost all passkeys is let in anew on the page Roster.',
    });
  if (
    keys.some(
      ({ state, enrolledAt, lastUsedAt }) => state === 'Active' && isStale(lastUsedAt ?? enrolledAt, at),
    )
  )
    found.push({
      ...{ ...about('unused-key'), patienceHours: 0, severity: 'Notice' },
      title: `A passkey of ${name} was not used for ${UNUSED_DAYS} days`,
      details: 'Nobody knows whether its holder still has it.',
      nextStep: 'Let the contact sign in with it once, or revoke it.',
    });
  return found;
}

const isStale = (used: string, at: string): boolean =>
  Temporal.Instant.from(used).until(Temporal.Instant.from(at)).total('hours') > UNUSED_DAYS * DAY;

function alarmsOfAll(signed: readonly WatchedContact[], at: string): Alarm[] {
  const contacts = signed.map(({ contact }) => contact);
  const available = contacts.filter(isAvailable);
  const found: Alarm[] = [];
  const only = available.length === 1 ? available[0] : undefined;
  if (only)
    found.push({
      ...{ key: 'single-point', patienceHours: ENROL_HOURS, severity: 'Warning', contact: only.id },
      title: `Only ${only.name} can decide`,
      details:
        'One person on leave, or one lost phone, and every request runs out. Nobody could vouch for a new key.',
      nextStep: 'See to it that a second contact has a passkey.',
    });
  for (const level of [...new Set(contacts.map((contact) => contact.level))].sort((a, b) => a - b)) {
    const able = available.filter((contact) => contact.level === level);
    if (able.length === 0)
      found.push({
        ...{ key: `empty-level:${level}`, patienceHours: ENROL_HOURS, severity: 'Critical', contact: null },
        title: `Nobody of level ${level} can decide`,
        details: 'The level has contacts, and none of them is active with a passkey that may sign.',
        nextStep: 'See to it that the contacts of this level set up their passkeys, or name others.',
      });
    else if (able.every((contact) => isAbsent(contact, at)))
      found.push({
        ...{ key: `all-away:${level}`, patienceHours: 0, severity: 'Warning', contact: null },
        title: `Everybody of level ${level} is away`,
        details: 'Requests of this level go to the next one, or to nobody.',
        nextStep: 'Ask one of them to take the absence back, or name another contact of this level.',
      });
  }
  return found;
}
