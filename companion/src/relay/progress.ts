/** Tells those who were asked what happened short of the end: an approval of several, approvals that ended, a question. */
import type { QuorumProgress } from '../core/quorum.ts';
import { standMail, type StandMail } from './mails/stand.ts';
import { notify, type NoticeReader } from './notify.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { rosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';

/** Contacts who were asked, or told of break-glass. */
export async function askedBefore(unit: Unit, requestId: string): Promise<Set<string>> {
  return new Set(
    (await unit.deliveries.ofRequest(requestId)).flatMap(({ kind, contactId }) =>
      (kind === 'request' || kind === 'break-glass') && contactId !== null ? [contactId] : [],
    ),
  );
}

export interface News {
  what: StandMail['what'];
  /** Of two mails of one key to one reader the first alone is made. */
  key: string;
  at: string;
  by: string | null;
  /** The contact who did it needs no mail about it. */
  except?: string | readonly string[];
  /** Nobody else is told. */
  only?: readonly string[];
}

/** One mail to each contact who was asked and can still act. */
export async function tellAsked(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { what, key, at, by, except = [], only }: News,
): Promise<void> {
  const { org } = ports;
  const asked = await askedBefore(unit, request.id);
  const { contacts } = await rosterInForce(unit, ports);
  for (const contact of contacts.filter(({ id, sealed, active }) => asked.has(id) && sealed && active)) {
    if ([except].flat().includes(contact.id) || only?.includes(contact.id) === false) continue;
    const content = (reader: NoticeReader) =>
      standMail({
        ...{ what, by, orgName: org.name, ...reader },
        ...{ requestName: request.name, caseNumber: request.caseNumber },
        ...{ checkPhrase: request.checkPhrase ?? '', deadline: request.deadline ?? at },
        url: `${reader.origin}/requests/${org.orgId}/${request.id}`,
      });
    const about = { kind: 'progress' as const, requestId: request.id, matter: key };
    await notify(unit, ports, { at, key: `${key}:${contact.id}`, ...about, contact, content });
  }
}

export async function announceProgress(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { progress, at, by, except }: { progress: QuorumProgress; at: string; by: string; except: string },
): Promise<void> {
  const { given, needed, rolesMissing } = progress;
  await tellAsked(unit, ports, request, {
    what: { kind: 'approved', given, needed, rolesMissing },
    ...{ key: `progress:${request.id}:${by}:${at}`, at, by, except },
  });
}
