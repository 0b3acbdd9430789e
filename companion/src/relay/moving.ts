/**
 * Moving to another host name. Passkeys are bound to the host under which they were made, so both addresses answer for a
 * while: a contact signs in at the old one, enrols a key at the next one, and signs for it with his old key. When the
 * operator ends the move, keys of the old address sign nothing any more; who is left is let in anew by recovery.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { hostOf, movers } from '../core/hosts.ts';
import { clockTime, later } from './clock.ts';
import { raiseFinding } from './findings.ts';
import { linkToken, tokenHash } from './links.ts';
import { RP_SETTING, showPasskeys } from './passkeys.ts';
import type { RelayPorts, Rows, Unit } from './ports.ts';
import { rosterInForce, standing } from './roster.ts';
import type { Passkey } from './rows.ts';
import { sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

/** Of an org: the move that was declared last. */
export const MOVE_SETTING = 'relay.move';

export interface Move {
  from: string;
  next: string;
  startedAt: string;
  finishedAt: string | null;
}

/** Long enough for a look at the new page; the link leads straight there. */
const TICKET = { minutes: 15 } as const;

const moveOf = async (rows: Pick<Rows, 'settings'>): Promise<Move | null> =>
  (await rows.settings.get(MOVE_SETTING)) as unknown as Move | null;

const isHeldAt = (keys: readonly Passkey[], origin: string): boolean =>
  keys.some(({ rpId, state }) => rpId === hostOf(origin) && state !== 'Revoked');

/**
 * Looked at when a companion starts: the addresses that it was given must be those of the keys, or of a move between them.
 * @throws AppError configuration, with what to set
 */
export async function requireSameHost(ports: RelayPorts): Promise<void> {
  const { org, store, origin, nextOrigin } = ports;
  const rows = store.rows(org.orgId);
  const rpId = await rows.settings.get(RP_SETTING);
  const move = await moveOf(rows);
  const wrong = (sentence: string) => new AppError('configuration', sentence);
  const hosts = [origin, ...(nextOrigin === undefined ? [] : [nextOrigin])].map(hostOf);
  if (typeof rpId === 'string' && !hosts.includes(rpId)) {
    throw wrong(
      move !== null && move.finishedAt !== null
        ? `The contacts have moved to ${move.next}. Set COUNTERSIGN_ORIGIN to it.`
        : `Passkeys were enrolled at ${rpId} and work nowhere else. Set COUNTERSIGN_ORIGIN to that host again. To move, set COUNTERSIGN_ORIGIN_NEXT to the new address beside it.`,
    );
  }
  if (!move || move.finishedAt !== null || move.next === nextOrigin) return;
  if (isHeldAt(await rows.passkeys.list(), move.next))
    throw wrong(
      `A move to ${move.next} is under way, and some contacts have passkeys there. Set COUNTERSIGN_ORIGIN_NEXT to it, or end the move with \`countersign move finish\` first.`,
    );
}

/** Declares the move that the operator has configured, once, when the ledger is open. */
export async function declareMove(ports: RelayPorts): Promise<void> {
  const { org, store, origin, nextOrigin } = ports;
  if (nextOrigin === undefined) return;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    await unit.holdLedger();
    const before = await moveOf(unit);
    if (before && before.next === nextOrigin && before.from === origin) return;
    const { index } = await unit.append({
      ...{ v: 1, type: 'host.moving', org: org.orgId, at, from: origin, next: nextOrigin },
    });
    const move: Move = { from: origin, next: nextOrigin, startedAt: at, finishedAt: null };
    await unit.settings.put(MOVE_SETTING, move as never, at);
    if ((await unit.passkeys.list()).length === 0) return;
    await raiseFinding(unit, org.orgId, at, {
      ...{ key: `move:${index}`, kind: 'Passkey_change', severity: 'Notice', requestId: null },
      title: `Countersign moves to ${nextOrigin}`,
      details: `Until the operator ends the move, ${origin} answers as before. Passkeys work at one address alone, so each contact sets up a new one.`,
      nextStep: `Open ${origin} from your bookmark, sign in, and follow My passkeys. It takes a minute. Ask your operator if you did not expect this.`,
      facts: [
        ['Old address', origin],
        ['New address', nextOrigin],
      ],
      ...{ subject: { next: nextOrigin }, detail: 'The contacts are asked to move to another address.' },
    });
  });
  await writeSoon(ports);
}

/**
 * Where the links of a contact lead: to the address at which he holds a passkey, the next one first.
 * @returns an origin
 */
export async function originFor(
  rows: Pick<Rows, 'passkeys'>,
  { origin, nextOrigin }: Pick<RelayPorts, 'origin' | 'nextOrigin'>,
  contactId: string,
): Promise<string> {
  if (nextOrigin === undefined) return origin;
  const keys = await rows.passkeys.ofContact(contactId);
  const signsAt = (one: string) => keys.some(({ rpId, state }) => state === 'Active' && rpId === hostOf(one));
  return signsAt(nextOrigin) || !signsAt(origin) ? nextOrigin : origin;
}

