/** Tells everybody who heard of an alteration, and the requester, that a contact has looked and what he signed. */
import type { LookChoice } from '../core/alterations.ts';
import { lookMail } from './mails/look.ts';
import type { Reader } from './mails/tongue.ts';
import { notify, type NoticeReader } from './notify.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { askedBefore } from './progress.ts';
import { inOrg, notifyRequester, requesterContact } from './requester.ts';
import { standing } from './roster.ts';
import type { StoredRequest } from './rows.ts';

export interface LookTold {
  choice: LookChoice;
  by: string;
  at: string;
  /** The contact who looked needs no mail about it. */
  except: string;
}

/** Where the request has ended, whoever was asked, and the requester, hear it by the notice that it is settled. */
export async function tellLooked(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { choice, by, at, except }: LookTold,
): Promise<void> {
  const { org } = ports;
  const isEnded = choice === 'End_request';
  const own = await requesterContact(unit, request);
  const told = new Set([
    except,
    ...(own ? [own.id] : []),
    ...(isEnded ? await askedBefore(unit, request.id) : []),
  ]);
  const matter = `look:${request.id}:${at}`;
  const about = { at, matter, kind: 'look' as const };
  const { name: requestName, caseNumber, checkPhrase } = request;
  const facts = {
    orgName: org.name,
    requestName,
    caseNumber,
    checkPhrase: checkPhrase ?? '',
    choice,
    by,
    at,
  };
  // As with the alarm: everybody whom the signed roster names, whatever somebody has made of the rows since.
  const signed = (await unit.contacts.list()).filter(({ sealed }) => sealed?.['active'] === true);
  for (const contact of signed.flatMap((row) => standing(row) ?? [])) {
    if (told.has(contact.id)) continue;
    const content = (reader: NoticeReader) => {
      const url = `${reader.origin}/requests/${org.orgId}/${request.id}`;
      return lookMail({ ...reader, ...facts, reader: 'contact', url });
    };
    await notify(unit, ports, {
      ...about,
      key: `${matter}:${contact.id}`,
      requestId: request.id,
      contact,
      content,
    });
  }
  if (isEnded) return;
  const content = (reader: Reader) =>
    lookMail({ ...reader, ...facts, reader: 'requester', url: inOrg(ports, request) });
  await notifyRequester(unit, ports, request, { ...about, key: `${matter}:requester`, content });
}
