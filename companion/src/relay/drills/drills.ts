/**
 * Drills: a practice of the way that a request takes, from the notice to the signature, on the same channels and with the same
 * passkeys. A drill stands in this store and in the ledger alone and never in the org: there is no row that somebody could take
 * for an authorization, no state that opens a window, and nothing that a rate cap, a quorum or a history counts.
 */
import { randomUUID } from 'node:crypto';
import type { DrillOrigin, DrillStopped } from '../../core/entries/drill-entries.ts';
import { DRILL_NOTICE, drillFigures } from '../../core/drills.ts';
import { AppError } from '../../core/errors.ts';
import { checkPhrase } from '../../core/phrases.ts';
import { isAbsent, isAvailable, type RosterContact } from '../../core/roster.ts';
import { clockTime, isBefore, later } from '../clock.ts';
import type { NewlyBegun, StoredDrill } from './drill-ports.ts';
import { measured, noticeOf } from './drill-measures.ts';
import { drillMail, drillResultMail } from '../mails/drill.ts';
import type { Reader } from '../mails/tongue.ts';
import { notify } from '../notify.ts';
import { policyInForce } from '../policy.ts';
import type { RelayPorts, Unit } from '../ports.ts';
import { concludeDelivery } from '../receipts.ts';
import { rosterInForce } from '../roster.ts';
import { sealer } from '../sealer.ts';
import { DRILL_END, DRILL_REMIND } from '../timers.ts';
import { watchRoster } from '../watchdog.ts';

/** How long contacts have, unless it is said. */
export const DRILL_MINUTES = 60;
const PHRASE_BYTES = 3;

export interface NewDrill {
  origin: DrillOrigin;
  /** Who set it off; null for the schedule. */
  by: string | null;
  note: string | null;
  /** This level alone; null for all. */
  level: number | null;
  /** These contacts alone, by id, address or name; empty for everybody. */
  contacts: readonly string[];
  minutes: number;
}

/**
 * Asks everybody whom a request could ask now: sealed, active, with a vote and a passkey, and not away.
 * @returns the drill's id
 * @throws AppError drill_running, not_found (no such contact), malformed (nobody can be asked)
 */
export async function startDrill(ports: RelayPorts, wanted: NewDrill): Promise<string> {
  const at = await clockTime(ports);
  return ports.store.unit(ports.org.orgId, (unit) => beginDrill(unit, ports, wanted, at));
}

/** The same within a unit. */
export async function beginDrill(
  unit: Unit,
  ports: RelayPorts,
  wanted: NewDrill,
  at: string,
): Promise<string> {
  const { contacts } = await rosterInForce(unit, ports);
  const asked = chosen(contacts, wanted, at);
  await endOverdue(unit, ports, at);
  const drill = {
    ...{ id: randomUUID(), name: await nextName(unit), checkPhrase: checkPhrase(ports.random(PHRASE_BYTES)) },
    ...{ origin: wanted.origin, startedBy: wanted.by, note: wanted.note, level: wanted.level },
    ...{ startedAt: at, endsAt: later(at, { minutes: wanted.minutes }) },
  } satisfies NewlyBegun;
  const ids = asked.map(({ id }) => id);
  if (!(await unit.drills.begin(drill, ids))) throw running(await unit.drills.running());
  await logStart(unit, ports, drill, ids);
  await ask(unit, ports, drill, asked, { at, reminder: false });
  const half = later(at, { minutes: Math.floor(wanted.minutes / 2) });
  await unit.enqueue(DRILL_REMIND, { drill: drill.id }, { key: drill.id, at: half });
  await unit.enqueue(DRILL_END, { drill: drill.id }, { key: drill.id, at: drill.endsAt });
  return drill.id;
}

const nextName = async ({ drills }: Unit): Promise<string> =>
  `DRILL-${String((await drills.count()) + 1).padStart(4, '0')}`;

const running = (other: StoredDrill | null): AppError =>
  new AppError(
    'drill_running',
    `${other?.name ?? 'Another drill'} is still running${other ? ` until ${other.endsAt}` : ''}.`,
  );

