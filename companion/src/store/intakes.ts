/** What ticket systems handed in, in the clear; the ledger holds it as commitments. */
import type { Queryable } from './database.ts';
import { table } from './table.ts';

export interface StoredIntake {
  orgId: string;
  /** `Client_Key__c` of the request. */
  key: string;
  requestId: string;
  tokenId: string;
  /** The address that the ticket names; nobody has proved it. */
  sender: string;
  /** The ask as it arrived. */
  ask: string;
  receivedAt: string;
  /** Ledger index of its entry. */
  index: number;
}

const intakes = table<StoredIntake>({
  name: 'intake',
  key: ['orgId', 'key'],
  columns: {
    orgId: 'org_id',
    key: 'key',
    requestId: 'request_id',
    tokenId: 'token_id',
    sender: 'sender',
    ask: 'ask',
    receivedAt: 'received_at',
    index: 'index',
  },
});

export interface IntakeRows {
  get(key: string): Promise<StoredIntake | null>;
  ofRequest(requestId: string): Promise<StoredIntake[]>;
  put(intake: Omit<StoredIntake, 'orgId'>): Promise<void>;
}

export function intakeRows(query: Queryable, orgId: string): IntakeRows {
  return {
    get: (key) => intakes.first(query, { orgId, key }),
    ofRequest: (requestId) => intakes.find(query, { orgId, requestId }, 'ORDER BY received_at'),
    put: async (intake) => {
      await intakes.insert(query, { orgId, ...intake });
    },
  };
}
