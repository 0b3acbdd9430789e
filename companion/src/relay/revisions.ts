/** The content of a request as a ledger entry: what names people or is free text stands as commitments. */
import type { Json } from '../core/canonical.ts';
import { CONTENT_FIELDS, PERSONAL_FIELDS, type RequestState } from '../core/requests.ts';
import type { Pointer, RawRequest, RelayPorts, Unit } from './ports.ts';
import type { Person, StoredRequest } from './rows.ts';
import { type Sealer, sealer } from './sealer.ts';

const PERSONAL: readonly string[] = PERSONAL_FIELDS;
/** Lookups whose user is logged as `{id, name}`: the id is a pseudonym, the name a commitment. */
const PEOPLE = ['Target_User__c', 'Requested_By__c'];

/** The content fields of a row, missing ones as null. */
export function contentOf(raw: RawRequest): StoredRequest['content'] {
  return Object.fromEntries(CONTENT_FIELDS.map((field) => [field, raw.fields[field] ?? null]));
}

export function textOf(content: StoredRequest['content'], field: string): string | null {
  const value = content[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

async function sealedFields(raw: RawRequest, seal: Sealer['seal']): Promise<Record<string, Json>> {
  const fields: Record<string, Json> = {};
  const people: Record<string, Person | null> = {
    Target_User__c: raw.targetUser,
    Requested_By__c: raw.requestedBy,
  };
  for (const [field, value] of Object.entries(contentOf(raw))) {
    const person = people[field];
    if (PEOPLE.includes(field) && person) {
      fields[field] = { id: person.id, name: await seal(`User/${person.id}/Name`, person.name) };
    } else if (PERSONAL.includes(field) && typeof value === 'string') {
      fields[field] = await seal(`Access_Request__c/${raw.id}/${field}`, value);
    } else {
      fields[field] = value;
    }
  }
  return fields;
}

/** Logs one revision of a request's content. */
export async function logRevision(
  unit: Unit,
  ports: RelayPorts,
  raw: RawRequest,
  { revision, state, at }: { revision: number; state: RequestState; at: string },
): Promise<Pointer> {
  const { seal, openings } = sealer(ports);
  return unit.append(
    {
      v: 1,
      type: 'request.revision',
      org: ports.org.orgId,
      at,
      request: raw.id,
      name: raw.name,
      revision,
      state,
      fields: await sealedFields(raw, seal),
      by: raw.modifiedById,
      modifiedAt: raw.modifiedAt,
    },
    openings,
  );
}
