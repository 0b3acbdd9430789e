/** The versions of the roster as people read them: since when, by whom, and what differs from the one before. */
import { AppError } from '../core/errors.ts';
import { type NamedEntry, type RosterChange, rosterChangeText, rosterDiff } from '../core/roster-diff.ts';
import type { KeptEntry } from '../core/roster-versions.ts';
import { labelOf } from './org-rows.ts';
import type { KeptVersion } from './people-ports.ts';
import type { RelayPorts, Rows } from './ports.ts';
import { requireContact } from './views.ts';

export interface VersionView {
  /** Counts from 1; the same roster may have been in force twice. */
  number: number;
  version: string;
  since: string;
  /** Half open; null for the one in force. */
  until: string | null;
  cause: KeptVersion['cause'];
  /** Who accepted it, in the order of signing; nobody for what was sealed, or seen in the org. */
  signedBy: { id: string; name: string; ledgerIndex: number }[];
  ledgerIndex: number;
  /** Of the contacts who may decide under it. */
  deciders: number;
  changes: (RosterChange & { text: string })[];
}

export interface VersionPage {
  /** Newest first. */
  items: VersionView[];
  /** Number before which the next page begins; null at the end. */
  next: number | null;
}

export interface VersionDetail {
  version: string;
  /** Each time at which this roster was in force, the newest first. */
  times: VersionView[];
  /** By level and name. Name and address are null where they were erased. */
  entries: {
    id: string;
    name: string | null;
    address: string | null;
    role: string;
    level: number;
    active: boolean;
    mayDecide: boolean;
    userId: string | null;
  }[];
}

type Opened = (entry: KeptEntry) => { name: string | null; address: string | null };
type Reading = Pick<Rows, 'rosterVersions'>;

/** @param choice numbers below `before`; `limit` items at most */
export async function versionPage(
  rows: Reading,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<VersionPage> {
  const found = await rows.rosterVersions.list({ before, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const items = await viewsOf(rows, shown);
  return { items, next: found.length > limit ? (shown.at(-1)?.number ?? null) : null };
}

/** @throws AppError not_found for a version that was not kept */
export async function versionDetail(rows: Reading, version: string): Promise<VersionDetail> {
  const found = await rows.rosterVersions.named(version);
  const newest = found.at(-1);
  if (!newest)
    throw new AppError(
      'not_found',
      `The version ${version} of the roster is not kept: there was none, or it came about before versions were kept.`,
    );
  const open = await opened(rows, [newest]);
  const entries = newest.entries.map((entry) => {
    const { id, role, level, active, mayDecide, userId } = entry;
    return { id, ...open(entry), role, level, active, mayDecide, userId };
  });
  return {
    version,
    times: await viewsOf(rows, found.toReversed()),
    entries: entries.sort((a, b) => a.level - b.level || (a.name ?? a.id).localeCompare(b.name ?? b.id)),
  };
}

async function viewsOf(rows: Reading, shown: readonly KeptVersion[]): Promise<VersionView[]> {
  const numbers = [...new Set(shown.flatMap(({ number }) => [number - 1, number, number + 1]))];
  const near = new Map((await rows.rosterVersions.byNumber(numbers)).map((one) => [one.number, one]));
  const open = await opened(rows, [...near.values()]);
  const signers = new Map(
    (await rows.rosterVersions.signers(shown.flatMap(({ signed }) => signed))).map((one) => [
      one.index,
      one.contactId,
    ]),
  );
  return shown.map((one) => {
    const before = near.get(one.number - 1);
    const { number, version, since, cause, index, entries, signed } = one;
    const called = (id: string) => {
      const entry = [...entries, ...(before?.entries ?? [])].find((other) => other.id === id);
      return (entry && open(entry).name) ?? id;
    };
    return {
      ...{ number, version, since, until: near.get(number + 1)?.since ?? null, cause, ledgerIndex: index },
      signedBy: signed.map((ledgerIndex) => {
        const id = signers.get(ledgerIndex) ?? '';
        return { id, name: called(id), ledgerIndex };
      }),
      deciders: entries.filter(({ active, mayDecide }) => active && mayDecide).length,
      changes: rosterDiff(before ? named(before.entries, open) : null, named(entries, open)).map(
        (change) => ({
          ...change,
          text: rosterChangeText(change, labelOf),
        }),
      ),
    };
  });
}

const named = (entries: readonly KeptEntry[], open: Opened): NamedEntry[] =>
  entries.map((entry) => ({ ...entry, called: open(entry).name ?? entry.id }));

/** What opens the entries of these versions, in one reading. */
async function opened(rows: Reading, versions: readonly KeptVersion[]): Promise<Opened> {
  const indexes = new Set(versions.flatMap(({ entries }) => entries.map((entry) => entry.opened)));
  const openings = new Map(
    (await rows.rosterVersions.openings([...indexes])).map(({ index, path, value }) => [
      `${index} ${path}`,
      value,
    ]),
  );
  const valueOf = ({ opened: index, id }: KeptEntry, field: string) =>
    openings.get(`${index} Authorization_Contact__c/${id}/${field}`) ?? null;
  return (entry) => ({ name: valueOf(entry, 'Name'), address: valueOf(entry, 'Address__c') });
}

/** As many as a person reads at once. */
const SHOWN = 20;

/** For a contact's page. @throws AppError not_signed_in */
export async function versionsView(
  ports: RelayPorts,
  contactId: string,
  { before }: { before?: number | undefined },
): Promise<VersionPage> {
  await requireContact(ports, contactId);
  return versionPage(ports.store.rows(ports.org.orgId), { before, limit: SHOWN });
}

/** For a contact's page, which shows no addresses. @throws AppError not_signed_in, not_found */
export async function versionView(ports: RelayPorts, contactId: string, version: string) {
  await requireContact(ports, contactId);
  const { entries, ...found } = await versionDetail(ports.store.rows(ports.org.orgId), version);
  return {
    ...found,
    entries: entries.map(({ id, name, role, level, active, mayDecide }) => ({
      ...{ id, name, role, level, active, mayDecide },
    })),
  };
}
