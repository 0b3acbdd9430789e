/**
 * Versions of the roster: each is kept as it comes about, with its entries, so that whoever reads a request knows by whom it
 * could have been decided. They follow from the ledger, which is where an upgrade finds those of before.
 */
import type { LedgerEntry } from '../core/entries/entries.ts';
import {
  earlierVersion,
  learnRoster,
  noRoster,
  rosterVersion,
  type VersionEntry,
} from '../core/roster-versions.ts';
import type { RosterContact } from '../core/roster.ts';
import type { RelayPorts, Unit } from './ports.ts';
import type { StoredContact } from './rows.ts';

type Digest = Pick<RelayPorts, 'sha256'>;

/** @param contacts as they count, of the rows that were read */
export async function versionOf(
  rows: readonly StoredContact[],
  contacts: readonly RosterContact[],
  { sha256 }: Digest,
): Promise<string> {
  const entries: VersionEntry[] = [];
  for (const { id, sealed, addressCommitment: address } of rows) {
    const contact = contacts.find((one) => one.id === id && sealed !== null);
    if (!contact) continue;
    // Signed before versions were made of commitments: the name that requests have been told stays until the roster changes.
    if (address === null) return earlierVersion(sha256, contacts);
    const { role, level, active, mayDecide, userId } = contact;
    entries.push({ id, address, role, level, active, mayDecide, userId });
  }
  return rosterVersion(sha256, entries);
}

/** From here on the roster is named by commitments. */
export async function commitAddresses(unit: Unit): Promise<void> {
  const book = noRoster();
  for (const { entry, index } of await unit.rosterVersions.ground()) learnRoster(book, entry, index);
  for (const row of await unit.contacts.list()) {
    const address = book.signed.get(row.id)?.address;
    if (row.sealed !== null && row.addressCommitment === null && address !== undefined)
      await unit.contacts.put({ ...row, addressCommitment: address });
  }
}

/** Keeps each version that the ledger has and the table has not. Safe to repeat. */
export async function keepVersions(unit: Unit): Promise<void> {
  let newest = await unit.rosterVersions.newest();
  const book = noRoster();
  for (const { entry, index } of await unit.rosterVersions.ground()) {
    const made = learnRoster(book, entry, index);
    // A change of what does not count, as a name, makes no other roster.
    if (!made || made.version === newest?.version || index <= (newest?.index ?? -1)) continue;
    const number = (newest?.number ?? 0) + 1;
    await unit.rosterVersions.add({ number, ...made });
    newest = { orgId: entry.org, number, ...made };
  }
}

/**
 * After the rows of the org were read: logs what they take away from the entries that were signed, if that makes another
 * roster. The ledger is held, so that no signature comes in between.
 * @param inForce the version as it follows from the rows of the unit
 */
export async function keepNarrowing(
  unit: Unit,
  ports: RelayPorts,
  { at, inForce }: { at: string; inForce: () => Promise<string> },
): Promise<void> {
  await keepVersions(unit);
  const newest = await unit.rosterVersions.newest();
  if (newest === null || newest.version === (await inForce())) return;
  await commitAddresses(unit);
  const narrowed = narrowedBy(await unit.contacts.list());
  const entry: LedgerEntry = {
    ...{ v: 1, type: 'roster.narrowed', org: ports.org.orgId, at },
    ...{ version: await inForce(), narrowed },
  };
  await unit.append(entry);
  await keepVersions(unit);
}

function narrowedBy(rows: readonly StoredContact[]) {
  return rows.flatMap(({ id, sealed, active, mayDecide }) => {
    if (sealed === null) return [];
    const signed = { active: sealed['active'] === true, mayDecide: sealed['mayDecide'] !== false };
    const left = { active: signed.active && active, mayDecide: signed.mayDecide && mayDecide };
    const isLess = left.active !== signed.active || left.mayDecide !== signed.mayDecide;
    return isLess ? [{ contact: id, ...left }] : [];
  });
}
