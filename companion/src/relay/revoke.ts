/** Takes an approval back in the middle: effective at once, whatever the org or the grantor do. */
import { clockTime } from './clock.ts';
import { askToRevoke } from './grantor.ts';
import type { RelayPorts, Unit } from './ports.ts';
import type { StoredRequest } from './rows.ts';
import { announceSettled, forgetTimers } from './settled.ts';
import { transition } from './transitions.ts';
import { writeSoon } from './writing.ts';

export interface Revocation {
  by: string;
  reason: string | null;
  at: string;
  /** For the ledger: without names. */
  because: string;
  /** The contact who did it needs no mail about it. */
  except?: string;
}

/** The user is asked to take the grant back; until then it can still be used, and what is seen is a finding. */
export async function revokeNow(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { by, reason, at, because, except }: Revocation,
): Promise<void> {
  await transition(unit, request, {
    to: 'Revoked',
    at,
    because,
    change: { settledAt: at, settledBy: by },
    entry: {
      ...{ kind: 'Decision', actor: by, textKey: 'request.revoked', values: { reason } },
      summary: `Revoked by ${by}${reason ? `: ${reason}` : ''}`,
    },
  });
  await forgetTimers(unit, request.id);
  const revoked = { ...request, state: 'Revoked' as const };
  const settled = { state: 'Revoked' as const, by, at, ...(except !== undefined && { except }) };
  await announceSettled(unit, ports, revoked, settled);
  await askToRevoke(unit, ports, revoked, { at, because: 'revoked', round: 1 });
}

/** For an administrator, who asks in the org. The caller holds the request's lease. */
export async function revoke(
  ports: RelayPorts,
  request: StoredRequest,
  { by, reason }: { by: string; reason: string | null },
): Promise<void> {
  // A request without a live approval has nothing to revoke.
  if (request.state !== 'Approved' && request.state !== 'Window_open') return;
  const at = await clockTime(ports);
  const because = 'an administrator asked for it in the org';
  await ports.store.unit(
    ports.org.orgId,
    (unit) => revokeNow(unit, ports, request, { by, reason, at, because }),
    { lock: request.id },
  );
  await writeSoon(ports);
}