function chosen(roster: readonly RosterContact[], wanted: NewDrill, at: string): RosterContact[] {
  const able = roster.filter((contact) => isAvailable(contact) && !isAbsent(contact, at));
  const fits = ({ level }: RosterContact) => wanted.level === null || level === wanted.level;
  const named = wanted.contacts.map((name) => contactNamed(roster, name));
  const unable = named.find(({ id }) => !able.some((contact) => contact.id === id));
  if (unable)
    throw new AppError(
      'malformed',
      `${unable.name} cannot be drilled now: without a vote, without a passkey, or away.`,
    );
  const found = able.filter(
    (contact) => fits(contact) && (named.length === 0 || named.some(({ id }) => id === contact.id)),
  );
  if (found.length > 0) return found;
  throw new AppError('malformed', 'No contact with a vote and a passkey is there to be drilled.');
}

function contactNamed(roster: readonly RosterContact[], name: string): RosterContact {
  const text = name.trim().toLowerCase();
  const found = roster.filter(
    (contact) =>
      contact.id === name.trim() ||
      contact.address.toLowerCase() === text ||
      contact.name.toLowerCase() === text,
  );
  const [only, second] = found;
  if (only && !second) return only;
  const why = second ? `${name} names several contacts; use the address.` : `There is no contact ${name}.`;
  throw new AppError('not_found', why);
}

async function logStart(
  unit: Unit,
  ports: RelayPorts,
  drill: NewlyBegun,
  contacts: readonly string[],
): Promise<void> {
  const { seal, openings } = sealer(ports);
  const { id, name, origin, level, endsAt, startedBy, note } = drill;
  const { version } = await policyInForce(unit);
  const sealed = (field: string, value: string | null) =>
    value === null ? Promise.resolve(null) : seal(`Drill/${id}/${field}`, value);
  await unit.append(
    {
      ...{ v: 1, type: 'drill.started', org: ports.org.orgId, at: drill.startedAt, drill: id, name, origin },
      ...{ by: await sealed('Started_By', startedBy), note: await sealed('Note', note) },
      ...{ checkPhrase: drill.checkPhrase, level, contacts, endsAt, policyVersion: version },
    },
    openings,
  );
}

interface Asking {
  at: string;
  reminder: boolean;
}

async function ask(
  unit: Unit,
  ports: RelayPorts,
  drill: NewlyBegun,
  contacts: readonly RosterContact[],
  { at, reminder }: Asking,
): Promise<void> {
  const { org, origin } = ports;
  for (const contact of contacts) {
    const url = `${origin}/drills/${org.orgId}/${drill.id}`;
    const content = (reader: Reader) =>
      drillMail({ ...reader, orgName: org.name, drill, reminder, origin, url });
    const occasion = reminder ? ':reminder' : '';
    const kind = reminder ? ('drill_reminder' as const) : DRILL_NOTICE;
    const matter = `drill:${drill.id}${occasion}`;
    const key = `${noticeOf(drill.id, contact.id)}${occasion}`;
    await notify(unit, ports, { at, key, matter, kind, requestId: null, contact, content });
  }
}

/** Reminds once, half-way, who has not answered. Safe to repeat. */
export async function remindDrill(ports: RelayPorts, id: string): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    const drill = await unit.drills.get(id);
    if (!drill || drill.endedAt !== null || !isBefore(at, drill.endsAt)) return;
    const silent = (await unit.drills.people(id)).filter(({ answeredAt }) => answeredAt === null);
    const { contacts } = await rosterInForce(unit, ports);
    const found = contacts.filter((contact) => silent.some(({ contactId }) => contactId === contact.id));
    await ask(unit, ports, drill, found.filter(isAvailable), { at, reminder: true });
  });
}

/** At its end, and again when the job comes twice: nothing then. */
export async function endDrillNow(ports: RelayPorts, id: string): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    const drill = await unit.drills.get(id);
    if (drill && !isBefore(at, drill.endsAt)) await endDrill(unit, ports, drill, at);
  });
  await watchRoster(ports);
}

