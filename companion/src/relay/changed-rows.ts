/** Rows that show what follows from the record: only what the org has otherwise is written. */
import type { Unit } from './ports.ts';
import type { Fields, RowReference } from './rows.ts';

/** Intends those of `fields` that the org has otherwise, or not at all. Safe to repeat. */
export async function intendChanged(
  unit: Unit,
  row: RowReference & { recordId?: string },
  fields: Fields,
): Promise<void> {
  const written = await unit.projections.get(row.object, row.key);
  const known = { ...written?.fields, ...written?.intended };
  const changed = Object.entries(fields).filter(([name, value]) => (known[name] ?? null) !== value);
  if (changed.length > 0) await unit.projections.intend({ ...row, fields: Object.fromEntries(changed) });
}
