/** Takes an approval back in the middle: effective at once, whatever the org or the grantor do. */
import { clockTime } from './clock.ts';
import { askToRevoke } from './grantor.ts';
import type { RelayPorts } from './ports.ts';
import type { StoredRequest } from './rows.ts';
import { announceSettled, forgetTimers } from './settled.ts';
import { transition } from './transitions.ts';
import { writeSoon } from './writing.ts';

/** The caller holds the request's lease. A request without a live approval has nothing to revoke. */
export async function revoke(
  ports: RelayPorts,
  request: StoredRequest,
  { by, reason }: { by: string; reason: string | null },
): Promise<void> {
  if (request.state !== 'Approved' && request.state !== 'Window_open') return;
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(
    org.orgId,
    async (unit) => {
      await transition(unit, request, {
        to: 'Revoked',
        at,
        because: 'an administrator asked for it in the org',
        change: { settledAt: at, settledBy: by },
        entry: {
          ...{ kind: 'Decision', actor: by, textKey: 'request.revoked', values: { reason } },
          summary: `Revoked by ${by}${reason ? `: ${reason}` : ''}`,
        },
      });
      await forgetTimers(unit, request.id);
      const revoked = { ...request, state: 'Revoked' as const };
      await announceSettled(unit, ports, revoked, { state: 'Revoked', by, at });
      await askToRevoke(unit, ports, revoked, { at, because: 'revoked', round: 1 });
    },
    { lock: request.id },
  );
  await writeSoon(ports);
}
