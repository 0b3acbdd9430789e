/** When a request is settled: its timers end, and everybody who was asked learns of it at once, and by whom. */
import { settledMail } from './mails/settled.ts';
import type { Reader } from './mails/tongue.ts';
import { notify, type NoticeReader } from './notify.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { askedBefore } from './progress.ts';
import { inOrg, notifyRequester, requesterContact } from './requester.ts';
import { rosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';
import { CLIMB, CLOSE_WINDOW, EVALUATE, EXPIRE, OPEN_WINDOW } from './timers.ts';

export interface Settled {
  state: 'Approved' | 'Denied' | 'Expired' | 'Cancelled' | 'Revoked';
  by: string | null;
  at: string;
  /** The contact who settled it needs no mail about it. */
  except?: string;
}

export async function announceSettled(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  settled: Settled,
): Promise<void> {
  const { org } = ports;
  const { state, by, at, except } = settled;
  const asked = await askedBefore(unit, request.id);
  if (except !== undefined) asked.delete(except);
  const own = await requesterContact(unit, request);
  if (own) asked.delete(own.id);
  const { contacts } = await rosterInForce(unit, ports);
  const matter = `settled:${request.id}:${state}`;
  const about = { at, matter, kind: 'settled' as const };
  const mail = (reader: Reader) => ({ ...reader, ...settledFacts(ports, request, settled) });
  for (const contact of contacts.filter(({ id, sealed, active }) => asked.has(id) && sealed && active)) {
    const content = (reader: NoticeReader) => {
      const url = `${reader.origin}/requests/${org.orgId}/${request.id}`;
      return settledMail({ ...mail(reader), reader: 'contact', url });
    };
    const key = `settled:${request.id}:${state}:${contact.id}`;
    await notify(unit, ports, { ...about, key, requestId: request.id, contact, content });
  }
  // Who has just ended his own request need not be told.
  if (state === 'Cancelled' && by === request.requester?.name) return;
  const content = (reader: Reader) =>
    settledMail({ ...mail(reader), reader: 'requester', url: inOrg(ports, request) });
  await notifyRequester(unit, ports, request, { ...about, key: `${matter}:requester`, content });
}

function settledFacts({ org }: RelayPorts, request: StoredRequest, { state, by, at }: Settled) {
  const { name, caseNumber, checkPhrase, windowStart: start, windowEnd: end } = request;
  const window = start && end ? { start, end } : null;
  return {
    ...{ orgName: org.name, requestName: name, caseNumber, checkPhrase: checkPhrase ?? '' },
    ...{ state, by, at, window },
  };
}

/** Takes away what would still happen to a request that nobody decides on any more. */
export async function forgetTimers(unit: Unit, requestId: string): Promise<void> {
  for (const job of [EVALUATE, EXPIRE, CLIMB, OPEN_WINDOW, CLOSE_WINDOW]) await unit.cancel(job, requestId);
}
