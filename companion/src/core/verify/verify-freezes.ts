/**
 * Frozen requests in a ledger: from an alteration on nothing takes effect on the request, until an eligible contact has
 * signed that he looked at each alteration, with the values that the ledger holds.
 */
import type { ActStatement } from '../acts.ts';
import {
  type Altered,
  alterationShown,
  type Freezes,
  learnFreezes,
  type ShownAlteration,
} from '../alterations.ts';
import { canonicalize, type Json } from '../canonical.ts';
import type { Commitment } from '../commitments.ts';
import type { FreezeEnded } from '../entries/alteration-entries.ts';
import type { DecisionEffective, LedgerEntry } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { type Identity, samePerson } from '../roster.ts';
import type { SignedActs } from './verify-acts.ts';
import type { Effects } from './verify-effects.ts';
import type { RequestBook } from './verify-requests.ts';

/** What the rest of the verification has established. */
export interface FreezeGround {
  acts: SignedActs;
  effects: Pick<Effects, 'opened' | 'people' | 'requesters' | 'received'>;
  requests: Pick<RequestBook, 'requests'>;
}

/** Takes one more entry into account. @throws AppError assertion_invalid for what a freeze forbids, or a look that does not end it */
export function checkFreeze(entry: LedgerEntry, index: number, freezes: Freezes, ground: FreezeGround): void {
  try {
    if (entry.type === 'decision.effective') checkEffect(entry, index, freezes, ground);
    if (entry.type === 'breakglass.opened' && standing(freezes, entry.request).length > 0)
      throw wrong('break-glass opened a request that was frozen');
    if (entry.type === 'freeze.ended') checkLook(entry, freezes, ground);
  } finally {
    learnFreezes(freezes, entry, index);
  }
}

const standing = (freezes: Freezes, request: string): Altered[] => freezes.get(request) ?? [];

/** To take back what was authorized is open to every contact at any time. */
function checkEffect(
  { request, received }: DecisionEffective,
  index: number,
  freezes: Freezes,
  { effects }: FreezeGround,
): void {
  if (effects.received.get(received)?.decision === 'Revoke') return;
  // An approval that was on its way to the org when one of the request's decisions was altered there is in it already.
  const isFrozen = standing(freezes, request).some(
    ({ index: altered, entry }) => altered < (entry.object === 'Access_Request__c' ? index : received),
  );
  if (isFrozen) throw wrong('a decision took effect though the request was frozen');
}

function checkLook(entry: FreezeEnded, freezes: Freezes, { acts, effects, requests }: FreezeGround): void {
  const act = acts.get(entry.signed);
  if (act?.act !== 'alteration-look' || act.subject !== entry.request || act.choice !== entry.choice)
    throw wrong('no signed act ends the freeze');
  acts.delete(entry.signed);
  const altered = standing(freezes, entry.request);
  const { shown } = act.statement as unknown as ActStatement;
  if (text(entry.altered) !== text(altered.map(({ index }) => index)))
    throw wrong('it does not name each alteration that froze the request');
  if (text(shownOf(shown['alterations'] ?? null)) !== text(altered.map(alterationShown)))
    throw wrong('the alterations are not shown as the ledger has them');
  const signer = effects.people.get(act.contact);
  if (!signer?.votes) throw wrong('its contact has no vote');
  const fields = requests.requests.get(entry.request)?.fields;
  if (!fields) throw wrong('the request was not logged before');
  const user = (id: Json | undefined): Identity => ({
    userId: typeof id === 'string' ? id : null,
    address: null,
  });
  const idOf = (name: string) => (fields[name] as { id?: Json } | null | undefined)?.id;
  const parties = [
    { ...user(idOf('Requested_By__c')), address: effects.requesters.get(entry.request) ?? null },
    user(idOf('Target_User__c')),
  ];
  if (isOneOf(signer, parties, effects))
    throw wrong('its contact is the requester, or the user who would be entered');
  const clear = (one?: Commitment) => (one ? (effects.opened.get(one.commitment)?.value ?? null) : null);
  const changers = altered.map(({ entry: { by, byAddress, byUsername } }) => ({
    ...{ userId: by, address: clear(byAddress), username: clear(byUsername) },
  }));
  if (isOneOf(signer, changers, effects)) throw wrong('its contact made the alteration');
}

/** As far as user ids, and addresses that are not withheld, tell; other entries of the same person are his, too. */
function isOneOf(
  signer: Identity,
  persons: readonly Identity[],
  { people }: FreezeGround['effects'],
): boolean {
  const known = persons.flatMap((person) => [
    person,
    ...[...people.values()].filter((entry) => samePerson(entry, person)),
  ]);
  return known.some((person) => samePerson(signer, person));
}

/** Without the state of the row at that moment, which the ledger does not hold. */
function shownOf(alterations: Json): Json {
  if (!Array.isArray(alterations)) return null;
  return (alterations as unknown as ShownAlteration[]).map(({ about, fields }) => {
    const { inOrg: _now, ...logged } = about;
    return { about: logged, fields };
  });
}

const text = (value: unknown): string => canonicalize(value as Json);

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
