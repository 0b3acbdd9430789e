/** Is it alive, may it take traffic, and what is missing: for load balancers and for `doctor`. */
import { AppError } from '../core/errors.ts';
import type { Store } from '../store/store.ts';
import type { Idp } from '../web/idp.ts';
import type { Health, HealthView } from '../web/ports.ts';
import type { OrgLoop } from './org-loop.ts';
import type { OrgRuntime } from './org-runtime.ts';

export interface ServedOrg {
  runtime: OrgRuntime;
  loop: OrgLoop;
}

type Check = HealthView['checks'][number];

export function createHealth(store: Store, orgs: readonly ServedOrg[]): Health {
  return {
    health: async () => view([await storeCheck(store)]),
    ready: async () => view([await storeCheck(store), ...orgs.map(readCheck)]),
  };
}

/** All that an operator should know, each line with what to do. */
export async function examine(store: Store, orgs: readonly ServedOrg[]): Promise<Check[]> {
  const checks: Check[] = [await storeCheck(store)];
  for (const served of orgs) {
    const { runtime, loop } = served;
    const { org } = runtime;
    checks.push(readCheck(served));
    const push = loop.push();
    checks.push({
      name: `push ${org.orgId}`,
      ok: push.up || !loop.onDuty(),
      detail: push.up ? 'change events arrive' : `off: ${push.reason}; requests are seen at the next poll`,
    });
    const alarms = await runtime.relay.alarms();
    checks.push({
      name: `roster ${org.orgId}`,
      ok: alarms.length === 0,
      detail: alarms.map(({ title, nextStep }) => `${title}: ${nextStep}`).join(' ') || 'no alarm stands',
    });
    const move = await runtime.relay.move();
    if (move)
      checks.push({
        name: `move ${org.orgId}`,
        ok: move.left.length === 0,
        detail:
          move.left.length === 0
            ? `all have moved to ${move.next}: end it with \`countersign move finish\``
            : `to ${move.next}; not yet: ${move.left.join(', ')}`,
      });
    const missing = await org.missingPermissions();
    checks.push({
      name: `permissions ${org.orgId}`,
      ok: missing.length === 0,
      detail:
        missing.map(({ permission, reason }) => `${permission}: ${reason}`).join('; ') || 'all are there',
    });
    checks.push(await ledgerCheck(store, org.orgId));
    const usage = org.usage();
    if (usage)
      checks.push({
        name: `API calls ${org.orgId}`,
        ok: true,
        detail: `${usage.used} of ${usage.max} in 24 hours`,
      });
  }
  return checks;
}

/** Is the company's identity provider there, and does it describe itself? Nothing to say when none is configured. */
export async function examineIdp(idp: Idp | null): Promise<Check[]> {
  if (idp === null) return [];
  const name = 'identity provider';
  return idp.begin().then(
    () => [{ name, ok: true, detail: `${idp.name} answers; contacts may sign in through it` }],
    () => [{ name, ok: false, detail: `${idp.name} cannot be reached; contacts sign in by passkey alone` }],
  );
}

async function storeCheck(store: Store): Promise<Check> {
  try {
    await store.database.query('SELECT 1');
    return { name: 'database', ok: true, detail: store.database.engine };
  } catch {
    return { name: 'database', ok: false, detail: 'the database does not answer' };
  }
}

function readCheck({ runtime, loop }: ServedOrg): Check {
  const at = loop.lastLook();
  const { orgId, name } = runtime.org;
  if (!loop.onDuty()) return { name: `org ${orgId}`, ok: true, detail: `another companion reads ${name}` };
  return {
    name: `org ${orgId}`,
    ok: at !== null,
    detail: at === null ? `${name} has not been read yet` : `${name} was read at ${at}`,
  };
}

async function ledgerCheck(store: Store, orgId: string): Promise<Check> {
  try {
    const { size } = await store.ledger.check(orgId);
    return { name: `ledger ${orgId}`, ok: true, detail: `${size} entries agree with head and checkpoints` };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { name: `ledger ${orgId}`, ok: false, detail: error.message };
  }
}

function view(checks: Check[]): HealthView {
  const failed = checks.filter(({ ok }) => !ok);
  const status =
    failed.length === 0 ? 'ok' : failed.some(({ name }) => name === 'database') ? 'down' : 'degraded';
  return { status, checks };
}
