/** The closed list of what a ledger may say. What is not on it nobody can judge, so no verifier passes over it. */
import type { EntryType } from './entries.ts';

const ENTRY_TYPES: Readonly<Record<EntryType, true>> = {
  'absence.set': true,
  'absence.withdrawn': true,
  'access.seen': true,
  'act.signed': true,
  'approvals.voided': true,
  baseline: true,
  'breakglass.opened': true,
  'breakglass.reviewed': true,
  'clock.offset': true,
  coverage: true,
  'decision.effective': true,
  'decision.received': true,
  'decision.without_effect': true,
  'delegation.ended': true,
  'delegation.set': true,
  'drill.answered': true,
  'drill.ended': true,
  'drill.opened': true,
  'drill.started': true,
  finding: true,
  'freeze.ended': true,
  'grant.asked': true,
  'grant.declined': true,
  'grant.seen': true,
  'host.moved': true,
  'host.moving': true,
  'idp.bound': true,
  'idp.unbound': true,
  'intake.received': true,
  'key.enrolled': true,
  'key.revoked': true,
  'key.vouched': true,
  'ladder.climbed': true,
  'ledger.opened': true,
  'mode.proposed': true,
  'mode.set': true,
  notice: true,
  'policy.evaluated': true,
  'policy.in_force': true,
  'policy.seen': true,
  'record.altered': true,
  'report.made': true,
  'request.revision': true,
  'request.state': true,
  'roster.changed': true,
  'roster.narrowed': true,
  'roster.proposed': true,
  'roster.sealed': true,
  'rp_id.set': true,
  'token.made': true,
  'token.revoked': true,
  verdict: true,
  'window.ended': true,
  'window.opened': true,
};

/** Newest version of the shape of each type that has had more than one. */
const VERSIONS: Partial<Readonly<Record<EntryType, number>>> = { 'policy.evaluated': 2 };

/** @returns whether an entry of this type can have this version of its shape */
export function isVersionOf(type: string, version: unknown): boolean {
  if (!isEntryType(type) || typeof version !== 'number' || !Number.isInteger(version)) return false;
  return version >= 1 && version <= (VERSIONS[type] ?? 1);
}

export function isEntryType(type: string): type is EntryType {
  return Object.hasOwn(ENTRY_TYPES, type);
}
