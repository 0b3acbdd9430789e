/**
 * The roster: what people entered is a proposal until an operator has sealed the founding roster. A row that is not as
 * it was sealed has no vote, gets no mail, and is told as a finding.
 */
import { canonicalize, type Json } from '../core/canonical.ts';
import { AppError } from '../core/errors.ts';
import type { RosterContact } from '../core/roster.ts';
import { channelNames } from './channel-names.ts';
import { FOUNDING_SETTING, foundingEntry } from './acts/founding-roster.ts';
import { clockTime } from './clock.ts';
import { raiseFinding } from './findings.ts';
import { contactIntention } from './org-rows.ts';
import type { RelayPorts, RosterRow, Rows, RowsRead, Unit } from './ports.ts';
import { keepNarrowing, keepVersions, versionOf } from './roster-versions.ts';
import type { StoredContact } from './rows.ts';
import { type Sealer, sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

export interface RosterInForce {
  version: string;
  contacts: RosterContact[];
}

/** The roster as it stands: who is sealed and unchanged, and with how many passkeys. */
export async function rosterInForce(
  rows: Rows,
  { sha256 }: Pick<RelayPorts, 'sha256'>,
): Promise<RosterInForce> {
  const passkeys = await rows.passkeys.counts();
  const absences = await rows.absences.standing();
  const stored = await rows.contacts.list();
  const contacts = stored.map((row): RosterContact => {
    const { id, name, address, role, level, active, mayDecide, userId } = standing(row) ?? row;
    const sealed = row.sealed !== null;
    const unsigned = sealed && row.pending ? { userId: row.userId, address: row.address } : undefined;
    return {
      absences: absences.flatMap(({ contactId, from, until }) => (contactId === id ? [{ from, until }] : [])),
      delegations: absences.flatMap(({ contactId, from, until, delegateId, signed, signedAt }) =>
        contactId === id && delegateId !== null
          ? [{ from, until, delegate: delegateId, signed, signedAt }]
          : [],
      ),
      ...{ id, name, address, role, level, active, mayDecide, userId, sealed },
      ...{ passkeys: passkeys.get(id) ?? 0, ...(unsigned && { unsigned }) },
    };
  });
  return { contacts, version: await versionOf(stored, contacts, { sha256 }) };
}

/**
 * The entry as it counts: what was signed, whatever the row in the org says since; an editor of rows must neither widen
 * the roster nor silence a contact by a stroke. A deactivation and a vote taken away count at once, as they can only
 * narrow.
 * @returns null for an entry that was never signed
 */
export function standing(contact: StoredContact): StoredContact | null {
  const { sealed } = contact;
  if (sealed === null) return null;
  return {
    ...contact,
    ...(sealed as Partial<StoredContact>),
    active: sealed['active'] === true && contact.active,
    mayDecide: sealed['mayDecide'] !== false && contact.mayDecide,
    channels: (sealed['channels'] as string | undefined) ?? '',
  };
}

/** What the org says of a contact, without what was signed. */
type RowRead = Omit<StoredContact, 'sealed' | 'addressCommitment' | 'pending' | 'proposal' | 'rejected'>;

/**
 * What a seal covers; the language and time zone of a mail are not part of it. What every entry had before there was a
 * choice is left out, so that seals of earlier versions still fit.
 */
export function sealedFields(row: RowRead): NonNullable<StoredContact['sealed']> {
  const { name, address, role, level, active, userId, mayDecide, channels } = row;
  return {
    ...{ name, address, role, level, active, userId },
    ...(mayDecide ? {} : { mayDecide }),
    ...(channels === '' ? {} : { channels }),
  };
}

/** The org keeps it as free text: one that no calendar knows must not stop every mail to this person. */
function knownZone(name: string | null): string | null {
  try {
    return name && Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}

function asRead(orgId: string, row: RosterRow): RowRead {
  return {
    orgId,
    id: row.id,
    name: row.name,
    address: row.address,
    role: row.role ?? '',
    level: row.level,
    active: row.active && !row.deleted,
    mayDecide: row.mayDecide,
    channels: channelNames(row.channels).join(', '),
    language: row.language ?? 'en',
    timeZone: knownZone(row.timeZone),
    userId: row.userId,
  };
}

const DELETED_SETTING = 'relay.roster-deleted';

/** Ids of contacts whose rows are gone from the org, as of the last reading. */
export async function deletedContacts(rows: Pick<Rows, 'settings'>): Promise<Set<string>> {
  return new Set((await rows.settings.get(DELETED_SETTING)) as string[] | null);
}

/**
 * Reads the roster and notes what is not as sealed. A row that cannot be read leaves its entry as it was.
 * @returns the rows that cannot be read
 * @throws AppError org_unreachable, configuration
 */
export async function refreshRoster(ports: RelayPorts): Promise<RowsRead<RosterRow>['unreadable']> {
  const { org, store, log } = ports;
  const { rows, unreadable: all } = await org.readRoster();
  const found = rows.filter(({ orgId }) => orgId === org.orgId);
  const unreadable = all.filter(({ orgId }) => orgId === org.orgId);
  for (const { id, reason } of unreadable)
    log.warn({ org: org.orgId, row: id, problem: reason }, 'an authorization contact cannot be read');
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    // First the ledger, then rows, as a signature does: neither waits for the other, and none comes in between.
    await unit.holdLedger();
    const known = new Map((await unit.contacts.list()).map((contact) => [contact.id, contact]));
    const goneBefore = await deletedContacts(unit);
    const gone = [
      ...found.flatMap(({ id, deleted }) => (deleted ? [id] : [])),
      ...unreadable.flatMap(({ id }) => (goneBefore.has(id) ? [id] : [])),
    ];
    await unit.settings.put(DELETED_SETTING, gone, at);
    const isFounded = [...known.values()].some(({ sealed }) => sealed !== null);
    for (const row of found) {
      const read = asRead(org.orgId, row);
      const before = known.get(row.id);
      if (!before && row.deleted) continue;
      const now = canonicalize(sealedFields(read));
      const sealed = before?.sealed ?? null;
      const pending = sealed === null || canonicalize(sealed) !== now;
      const proposal = pending && isFounded ? now : null;
      const rejected = before?.rejected ?? null;
      // A signature may be under way: the reading must not write back what was sealed before it.
      await unit.contacts.saw({ ...read, sealed, addressCommitment: null, pending, proposal, rejected });
      if (proposal !== null && proposal !== before?.proposal) await propose(unit, ports, read, sealed, at);
    }
    const inForce = async () => (await rosterInForce(unit, ports)).version;
    await keepNarrowing(unit, ports, { at, inForce });
  });
  return unreadable;
}

