/** When a request is settled: its timers end, and everybody who was asked learns of it at once, and by whom. */
import { settledMail } from './mails/request.ts';
import { notify } from './notify.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { askedBefore } from './progress.ts';
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
  { state, by, at, except }: Settled,
): Promise<void> {
  const { org, origin } = ports;
  const asked = await askedBefore(unit, request.id);
  if (except !== undefined) asked.delete(except);
  const { contacts } = await rosterInForce(unit, ports);
  for (const contact of contacts.filter(({ id, sealed, active }) => asked.has(id) && sealed && active)) {
    const { timeZone } = (await unit.contacts.get(contact.id)) ?? { timeZone: null };
    const { windowStart: start, windowEnd: end } = request;
    const content = settledMail({
      orgName: org.name,
      requestName: request.name,
      caseNumber: request.caseNumber,
      checkPhrase: request.checkPhrase ?? '',
      state,
      by,
      at,
      window: start && end ? { start, end } : null,
      zone: timeZone,
      url: `${origin}/requests/${org.orgId}/${request.id}`,
    });
    const key = `settled:${request.id}:${state}:${contact.id}`;
    const matter = `settled:${request.id}:${state}`;
    await notify(unit, ports, {
      at,
      key,
      matter,
      kind: 'settled',
      requestId: request.id,
      contact,
      content,
    });
  }
}

/** Takes away what would still happen to a request that nobody decides on any more. */
export async function forgetTimers(unit: Unit, requestId: string): Promise<void> {
  for (const job of [EVALUATE, EXPIRE, CLIMB, OPEN_WINDOW, CLOSE_WINDOW]) await unit.cancel(job, requestId);
}
