/** What the record says of one entry of the roster beside what its row says: what waits for a signature, keys, absence. */
import type { Json } from '../../core/canonical.ts';
import { labelOf, shortened } from '../org-rows.ts';
import { sealedFields } from '../roster.ts';
import type { Fields, Passkey, StoredContact } from '../rows.ts';

const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  address: 'Address',
  role: 'Role',
  level: 'Level',
  active: 'Active',
  userId: 'User',
  mayDecide: 'May decide',
  channels: 'Channels',
};

function valueText(name: string, value: Json | undefined): string {
  // Left out of a seal when it is as it was before there was a choice.
  if (value === undefined || value === null || value === '') return name === 'mayDecide' ? 'yes' : 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return name === 'role' ? labelOf(text) : text;
}

/** Each term of the row that is not as it was signed: `Level: 2 instead of 1`. Null for an entry as it was signed. */
function changeText(row: StoredContact): string | null {
  const { sealed } = row;
  if (sealed === null || !row.pending) return null;
  const now: Readonly<Record<string, Json>> = sealedFields(row);
  const terms = Object.keys(LABELS).flatMap((name) => {
    const [after, before] = [valueText(name, now[name]), valueText(name, sealed[name])];
    return after === before ? [] : [`${LABELS[name]}: ${after} instead of ${before}`];
  });
  return terms.join('; ');
}

/** Where an entry stands, as the picklist names it. */
function standingOf(row: StoredContact): string {
  const isRejected = row.proposal !== null && row.proposal === row.rejected;
  if (row.sealed === null) {
    if (isRejected) return 'Turned_down';
    return row.active ? 'Not_signed' : 'Off_the_roster';
  }
  if (row.pending) return isRejected ? 'Change_turned_down' : 'Change_waits';
  return row.active ? 'In_force' : 'Off_the_roster';
}

/** @param found absence that holds now and all keys of the contact */
export function contactStanding(
  row: StoredContact,
  { awayUntil, keys }: { awayUntil: string | null; keys: readonly Passkey[] },
): Fields {
  return {
    Standing__c: standingOf(row),
    Unsigned_Change__c: shortened(changeText(row)),
    Away_Until__c: awayUntil,
    Keys_Waiting__c: keys.filter(({ state }) => state === 'Waiting').length,
    Last_Key_Use__c: lastUse(keys),
  };
}

/** To the hour, as a sign-in is no reason to write to the org at once; but no key is used before it was set up. */
function lastUse(keys: readonly Passkey[]): string | null {
  const uses = keys.flatMap(({ lastUsedAt, enrolledAt }) => {
    if (lastUsedAt === null) return [];
    const hour = Temporal.Instant.from(lastUsedAt).round({ smallestUnit: 'hour', roundingMode: 'floor' });
    const setUp = Temporal.Instant.from(enrolledAt);
    return [Temporal.Instant.compare(hour, setUp) < 0 ? setUp : hour];
  });
  return (
    uses
      .sort((a, b) => Temporal.Instant.compare(a, b))
      .at(-1)
      ?.toString() ?? null
  );
}
