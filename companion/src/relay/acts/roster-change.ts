/**
 * A change of the roster that was made in the org (a new contact, another address, a raised level, a deactivation) takes
 * effect when another contact has signed it, so that nobody who edits rows can appoint himself; one that weakens the rules,
 * when two have.
 */
import { canonicalize } from '../../core/canonical.ts';
import { type Commitment, commitmentOf, type Opening } from '../../core/commitments.ts';
import type { RosterChanged } from '../../core/entries/entries.ts';
import { AppError } from '../../core/errors.ts';
import { givesIdentity, rosterWeakenings } from '../../core/weakening.ts';
import { endDelegationsOf } from '../delegations.ts';
import { inviteContacts } from '../invitations.ts';
import { contactIntention } from '../org-rows.ts';
import { rosterInForce, sealedFields } from '../roster.ts';
import { commitAddresses, keepVersions } from '../roster-versions.ts';
import type { StoredContact } from '../rows.ts';
import type { Sealer } from '../sealer.ts';
import { followChanges } from '../voiding.ts';
import { handOver, isHandover } from './handover.ts';
import type { ActGround, ActKind, OpenAct } from './kind.ts';
import {
  collect,
  sealedSigning,
  signaturesShown,
  type Signing,
  signingGround,
  signingOf,
  tellIfAlone,
} from './signatures.ts';

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
const titleOf = ({ kind, contact }: Proposal) => `${TITLES[kind]}: ${contact.name}`;

const personsIn = ({ before, after }: Proposal) =>
  [before, after].flatMap((fields) =>
    fields ? [{ userId: textOf(fields, 'userId'), address: textOf(fields, 'address') ?? '' }] : [],
  );

const textOf = (fields: Sealed, name: string): string | null => {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
};

type Entry = RosterChanged['entry'];
type Person = (field: 'Name' | 'Address__c', value: string) => Promise<Commitment>;

async function entryOf(fields: Sealed, person: Person): Promise<Entry> {
  const { role, level, active, userId, mayDecide, channels } = fields;
  return {
    name: await person('Name', textOf(fields, 'name') ?? ''),
    address: await person('Address__c', textOf(fields, 'address') ?? ''),
    role: typeof role === 'string' ? role : '',
    level: typeof level === 'number' ? level : 0,
    active: active === true,
    userId: typeof userId === 'string' ? userId : null,
    mayDecide: mayDecide !== false,
    channels: typeof channels === 'string' ? channels : '',
  };
}

const pathOf = (id: string) => `Authorization_Contact__c/${id}`;

/**
 * Commitments of the entry that stand in the ledger already: those of who signed it first, else those of the entry in force.
 * A value that stays keeps its commitment, so that whoever reads the ledger alone sees what changes.
 */
async function knownOpenings({ rows, chain }: ActGround, id: string): Promise<Opening[]> {
  const waiting = (await rows.acts.waiting('roster-change', id)).map(({ index }) => index).reverse();
  const logged = chain.openedAt.get(id);
  const known: Opening[] = [];
  for (const index of [...waiting, ...(logged === undefined ? [] : [logged])])
    known.push(...(await rows.signerChain.openings(index)));
  return known;
}

/** The entry as it would be logged. @param fresh makes a commitment to a value that has none yet */
function committedEntry(
  { contact: { id }, after }: Proposal,
  known: readonly Opening[],
  { fresh, again }: { fresh: Sealer['seal']; again: Sealer['again'] },
): Promise<Entry> {
  return entryOf(after, (field, value) => {
    const path = `${pathOf(id)}/${field}`;
    const opening = known.find((one) => one.path === path && one.value === value);
    return opening ? again(opening) : fresh(path, value);
  });
}

/** Equal to nothing that was logged: to compare an entry before it is sealed. */
const unsealed = () => Promise.resolve({ commitment: '' });

