/** Records as the UI API hands them out, and the news that one has changed. */

export interface FieldValue {
  value: unknown;
  displayValue: string | null;
}

export interface RecordRepresentation {
  apiName: string;
  id: string;
  lastModifiedDate?: string;
  fields: Record<string, FieldValue>;
}

export const isRecord = (value: unknown): value is RecordRepresentation =>
  typeof value === 'object' && value !== null && 'apiName' in value && 'fields' in value;

const listeners = new Set<(record: RecordRepresentation) => void>();

/** Hears of every record that a create, an update or a read has brought. */
export function onRecord(listener: (record: RecordRepresentation) => void): void {
  listeners.add(listener);
}

export function announceRecord(record: RecordRepresentation): void {
  for (const listener of listeners) listener(record);
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** `record` with the newer values of the fields it already has; the same object when nothing differs. */
export function withNewerFields(
  record: RecordRepresentation,
  newer: RecordRepresentation,
): RecordRepresentation {
  if (record.id !== newer.id) return record;
  const changed = Object.entries(newer.fields).filter(
    ([name, field]) => name in record.fields && !isRecord(field.value) && !same(record.fields[name], field),
  );
  if (changed.length === 0) return record;
  return { ...record, ...newer, fields: { ...record.fields, ...Object.fromEntries(changed) } };
}

/** The same for a GraphQL answer: every node with that id, wherever it stands. */
export function withNewerNodes(data: unknown, newer: RecordRepresentation): unknown {
  if (Array.isArray(data)) return mapped(data, (part) => withNewerNodes(part, newer));
  if (typeof data !== 'object' || data === null) return data;
  const node = data as Record<string, unknown>;
  const isNode = node['Id'] === newer.id;
  let result = node;
  for (const [name, part] of Object.entries(node)) {
    const field = isNode ? newer.fields[name] : undefined;
    const next = field && isField(part) ? patchedField(part, field) : withNewerNodes(part, newer);
    if (next !== part) result = { ...result, [name]: next };
  }
  return result;
}

const isField = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'value' in value;

function patchedField(old: Record<string, unknown>, { value, displayValue }: FieldValue): unknown {
  const next = 'displayValue' in old ? { ...old, value, displayValue } : { ...old, value };
  return same(old, next) ? old : next;
}

function mapped(parts: unknown[], change: (part: unknown) => unknown): unknown[] {
  const next = parts.map(change);
  return next.some((part, index) => part !== parts[index]) ? next : parts;
}
