/** The governance mode: dated, logged, append-only. */
import { modeAt } from '../core/governance.ts';
import type { Mode } from '../core/requests.ts';
import { clockTime } from './clock.ts';
import { modeIntention } from './org-rows.ts';
import type { RelayPorts, Rows } from './ports.ts';
import { sealer } from './sealer.ts';
import { writeSoon } from './writing.ts';

export interface NewMode {
  mode: Mode;
  /** ISO 8601 with Z. */
  effectiveFrom: string;
  by: string;
  note: string | null;
}

/** @returns the mode in force now; Standard before the first entry, as the platform itself works then. */
export async function modeNow(rows: Rows, at: string): Promise<Mode> {
  return modeAt(await rows.modes.list(), at) ?? 'Standard';
}

/**
 * Puts a mode in force from a date on, unless it is in force already.
 * @returns since when it is in force, and whether that is new
 */
export async function setMode(
  ports: RelayPorts,
  { mode, effectiveFrom, by, note }: NewMode,
): Promise<{ changed: boolean; since: string }> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const result = await store.unit(org.orgId, async (unit) => {
    const newest = (await unit.modes.list()).at(-1);
    if (newest?.mode === mode) return { changed: false, since: newest.effectiveFrom };
    const { seal, openings } = sealer(ports);
    const setBy = await seal(`Governance_Mode__c/${effectiveFrom}/Set_By__c`, by);
    const entry = { v: 1, type: 'mode.set', org: org.orgId, at, mode, effectiveFrom, by: setBy } as const;
    const { index, leaf } = await unit.append(entry, openings);
    const row = { index, mode, effectiveFrom, setBy: by };
    await unit.modes.put(row);
    await unit.projections.intend(modeIntention(org.orgId, row, note, leaf));
    return { changed: true, since: effectiveFrom };
  });
  if (result.changed) await writeSoon(ports);
  return result;
}