async function signing(ground: ActGround, proposal: Proposal): Promise<Signing> {
  const { id } = proposal.contact;
  const known = await knownOpenings(ground, id);
  const again = (opening: Opening) => commitmentOf(ground.ports.hmac, opening);
  const entry = await committedEntry(proposal, known, { fresh: unsealed, again });
  return signingOf(ground, {
    ...{ type: 'roster-change', subject: id, concerned: personsIn(proposal) },
    weakens: rosterWeakenings(ground.chain.book.get(id)?.entry ?? null, entry),
    isSame: ({ shown }) => canonicalize(shown['entry'] ?? null) === canonicalize(entry),
  });
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
    const open: OpenAct[] = [];
    for (const proposal of proposals) {
      const signed = await signing(ground, proposal);
      open.push({
        ...{ type: 'roster-change', subject: proposal.contact.id, title: titleOf(proposal) },
        ...{ mayAct: signed.because === null, because: signed.because },
        ...signaturesShown(ground, signed),
      });
    }
    return open;
  },
  async prepare(ground, subject) {
    const proposal = await find(ground, subject);
    const signed = await signing(ground, proposal);
    if (signed.because !== null) throw new AppError('not_eligible', signed.because);
    const { kind, before, after } = proposal;
    return {
      plain: { kind, before, after, signing: signingGround(signed) },
      sealed: async (seal, again) => {
        const known = await knownOpenings(ground, subject);
        const entry = await committedEntry(proposal, known, { fresh: seal, again });
        return {
          ...{ kind, entry },
          before:
            before &&
            (await entryOf(before, (field, value) => seal(`${pathOf(subject)}/before/${field}`, value))),
          ...(isHandover(ground, subject, entry) && { passesOn: true }),
          ...(await sealedSigning(ground, signed, seal)),
        };
      },
    };
  },
  async apply(unit, ground, act, { shown }) {
    const here = { ...ground, rows: unit };
    const proposal = await find(here, act.subject);
    const { contact, before, after } = proposal;
    if (act.choice === 'Reject') {
      await unit.acts.settle(act.type, act.subject);
      await unit.contacts.put({ ...contact, rejected: contact.proposal });
      await unit.projections.intend(contactIntention(contact.id, { Roster_State__c: 'Withdrawn' }, act));
      return;
    }
    const signed = await signing(here, proposal);
    const told = {
      kind: 'Roster_proposal',
      what: titleOf(proposal),
      facts: [['Contact', contact.name]],
    } as const;
    const cosigned = await collect(unit, ground, { act, ...signed, told });
    if (cosigned === null) return 'waits';
    // The very entry that was signed: whoever checks the chain compares the two word by word.
    const entry = shown['entry'] as unknown as Entry;
    await commitAddresses(unit);
    const settled = { pending: false, proposal: null, rejected: null };
    const addressCommitment = entry.address.commitment;
    await unit.contacts.put({ ...contact, sealed: after, addressCommitment, ...settled });
    const { ports, at } = ground;
    // A link that was mailed to the former address must not open the new entry.
    if (before?.['address'] !== after['address']) await unit.invitations.voidAll(contact.id, at);
    const { version } = await rosterInForce(unit, ports);
    const pointer = await unit.append({
      ...{ v: 1, type: 'roster.changed', org: ports.org.orgId, at, version, contact: contact.id },
      ...{ entry, signed: act.index, cosigned },
    });
    await keepVersions(unit);
    if (givesIdentity(ground.chain.book.get(contact.id)?.entry ?? null, entry))
      await endDelegationsOf(unit, ports, contact.id, { at, pointer });
    if (isHandover(ground, contact.id, entry))
      await handOver(unit, ground, act, { ...contact, sealed: after });
    const state = contact.active ? 'Sealed' : 'Withdrawn';
    await unit.projections.intend(contactIntention(contact.id, { Roster_State__c: state }, pointer));
    await tellIfAlone(unit, ground, { act, told, weakens: signed.weakens, cosigned });
  },
  after: async (ports) => {
    await inviteContacts(ports);
    await followChanges(ports);
  },
};
