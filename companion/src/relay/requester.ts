/** Notices to whoever raised a request: on all channels of his entry where he is on the roster, else by mail. */
import { samePerson } from '../core/roster.ts';
import { postMail } from './deliveries.ts';
import { notify, type Notice } from './notify.ts';
import { partiesOf } from './parties.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { readerOf } from './readers.ts';
import { standing } from './roster.ts';
import type { StoredContact, StoredRequest } from './rows.ts';

/** The requester's own entry of the signed roster; null where he has none. */
export async function requesterContact(unit: Unit, request: StoredRequest): Promise<StoredContact | null> {
  const { requester } = partiesOf(request);
  const signed = (await unit.contacts.list()).flatMap((row) => standing(row) ?? []);
  return signed.find((contact) => contact.active && samePerson(contact, requester)) ?? null;
}

/** Nothing is sent where neither user nor address is known. */
export async function notifyRequester(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  notice: Omit<Notice, 'contact' | 'requestId'>,
): Promise<void> {
  const about = { ...notice, requestId: request.id };
  const contact = await requesterContact(unit, request);
  if (contact) return notify(unit, ports, { ...about, contact });
  const { requester } = request;
  const { address } = partiesOf(request).requester;
  if (address === null) return;
  const person = { id: null, name: requester?.name ?? address, address };
  await postMail(unit, {
    ...about,
    contact: person,
    content: notice.content({ ...readerOf(requester), origin: ports.origin }),
  });
}

/** Where the requester reads his request. */
export const inOrg = ({ org }: Pick<RelayPorts, 'org'>, { id }: StoredRequest): string =>
  `${org.instanceUrl}/lightning/r/Access_Request__c/${id}/view`;
