/** In whose place a contact is asked, and what one contact's delegations are. */
import { AppError } from '../core/errors.ts';
import { delegationsTo, type RosterContact } from '../core/roster.ts';
import { clockTime, isBefore } from './clock.ts';
import { partiesOf } from './parties.ts';
import type { RelayPorts } from './ports.ts';
import { rosterInForce, standing } from './roster.ts';
import type { StoredRequest } from './rows.ts';

/** Somebody who is away and lets the reader decide, and the signature by which he does. */
export interface InPlace {
  name: string;
  /** API name of the role that the reader's signature fills, too. */
  role: string;
  until: string;
  signedAt: string | null;
  /** The entry of that signature in the ledger; null for delegations of before it was kept. */
  signed: number | null;
}

/** @returns for whom this contact is asked about the request at `at`, besides himself */
export function inPlaceOf(
  contacts: readonly RosterContact[],
  request: StoredRequest,
  contactId: string,
  at: string,
): InPlace[] {
  return delegationsTo(contacts, partiesOf(request), contactId, at).map(
    ({ delegator: { name, role }, delegation: { until, signed, signedAt } }) => ({
      ...{ name, role, until, signed: signed ?? null, signedAt: signedAt ?? null },
    }),
  );
}

export interface DelegationView {
  id: string;
  delegator: { id: string; name: string };
  delegate: { id: string; name: string };
  from: string;
  until: string;
  inForce: boolean;
  signedAt: string | null;
  ledgerIndex: number | null;
}

/**
 * Delegations that are not over: those that a contact gave, and those by which he decides for others.
 * @throws AppError not_found
 */
export async function delegationsOf(
  ports: RelayPorts,
  contactId: string,
): Promise<{ given: DelegationView[]; received: DelegationView[] }> {
  const rows = ports.store.rows(ports.org.orgId);
  const row = await rows.contacts.get(contactId);
  if (!row || !standing(row))
    throw new AppError('not_found', 'There is no such contact on the sealed roster.');
  const at = await clockTime(ports);
  const { contacts } = await rosterInForce(rows, ports);
  const named = (id: string) => ({ id, name: contacts.find((contact) => contact.id === id)?.name ?? '' });
  const all = (await rows.absences.standing()).flatMap(
    ({ id, contactId: delegator, delegateId, from, until, signed, signedAt }) =>
      delegateId === null || !isBefore(at, until)
        ? []
        : [
            {
              ...{ id, delegator: named(delegator), delegate: named(delegateId), from, until },
              ...{ inForce: !isBefore(at, from), signedAt, ledgerIndex: signed },
            },
          ],
  );
  return {
    given: all.filter(({ delegator }) => delegator.id === contactId),
    received: all.filter(({ delegate }) => delegate.id === contactId),
  };
}
