/**
 * A change of the roster that was made in the org (a new contact, another address, a raised level, a deactivation) takes
 * effect when another contact has signed it, so that nobody who edits rows can appoint himself.
 */
import type { Json } from '../../core/canonical.ts';
import type { RosterChanged } from '../../core/entries.ts';
import { AppError } from '../../core/errors.ts';
import { isAvailable, samePerson } from '../../core/roster.ts';
import { inviteContacts } from '../invitations.ts';
import { contactIntention } from '../org-rows.ts';
import { rosterInForce, sealedFields } from '../roster.ts';
import type { StoredContact } from '../rows.ts';
import type { Sealer } from '../sealer.ts';
import { followChanges } from '../voiding.ts';
import type { ActGround, ActKind } from './kind.ts';

type Sealed = NonNullable<StoredContact['sealed']>;

/** What the row says now, against what was signed last. */
interface Proposal {
  contact: StoredContact;
  kind: 'Added' | 'Changed' | 'Removed';
  before: Sealed | null;
  after: Sealed;
}

/** @returns null for an entry that is as it was signed, or whose change was turned down */
export function proposalOf(contact: StoredContact): Proposal | null {
  if (!contact.pending || contact.proposal === null || contact.proposal === contact.rejected) return null;
  const after = sealedFields(contact);
  const kind = contact.sealed === null ? 'Added' : after['active'] === false ? 'Removed' : 'Changed';
  // A row that was never on the roster and is not active asks for nothing.
  return kind === 'Added' && after['active'] === false
    ? null
    : { contact, kind, before: contact.sealed, after };
}

const TITLES = {
  Added: 'Add to the roster',
  Changed: 'Change on the roster',
  Removed: 'Take off the roster',
};

/** The person concerned never signs for himself: neither as he was nor as he would be. */
function hindrance({ contact }: ActGround, { before, after, ...proposal }: Proposal): string | null {
  if (!isAvailable(contact)) return 'Your own entry must be sealed, active and have a passkey.';
  const persons = [before, after].flatMap((fields) =>
    fields ? [{ userId: textOf(fields, 'userId'), address: textOf(fields, 'address') }] : [],
  );
  const isConcerned =
    contact.id === proposal.contact.id || persons.some((person) => samePerson(contact, person));
  return isConcerned ? 'A change of your own entry must be signed by another contact.' : null;
}

const textOf = (fields: Sealed, name: string): string | null => {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
};

async function sealedEntry(seal: Sealer['seal'], path: string, fields: Sealed): Promise<Json> {
  const { role, level, active, userId, mayDecide, channels } = fields;
  const name = await seal(`${path}/Name`, textOf(fields, 'name') ?? '');
  const address = await seal(`${path}/Address__c`, textOf(fields, 'address') ?? '');
  return {
    name,
    address,
    role: role ?? '',
    level: level ?? 0,
    active: active ?? false,
    userId: userId ?? null,
    mayDecide: mayDecide ?? true,
    channels: channels ?? '',
  };
}

async function find({ rows }: ActGround, subject: string): Promise<Proposal> {
  const contact = await rows.contacts.get(subject);
  const proposal = contact && proposalOf(contact);
  if (!proposal) throw new AppError('not_found', 'No change of this roster entry waits for a signature.');
  return proposal;
}

export const rosterChange: ActKind = {
  type: 'roster-change',
  async open(ground) {
    const proposals = (await ground.rows.contacts.list()).flatMap((contact) => proposalOf(contact) ?? []);
    return proposals.map((proposal) => {
      const because = hindrance(ground, proposal);
      const title = `${TITLES[proposal.kind]}: ${proposal.contact.name}`;
      return {
        type: 'roster-change',
        subject: proposal.contact.id,
        title,
        mayAct: because === null,
        because,
      };
    });
  },
  async prepare(ground, subject) {
    const proposal = await find(ground, subject);
    const because = hindrance(ground, proposal);
    if (because !== null) throw new AppError('not_eligible', because);
    const { kind, before, after } = proposal;
    const path = `Authorization_Contact__c/${subject}`;
    return {
      plain: { kind, before, after },
      sealed: async (seal) => ({
        kind,
        entry: await sealedEntry(seal, path, after),
        before: before && (await sealedEntry(seal, `${path}/before`, before)),
      }),
    };
  },
  async apply(unit, ground, act, statement) {
    const { contact, before, after } = await find({ ...ground, rows: unit }, act.subject);
    if (act.choice === 'Reject') {
      await unit.contacts.put({ ...contact, rejected: contact.proposal });
      await unit.projections.intend(contactIntention(contact.id, { Roster_State__c: 'Withdrawn' }, act));
      return;
    }
    await unit.contacts.put({ ...contact, sealed: after, pending: false, proposal: null, rejected: null });
    const { ports, at } = ground;
    // A link that was mailed to the former address must not open the new entry.
    if (before?.['address'] !== after['address']) await unit.invitations.voidAll(contact.id, at);
    const { version } = await rosterInForce(unit, ports);
    // The very entry that was signed: whoever checks the chain compares the two word by word.
    const entry = statement.shown['entry'] as RosterChanged['entry'];
    const pointer = await unit.append({
      ...{ v: 1, type: 'roster.changed', org: ports.org.orgId, at, version, contact: contact.id },
      ...{ entry, signed: act.index },
    });
    const state = contact.active ? 'Sealed' : 'Withdrawn';
    await unit.projections.intend(contactIntention(contact.id, { Roster_State__c: state }, pointer));
  },
  after: async (ports) => {
    await inviteContacts(ports);
    await followChanges(ports);
  },
};
