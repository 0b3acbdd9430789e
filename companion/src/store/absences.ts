/** When contacts are away. */
import type { Queryable } from './database.ts';
import { table } from './table.ts';

export interface AbsenceRow {
  orgId: string;
  id: string;
  contactId: string;
  from: string;
  until: string;
  withdrawnAt: string | null;
  /** Who decides meanwhile, as the contact signed it; null when nobody does. */
  delegateId: string | null;
  /** The contact ended the delegation, and is away as before. */
  delegationEndedAt: string | null;
  /** Ledger index of the delegator's signature; null without a delegation, and for those of before it was kept. */
  signed: number | null;
  signedAt: string | null;
}

const rows = table<AbsenceRow>({
  name: 'absence',
  key: ['orgId', 'id'],
  columns: {
    orgId: 'org_id',
    id: 'id',
    contactId: 'contact_id',
    from: 'starts_at',
    until: 'ends_at',
    withdrawnAt: 'withdrawn_at',
    delegateId: 'delegate_id',
    delegationEndedAt: 'delegation_ended_at',
    signed: 'delegation_signed',
    signedAt: 'delegation_signed_at',
  },
});

export interface AbsenceRows {
  put(absence: Omit<AbsenceRow, 'orgId' | 'withdrawnAt' | 'delegationEndedAt'>): Promise<void>;
  /** Of all contacts, those that were taken back left out; in the order in which they begin. */
  standing(): Promise<AbsenceRow[]>;
  /** @returns false when the contact has no such absence any more */
  withdraw(id: string, contactId: string, at: string): Promise<boolean>;
  endDelegation(id: string, at: string): Promise<void>;
}

export function absenceRows(query: Queryable, orgId: string): AbsenceRows {
  return {
    put: async (absence) => {
      await rows.insert(query, { orgId, withdrawnAt: null, delegationEndedAt: null, ...absence });
    },
    standing: async () =>
      (await rows.find(query, { orgId, withdrawnAt: null }, 'ORDER BY starts_at, id')).map((absence) =>
        absence.delegationEndedAt === null ? absence : { ...absence, delegateId: null },
      ),
    endDelegation: async (id, at) => {
      await rows.update(query, { orgId, id }, { delegationEndedAt: at });
    },
    withdraw: async (id, contactId, at) =>
      (await rows.update(query, { orgId, id, contactId, withdrawnAt: null }, { withdrawnAt: at })) > 0,
  };
}
