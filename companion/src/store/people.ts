/** The people who decide: contacts of the roster, their invitations and passkeys, and the challenges of a ceremony. */
import type { Json } from '../core/canonical.ts';
import type { Queryable } from './database.ts';
import { table } from './table.ts';

/** A row of the roster as last read; `sealed` is what an operator sealed, `pending` that it is not that (any more). */
export interface StoredContact {
  orgId: string;
  id: string;
  name: string;
  address: string;
  role: string;
  level: number;
  active: boolean;
  mayDecide: boolean;
  channels: string;
  language: string;
  timeZone: string | null;
  userId: string | null;
  sealed: { readonly [field: string]: Json } | null;
  /** Of the sealed address, as the ledger has it; null where it was sealed before versions were made of commitments. */
  addressCommitment: string | null;
  pending: boolean;
  proposal: string | null;
  /** The proposal that contacts turned down by signature. */
  rejected: string | null;
}

export interface ContactRows {
  get(id: string): Promise<StoredContact | null>;
  list(): Promise<StoredContact[]>;
  put(contact: StoredContact): Promise<void>;
  /** The row as it was read in the org; of one that is known, what contacts have signed or turned down stays. */
  saw(contact: StoredContact): Promise<void>;
}

const contacts = table<StoredContact>({
  name: 'contact',
  key: ['orgId', 'id'],
  columns: {
    orgId: 'org_id',
    id: 'id',
    name: 'name',
    address: 'address',
    role: 'role',
    level: 'level',
    active: 'active',
    mayDecide: 'may_decide',
    channels: 'channels',
    language: 'language',
    timeZone: 'time_zone',
    userId: 'user_id',
    sealed: { json: 'sealed' },
    addressCommitment: 'address_commitment',
    pending: 'pending',
    proposal: 'proposal',
    rejected: 'rejected',
  },
});

export function contactRows(query: Queryable, orgId: string): ContactRows {
  return {
    get: (id) => contacts.first(query, { orgId, id }),
    list: () => contacts.find(query, { orgId }, 'ORDER BY level, name, id'),
    put: async (contact) => {
      await contacts.insert(query, contact, 'replace');
    },
    saw: async (contact) => {
      const { sealed: _, rejected: __, addressCommitment: ___, ...read } = contact;
      const known = await contacts.update(query, { orgId, id: contact.id }, read);
      if (known === 0) await contacts.insert(query, contact, 'ignore');
    },
  };
}

export interface InvitationRow {
  tokenHash: string;
  orgId: string;
  contactId: string;
  madeAt: string;
  expiresAt: string;
  usedAt: string | null;
  /** Ledger index of the act by which another contact asked for it; null for a contact who never had a passkey. */
  recovery: number | null;
  /** Made for somebody who signed in at the old address and moves to the next one. */
  moving: boolean;
}

const invitations = table<InvitationRow>({
  name: 'invitation',
  key: ['tokenHash'],
  columns: {
    tokenHash: 'token_hash',
    orgId: 'org_id',
    contactId: 'contact_id',
    madeAt: 'made_at',
    expiresAt: 'expires_at',
    usedAt: 'used_at',
    recovery: 'recovery',
    moving: 'moving',
  },
});

export interface InvitationRows {
  put(invitation: Omit<InvitationRow, 'orgId'>): Promise<void>;
  /** Invitations of a contact that are neither used nor expired at `now`. */
  live(contactId: string, now: string): Promise<InvitationRow[]>;
  /** @returns false when it was used already: two redemptions at once give one passkey */
  use(tokenHash: string, at: string): Promise<boolean>;
  /** An older link stops working when a new one is sent. */
  voidAll(contactId: string, at: string): Promise<void>;
}

/** The org is not known before the token is: looked up over all orgs. */
export function findInvitation(query: Queryable, tokenHash: string): Promise<InvitationRow | null> {
  return invitations.first(query, { tokenHash });
}

export function invitationRows(query: Queryable, orgId: string): InvitationRows {
  return {
    put: async (invitation) => {
      await invitations.insert(query, { orgId, ...invitation });
    },
    live: async (contactId, now) =>
      (await invitations.find(query, { orgId, contactId, usedAt: null })).filter(
        ({ expiresAt }) => expiresAt > now,
      ),
    use: async (tokenHash, at) =>
      (await invitations.update(query, { orgId, tokenHash, usedAt: null }, { usedAt: at })) > 0,
    voidAll: async (contactId, at) => {
      await invitations.update(query, { orgId, contactId, usedAt: null }, { usedAt: at });
    },
  };
}

export interface GrantorLink {
  tokenHash: string;
  orgId: string;
  requestId: string;
  userId: string;
  madeAt: string;
  declinedAt: string | null;
}

const grantorLinks = table<GrantorLink>({
  name: 'grantor_link',
  key: ['tokenHash'],
  columns: {
    tokenHash: 'token_hash',
    orgId: 'org_id',
    requestId: 'request_id',
    userId: 'user_id',
    madeAt: 'made_at',
    declinedAt: 'declined_at',
  },
});

/** The org is not known before the token is: looked up over all orgs. */
export function findGrantorLink(query: Queryable, tokenHash: string): Promise<GrantorLink | null> {
  return grantorLinks.first(query, { tokenHash });
}

export interface GrantorLinkRows {
  put(link: Omit<GrantorLink, 'orgId'>): Promise<void>;
  /** @returns false when it was declined already */
  decline(tokenHash: string, at: string): Promise<boolean>;
}

export function grantorLinkRows(query: Queryable, orgId: string): GrantorLinkRows {
  return {
    put: async (link) => {
      await grantorLinks.insert(query, { orgId, ...link });
    },
    decline: async (tokenHash, at) =>
      (await grantorLinks.update(query, { orgId, tokenHash, declinedAt: null }, { declinedAt: at })) > 0,
  };
}
