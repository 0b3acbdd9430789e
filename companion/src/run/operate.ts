/** Carries out what an operator asks for, for each org that the companion serves. */
import { userInfo } from 'node:os';
import type { Store } from '../store/store.ts';
import { examine, type ServedOrg } from './health.ts';
import type { Operate, OperatorAnswer, OperatorRequest } from './operator-socket.ts';

type Of<Command extends OperatorRequest['command']> = Extract<OperatorRequest, { command: Command }>;

export function createOperate(store: Store, orgs: readonly ServedOrg[]): Operate {
  return async (request) => {
    switch (request.command) {
      case 'roster seal':
        return sealRosters(orgs);
      case 'mode set':
        return setModes(orgs, request);
      case 'report':
        return makeReports(orgs, request);
      case 'doctor':
        return doctor(store, orgs);
    }
  };
}

/** The operating system's name of whoever opened the door; only the owner of the data directory can. */
const operator = (): string => `operator ${userInfo().username}`;

async function sealRosters(orgs: readonly ServedOrg[]): Promise<OperatorAnswer> {
  const lines: string[] = [];
  const data: unknown[] = [];
  for (const { runtime } of orgs) {
    const sealed = await runtime.relay.sealRoster({ by: operator() });
    data.push({ org: runtime.org.orgId, ...sealed });
    const contacts = await runtime.org.readRoster();
    lines.push(
      sealed.changed
        ? `${runtime.org.name}: the founding roster is sealed with ${sealed.contacts} contacts (${sealed.version}). They are invited by mail.`
        : `${runtime.org.name}: the founding roster was sealed before (${sealed.version}); nothing changed.`,
      // Read them: an address that is wrong here invites the wrong person.
      ...contacts
        .filter(({ rosterState }) => rosterState === 'Sealed')
        .map(
          ({ name, address, role, level }) => `  ${name} <${address}>, ${role ?? 'no role'}, level ${level}`,
        ),
    );
  }
  return { ok: true, lines, data };
}

async function setModes(
  orgs: readonly ServedOrg[],
  { mode, since }: Of<'mode set'>,
): Promise<OperatorAnswer> {
  const effectiveFrom = Temporal.PlainDate.from(since).toZonedDateTime('UTC').toInstant().toString();
  const lines: string[] = [];
  const data: unknown[] = [];
  for (const { runtime } of orgs) {
    const set = await runtime.relay.setMode({ mode, effectiveFrom, by: operator(), note: null });
    data.push({ org: runtime.org.orgId, mode, ...set });
    lines.push(
      `${runtime.org.name}: ${mode.replaceAll('_', ' ')} is in force since ${set.since}${set.changed ? '.' : '; nothing changed.'}`,
    );
  }
  return { ok: true, lines, data };
}

async function makeReports(
  orgs: readonly ServedOrg[],
  { from, to, timeZone }: Of<'report'>,
): Promise<OperatorAnswer> {
  const lines: string[] = [];
  const data: unknown[] = [];
  const files: Record<string, string> = {};
  for (const { runtime } of orgs) {
    const { org } = runtime;
    const made = await runtime.reports.compile('operator', { fromDate: from, toDate: to, timeZone });
    const stem = `countersign-report-${org.orgId}-${from}-to-${to}`;
    files[`${stem}.zip`] = Buffer.from(made.zip).toString('base64');
    files[`${stem}.html`] = Buffer.from(made.html).toString('base64');
    data.push({ org: org.orgId, digest: made.digest, findings: made.report.findings.length });
    lines.push(`${org.name}: a report of ${from} to ${to} (${timeZone}), bundle ${made.digest}.`);
  }
  return { ok: true, lines, data, files };
}

async function doctor(store: Store, orgs: readonly ServedOrg[]): Promise<OperatorAnswer> {
  const checks = await examine(store, orgs);
  const lines = checks.map(({ name, ok, detail }) => `${ok ? 'ok     ' : 'MISSING'}  ${name}: ${detail}`);
  return { ok: checks.every(({ ok }) => ok), lines, data: checks };
}