/** Ends a drill whose time is over and whose own timer did not: its job failed for good, or was lost. Safe to repeat. */
export async function endOverdue(unit: Unit, ports: RelayPorts, at: string): Promise<void> {
  const drill = await unit.drills.running();
  if (drill && !isBefore(at, drill.endsAt)) await endDrill(unit, ports, drill, at);
}

/** Notes the answer that was just signed; the last one ends the drill. The unit holds the ledger. */
export async function answerDrill(
  unit: Unit,
  ports: RelayPorts,
  { drill, at }: { drill: StoredDrill; at: string },
): Promise<void> {
  const people = await unit.drills.people(drill.id);
  if (people.every(({ answeredAt }) => answeredAt !== null)) await endDrill(unit, ports, drill, at);
}

/** Who ends a drill before its time. */
export interface DrillStopper {
  origin: DrillStopped['origin'];
  /** Name or account, for the record. */
  by: string;
  /** Id of the contact; null for an operator or a program. */
  contact: string | null;
}

/**
 * Ends a running drill before its time. Who has not answered is no alarm: he had no whole time to do so.
 * @throws AppError not_found, request_expired (it has ended)
 */
export async function stopDrill(ports: RelayPorts, id: string, stopper: DrillStopper): Promise<void> {
  const at = await clockTime(ports);
  await ports.store.unit(ports.org.orgId, async (unit) => {
    await unit.holdLedger();
    const drill = await unit.drills.get(id);
    if (!drill) throw new AppError('not_found', 'There is no such drill.');
    if (drill.endedAt !== null || !isBefore(at, drill.endsAt))
      throw new AppError('request_expired', 'This drill has ended.');
    await endDrill(unit, ports, drill, at, stopper);
  });
  await watchRoster(ports);
}

async function endDrill(
  unit: Unit,
  ports: RelayPorts,
  drill: StoredDrill,
  at: string,
  stopper: DrillStopper | null = null,
): Promise<void> {
  // Counted while nobody appends, so that the figures are those of the entries before.
  await unit.holdLedger();
  if (!(await unit.drills.end(drill.id, at, stopper?.by ?? null))) return;
  await giveUpMessages(unit, ports, drill, at);
  const figures = drillFigures((await measured(unit, [drill])).get(drill.id) ?? []);
  const { seal, openings } = sealer(ports);
  const stopped = stopper && { ...stopper, by: await seal(`Drill/${drill.id}/Stopped_By`, stopper.by) };
  await unit.append(
    {
      ...{ v: 1, type: 'drill.ended', org: ports.org.orgId, at, drill: drill.id },
      ...figures,
      ...(stopped && { stopped }),
    },
    openings,
  );
  for (const job of [DRILL_REMIND, DRILL_END]) await unit.cancel(job, drill.id);
  const { contacts } = await rosterInForce(unit, ports);
  const names = new Map(contacts.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const stoppedBy = stopper?.by ?? null;
  const asked = new Set((await unit.drills.people(drill.id)).map(({ contactId }) => contactId));
  for (const contact of contacts.filter(({ id, sealed, active }) => asked.has(id) && sealed && active)) {
    const url = `${ports.origin}/drills/${ports.org.orgId}/${drill.id}`;
    const content = (reader: Reader) =>
      drillResultMail({ ...reader, orgName: ports.org.name, drill, at, figures, nameOf, stoppedBy, url });
    const matter = `drill-result:${drill.id}`;
    const about = { kind: 'drill_result' as const, requestId: null, matter };
    await notify(unit, ports, { at, key: `${matter}:${contact.id}`, ...about, contact, content });
  }
}

/** What has not arrived by the end would ask for an answer that no longer counts. */
async function giveUpMessages(unit: Unit, ports: RelayPorts, { id }: StoredDrill, at: string): Promise<void> {
  const open = (await unit.deliveries.pending()).filter(({ notice }) => notice.startsWith(`drill:${id}:`));
  for (const delivery of open) {
    const detail = 'The drill ended before it could be handed over.';
    await concludeDelivery(unit, ports, delivery, { status: 'failed', failure: 'gave_up', detail, at });
  }
}
