/** The user says no to a grant that was asked for, unless it has been given already. */
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import { GRANT_TO, grantTo } from './grantor.ts';
import { requestIntention, timelineIntention } from './org-rows.ts';
import type { RelayPorts } from './ports.ts';
import type { GrantorLink, GrantStep } from './rows.ts';
import { sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

/**
 * The user declines; the window stays as it is, and closes as declined. A grant that stands is looked for first, in the
 * org as it is now: whoever has granted is not told that nothing was.
 * @throws AppError not_found; grant_stands; unavailable when the org cannot be asked
 */
export async function declineGrant(ports: RelayPorts, link: GrantorLink, reason: string): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await requireNoGrant(ports, link, at);
  await store.unit(
    org.orgId,
    async (unit) => {
      const request = await unit.requests.get(link.requestId);
      if (!request) throw new AppError('not_found', 'There is no such request.');
      if (request.grantStep === 'Granted') throw grantStands(request.grantEnd);
      if (request.grantStep === 'Ended') return;
      if (!(await unit.grantorLinks.decline(link.tokenHash, at))) return;
      const { seal, openings } = sealer(ports);
      const sealed = await seal(`Access_Request__c/${request.id}/Decline_Reason`, reason);
      const pointer = await unit.append(
        {
          v: 1,
          type: 'grant.declined',
          org: org.orgId,
          at,
          request: request.id,
          user: link.userId,
          reason: sealed,
        },
        openings,
      );
      const grantStep: GrantStep = 'Declined';
      await unit.requests.change(request.id, { grantStep });
      await unit.projections.intend(requestIntention(request.id, { Grant_Step__c: grantStep }, pointer));
      const name = request.target?.name ?? 'The user';
      const entry = {
        ...{ requestId: request.id, kind: 'Grant' as const, at, actor: name, textKey: 'grant.declined' },
        ...{ values: { reason }, summary: `${name} declined to grant login access: ${reason}` },
      };
      await unit.projections.intend(timelineIntention(org.orgId, entry, pointer));
    },
    { lock: link.requestId },
  );
  await writeSoon(ports);
}

function grantStands(until: string | null): AppError {
  const last = until === null ? '' : ` through ${until}`;
  return new AppError('grant_stands', `You have granted login access${last}. Declining takes nothing back.`);
}

/** A grant to a publisher stands in no field; the watch alone sees it, in the audit trail. */
async function requireNoGrant(ports: RelayPorts, link: GrantorLink, at: string): Promise<void> {
  const request = await ports.store.rows(ports.org.orgId).requests.get(link.requestId);
  if (!request || grantTo(request) !== GRANT_TO) return;
  const until = await grantedUntil(ports, link.userId);
  const zone = request.target?.timeZone ?? 'UTC';
  const today = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate();
  if (until === null || Temporal.PlainDate.compare(until, today) < 0) return;
  throw grantStands(until);
}

async function grantedUntil({ org }: RelayPorts, userId: string): Promise<string | null> {
  try {
    return await org.supportGrantOf(userId);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'org_unreachable') throw error;
    throw new AppError('unavailable', 'Whether a grant of yours stands cannot be read from the org now.');
  }
}