/** @returns the next address for a contact who is still to move; null for all others */
export async function moveAwaiting(
  rows: Pick<Rows, 'passkeys'>,
  ports: Pick<RelayPorts, 'origin' | 'nextOrigin'>,
  contactId: string,
): Promise<string | null> {
  const { nextOrigin, origin } = ports;
  if (nextOrigin === undefined) return null;
  return (await originFor(rows, ports, contactId)) === origin ? nextOrigin : null;
}

/**
 * A ticket for the enrolment page of the next address, of single use.
 * @returns its address
 * @throws AppError not_eligible when there is no move, or this contact has moved
 */
export async function beginMoving(ports: RelayPorts, contactId: string): Promise<{ url: string }> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  return store.unit(org.orgId, async (unit) => {
    const next = await moveAwaiting(unit, ports, contactId);
    const row = await unit.contacts.get(contactId);
    if (next === null || !(row && standing(row)?.active))
      throw new AppError('not_eligible', 'There is nothing to move: your passkeys are where they belong.');
    const token = await linkToken(ports, randomUUID());
    await unit.invitations.voidAll(contactId, at);
    await unit.invitations.put({
      ...{ tokenHash: await tokenHash(ports, token), contactId, madeAt: at, expiresAt: later(at, TICKET) },
      ...{ usedAt: null, recovery: null, moving: true },
    });
    return { url: `${next}/enrol/${token}` };
  });
}

export interface MoveView {
  from: string;
  next: string;
  startedAt: string;
  /** Names of contacts on the roster in force. */
  moved: string[];
  left: string[];
}

/** @returns null when no move is under way */
export async function moveView(ports: RelayPorts): Promise<MoveView | null> {
  const rows = ports.store.rows(ports.org.orgId);
  const move = await moveOf(rows);
  if (!move || move.finishedAt !== null) return null;
  const { contacts } = await rosterInForce(rows, ports);
  const named = (ids: readonly string[]) =>
    contacts.flatMap(({ id, name, sealed, active }) => (sealed && active && ids.includes(id) ? [name] : []));
  const { moved, left } = movers(await rows.passkeys.list(), move);
  const { from, next, startedAt } = move;
  return { from, next, startedAt, moved: named(moved), left: named(left) };
}

/**
 * Ends the move: keys of the old address are void from here on.
 * @param choice.leave also while contacts have not moved; another contact then lets them in anew
 * @throws AppError configuration when there is none, or it would leave nobody who could let the others in
 */
export async function finishMove(
  ports: RelayPorts,
  { by, leave }: { by: string; leave: boolean },
): Promise<MoveView> {
  const { org, store } = ports;
  const view = await moveView(ports);
  const wrong = (sentence: string) => new AppError('configuration', sentence);
  if (!view) throw wrong('No move is under way. Set COUNTERSIGN_ORIGIN_NEXT to the new address first.');
  const { from, next } = view;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    // A key that is vouched for meanwhile would make the entry name somebody as left behind who has moved.
    await unit.holdLedger();
    const keys = await unit.passkeys.list();
    const { moved, left } = movers(keys, { from, next });
    const { contacts } = await rosterInForce(unit, ports);
    const able = contacts.filter(
      ({ id, sealed, active, mayDecide }) => moved.includes(id) && sealed && active && mayDecide,
    );
    if (able.length === 0)
      throw wrong(`Nobody who may decide has a passkey at ${next} yet: nobody could sign anything.`);
    if (left.length > 0 && !leave)
      throw wrong(
        `Not moved yet: ${view.left.join(', ')}. Wait for them, or end the move with --leave; another contact then lets them in anew.`,
      );
    const { seal, openings } = sealer(ports);
    const sealed = await seal(`Companion/${at}/Operator`, by);
    const entry = { v: 1, type: 'host.moved', org: org.orgId, at, from, next, left, by: sealed } as const;
    const pointer = await unit.append(entry, openings);
    await endKeys(unit, keys, { from, at, pointer });
    const move: Move = { from, next, startedAt: view.startedAt, finishedAt: at };
    await unit.settings.put(MOVE_SETTING, move as never, at);
    await unit.settings.put(RP_SETTING, hostOf(next), at);
    await raiseFinding(unit, org.orgId, at, {
      ...{ key: `moved:${pointer.index}`, kind: 'Passkey_change', requestId: null },
      severity: left.length > 0 ? 'Warning' : 'Notice',
      title: `Countersign has moved to ${next}`,
      details: `Passkeys of ${from} sign nothing any more. Left behind: ${view.left.join(', ') || 'nobody'}.`,
      nextStep:
        'Keep the new address as your bookmark. Who was left behind is let in anew by another contact on the page Roster.',
      facts: [
        ['Old address', from],
        ['New address', next],
      ],
      ...{ subject: { next, left: left.length }, detail: 'Keys of the old address are void.' },
    });
  });
  await writeSoon(ports);
  return view;
}

async function endKeys(
  unit: Unit,
  keys: readonly Passkey[],
  { from, at, pointer }: { from: string; at: string; pointer: Parameters<typeof showPasskeys>[2] },
): Promise<void> {
  const old = keys.filter(({ rpId, state }) => rpId === hostOf(from) && state !== 'Revoked');
  for (const { credentialId } of old)
    await unit.passkeys.change(credentialId, { state: 'Revoked', revokedAt: at });
  for (const id of new Set(old.map(({ contactId }) => contactId))) await showPasskeys(unit, id, pointer);
}
