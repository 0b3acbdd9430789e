/** Accounts of the company's identity provider that were matched to contacts. */
import type { Queryable } from './database.ts';
import { table } from './table.ts';

export interface IdpBinding {
  orgId: string;
  contactId: string;
  issuer: string;
  subject: string;
  boundAt: string;
}

export interface IdpBindingRows {
  ofSubject(issuer: string, subject: string): Promise<IdpBinding | null>;
  ofContact(issuer: string, contactId: string): Promise<IdpBinding | null>;
  /** @returns false when contact or subject was bound meanwhile */
  add(binding: Omit<IdpBinding, 'orgId'>): Promise<boolean>;
  /** Sessions that began through them end, too. @returns the issuers whose account was the contact's */
  remove(contactId: string): Promise<string[]>;
}

const bindings = table<IdpBinding>({
  name: 'idp_binding',
  key: ['orgId', 'contactId', 'issuer'],
  columns: {
    orgId: 'org_id',
    contactId: 'contact_id',
    issuer: 'issuer',
    subject: 'subject',
    boundAt: 'bound_at',
  },
});

export function idpBindingRows(query: Queryable, orgId: string): IdpBindingRows {
  return {
    ofSubject: (issuer, subject) => bindings.first(query, { orgId, issuer, subject }),
    ofContact: (issuer, contactId) => bindings.first(query, { orgId, issuer, contactId }),
    remove: async (contactId) => {
      const { rows } = await query.query<{ issuer: string }>(
        'DELETE FROM idp_binding WHERE org_id = $1 AND contact_id = $2 RETURNING issuer',
        [orgId, contactId],
      );
      // A session that began with a passkey names it, and ends with it.
      await query.query(
        `DELETE FROM session WHERE sess -> 'contact' ->> 'org' = $1 AND sess -> 'contact' ->> 'id' = $2
         AND sess -> 'credential' IS NULL`,
        [orgId, contactId],
      );
      return rows.map(({ issuer }) => issuer).sort();
    },
    add: (binding) => bindings.insert(query, { ...binding, orgId }, 'ignore'),
  };
}
