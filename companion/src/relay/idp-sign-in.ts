/**
 * Whose account of the company's identity provider is this? The first time the verified address must be that of a sealed
 * roster entry; then the account's subject is kept and counts alone, so that an address given to somebody else opens
 * nothing. Signing in this way decides nothing: each decision takes a passkey.
 */
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import { raiseFinding } from './findings.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { standing } from './roster.ts';
import type { StoredContact } from './rows.ts';
import { sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

/** What the provider has signed about the account. */
export interface IdpAccount {
  issuer: string;
  subject: string;
  /** Null unless the provider says that it is verified. */
  address: string | null;
}

/** What the store keeps of accounts and contacts. */
export interface IdpBindingRows {
  ofSubject(issuer: string, subject: string): Promise<{ contactId: string } | null>;
  ofContact(issuer: string, contactId: string): Promise<{ subject: string } | null>;
  /** @returns false when contact or subject was bound meanwhile */
  add(binding: { contactId: string; issuer: string; subject: string; boundAt: string }): Promise<boolean>;
  /** Sessions that began through them end, too. @returns the issuers whose account was the contact's */
  remove(contactId: string): Promise<string[]>;
}

const normalized = (address: string): string => address.trim().toLowerCase();

/**
 * @returns the contact's id; null when the account is nobody's in this org
 * @throws AppError not_eligible when the contact is bound to another account, which is put on record as a finding
 */
export async function idpContact(ports: RelayPorts, account: IdpAccount): Promise<string | null> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const outcome = await store.unit(org.orgId, async (unit) => {
    const bound = await unit.idpBindings.ofSubject(account.issuer, account.subject);
    const contact = bound ? await unit.contacts.get(bound.contactId) : await byAddress(unit, account.address);
    const valid = contact && standing(contact);
    if (!valid?.active) return { contact: null, refused: false };
    if (bound) return { contact: valid.id, refused: false };
    const other = await unit.idpBindings.ofContact(account.issuer, valid.id);
    if (other) {
      await alarm(unit, org.orgId, at, valid, account);
      return { contact: null, refused: true };
    }
    await bind(unit, ports, valid, account, at);
    return { contact: valid.id, refused: false };
  });
  await writeSoon(ports);
  if (outcome.refused) throw new AppError('not_eligible', 'This account is not the one of this contact.');
  return outcome.contact;
}

/**
 * Forgets the accounts of a contact. The next one with his verified address is bound at its first sign-in.
 * @param named address or id of the roster entry
 * @throws AppError not_found when there is no such contact, or no account of his is bound
 */
export async function unbindIdp(
  ports: RelayPorts,
  { named, by }: { named: string; by: string },
): Promise<{ name: string; issuers: string[] }> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const result = await store.unit(org.orgId, async (unit) => {
    const contact = (await unit.contacts.list())
      // An account is bound to a signed entry alone: a row that somebody has only proposed must not hide it.
      .flatMap((row) => standing(row) ?? [])
      .find(({ id, address }) => id === named || normalized(address) === normalized(named));
    const issuers = contact ? await unit.idpBindings.remove(contact.id) : [];
    if (!contact || issuers.length === 0)
      throw new AppError('not_found', 'No account of the identity provider is bound to such a contact.');
    for (const issuer of issuers) {
      const { seal, openings } = sealer(ports);
      const sealed = await seal(`Companion/${at}/Operator`, by);
      const about = { contact: contact.id, issuer, by: sealed };
      const { index } = await unit.append(
        { v: 1, type: 'idp.unbound', org: org.orgId, at, ...about },
        openings,
      );
      await tellUnbound(unit, org.orgId, at, { contact, issuer, index });
    }
    return { name: contact.name, issuers };
  });
  await writeSoon(ports);
  return result;
}

async function tellUnbound(
  unit: Unit,
  orgId: string,
  at: string,
  { contact, issuer, index }: { contact: StoredContact; issuer: string; index: number },
): Promise<void> {
  await raiseFinding(unit, orgId, at, {
    key: `idp-unbound:${index}`,
    kind: 'Account_changed',
    severity: 'Warning',
    title: `The account of ${contact.name} was unbound`,
    details: `An operator has undone which account of ${issuer} is this contact. The next one with the verified address signs in, and is bound.`,
    nextStep: 'Ask your operator if you did not expect this. A decision still takes the passkey.',
    facts: [
      ['Contact', contact.name],
      ['Provider', issuer],
    ],
    requestId: null,
    subject: { contact: contact.id, issuer },
    detail: 'The account of a contact was unbound by an operator.',
  });
}

/** Exactly one sealed entry; two of the same address are nobody. */
async function byAddress(unit: Unit, address: string | null): Promise<StoredContact | null> {
  if (address === null) return null;
  const found = (await unit.contacts.list()).filter((contact) => {
    const valid = standing(contact);
    return valid?.active === true && normalized(valid.address) === normalized(address);
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

async function bind(unit: Unit, ports: RelayPorts, contact: StoredContact, account: IdpAccount, at: string) {
  const { seal, openings } = sealer(ports);
  const path = `Authorization_Contact__c/${contact.id}`;
  const { issuer, subject } = account;
  await unit.append(
    {
      ...{ v: 1, type: 'idp.bound', org: ports.org.orgId, at, contact: contact.id, issuer },
      address: await seal(`${path}/Address__c`, contact.address),
      subject: await seal(`${path}/Idp_Subject`, subject),
    },
    openings,
  );
  if (!(await unit.idpBindings.add({ contactId: contact.id, issuer, subject, boundAt: at }))) {
    throw new AppError('unavailable', 'Another sign-in of this contact is under way.');
  }
}

async function alarm(unit: Unit, orgId: string, at: string, contact: StoredContact, account: IdpAccount) {
  await raiseFinding(unit, orgId, at, {
    key: `idp:${contact.id}:${account.issuer}:${account.subject}`,
    kind: 'Account_changed',
    severity: 'Critical',
    title: `Another account tried to sign in as ${contact.name}`,
    details: `An account of ${account.issuer} with the verified address of this contact has another subject than the one on record. It was refused.`,
    nextStep:
      'Ask whoever runs the identity provider whether the address was given to somebody else or the account was made anew.',
    facts: [
      ['Contact', contact.name],
      ['Provider', account.issuer],
    ],
    requestId: null,
    subject: { contact: contact.id, issuer: account.issuer },
    detail: 'An account with the address of a contact has another subject than the one on record.',
  });
}