async function sealPerson(seal: Sealer['seal'], id: string, person: { name: string; address: string }) {
  return {
    name: await seal(`Authorization_Contact__c/${id}/Name`, person.name),
    address: await seal(`Authorization_Contact__c/${id}/Address__c`, person.address),
  };
}

async function propose(
  unit: Unit,
  ports: RelayPorts,
  read: ReturnType<typeof asRead>,
  sealed: StoredContact['sealed'],
  at: string,
): Promise<void> {
  const { orgId } = ports.org;
  const { seal, openings } = sealer(ports);
  const { id, role, level, active, userId, mayDecide, channels } = read;
  const person = await sealPerson(seal, id, read);
  const fields: Record<string, Json> = { ...person, role, level, active, userId, mayDecide, channels };
  const { index } = await unit.append(
    { v: 1, type: 'roster.proposed', org: orgId, at, contact: id, fields },
    openings,
  );
  await raiseFinding(unit, orgId, at, {
    key: `roster:${index}`,
    kind: 'Roster_proposal',
    severity: 'Warning',
    title: sealed
      ? `The entry of ${read.name} is not as it was sealed`
      : `${read.name} was added to the roster`,
    details: sealed
      ? 'What was signed stays in force until a contact signs the change; a deactivation counts at once.'
      : 'Until a contact has signed it this entry has no vote and gets no mail.',
    nextStep:
      'Ask who made the change. Then sign it, or turn it down, on the page Signatures; or set the row back in the org.',
    facts: [['Contact', read.name]],
    requestId: null,
    subject: { contact: id },
    detail: sealed ? 'A sealed roster entry was changed.' : 'A roster entry was added after the seal.',
  });
}

export interface SealedRoster {
  version: string;
  contacts: number;
  /** False when the founding roster had been sealed before. */
  changed: boolean;
  /** Names of contacts that stay without a vote. */
  pending: string[];
}

/**
 * Seals the founding roster, once: all contacts that stand in the org now.
 * @param by who does it, as the operator is known to the log
 * @throws AppError configuration when there is no contact, or one cannot be read; org_unreachable
 */
export async function sealRoster(ports: RelayPorts, { by }: { by: string }): Promise<SealedRoster> {
  const { org, store } = ports;
  const [unreadable] = await refreshRoster(ports);
  const at = await clockTime(ports);
  const result = await store.unit(org.orgId, async (unit): Promise<SealedRoster> => {
    const contacts = await unit.contacts.list();
    if (contacts.length === 0)
      throw new AppError('configuration', 'The org has no authorization contact to seal.');
    const pending = contacts.filter((contact) => contact.pending).map(({ name }) => name);
    if (contacts.some(({ sealed }) => sealed !== null)) {
      const { version } = await rosterInForce(unit, ports);
      return { version, contacts: contacts.length - pending.length, changed: false, pending };
    }
    // Sealed once: whoever is left out now needs the signatures of the others.
    if (unreadable)
      throw new AppError(
        'configuration',
        `The contact ${unreadable.id} cannot be read: ${unreadable.reason}. Set it right in the org, or delete it, and seal again.`,
      );
    return {
      version: await sealAll(unit, ports, contacts, { at, by }),
      contacts: contacts.length,
      changed: true,
      pending: [],
    };
  });
  if (result.changed) await writeSoon(ports);
  return result;
}

async function sealAll(
  unit: Unit,
  ports: RelayPorts,
  contacts: readonly StoredContact[],
  { at, by }: { at: string; by: string },
): Promise<string> {
  const { orgId } = ports.org;
  const { seal, openings } = sealer(ports);
  const listed = [];
  for (const contact of contacts) {
    const { id, role, level, active, mayDecide, userId } = contact;
    const person = await sealPerson(seal, id, contact);
    listed.push({ id, ...person, role, level, ...(active ? {} : { active }), mayDecide, userId });
    const addressCommitment = person.address.commitment;
    const sealed = sealedFields(contact);
    await unit.contacts.put({ ...contact, sealed, addressCommitment, pending: false, proposal: null });
  }
  const { version } = await rosterInForce(unit, ports);
  const founding = { version, contacts: contacts.map(foundingEntry) };
  await unit.settings.put(FOUNDING_SETTING, founding, at);
  const pointer = await unit.append(
    { v: 1, type: 'roster.sealed', org: orgId, at, version, contacts: listed, by },
    openings,
  );
  await keepVersions(unit);
  for (const { id } of contacts) {
    await unit.projections.intend(contactIntention(id, { Roster_State__c: 'Sealed' }, pointer));
  }
  return version;
}
