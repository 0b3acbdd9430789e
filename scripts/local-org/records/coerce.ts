/** Values as clients send them, turned into values of their field's type. Text is accepted for every type. */
import type { FieldMetadata } from '../metadata/model.ts';
import type { FieldValue } from '../state/engine.ts';
import { normaliseId } from '../state/ids.ts';
import { refuse } from './faults.ts';

/** A stored value: what JSON carries, or the bytes of a file. */
export type StoredValue = FieldValue | Uint8Array;

/**
 * The value of `field` that `input` means; empty text is no value.
 * @throws RecordFault with the platform's error when the value does not fit the field
 */
export function coerce(field: FieldMetadata, input: unknown): StoredValue {
  if (input === null || input === undefined || input === '') return field.type === 'boolean' ? false : null;
  switch (field.type) {
    case 'boolean':
      return toBoolean(field, input);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return toNumber(field, input);
    case 'date':
      return toDate(field, input);
    case 'datetime':
      return toDateTime(field, input);
    case 'time':
      return toTime(field, input);
    case 'base64':
      return toBytes(field, input);
    case 'id':
    case 'reference':
      return toId(field, input);
    case 'picklist':
    case 'multipicklist':
      return toPicklist(field, toText(field, input));
    case 'email':
      return toEmail(field, toText(field, input));
    default:
      return toText(field, input);
  }
}

function unreadable(field: FieldMetadata, type: string, input: unknown): never {
  const shown = typeof input === 'string' ? `VALUE_STRING value ${input}` : 'START_OBJECT value {';
  return refuse(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${shown} or request may be missing a required field`,
    [field.name],
  );
}

function toText(field: FieldMetadata, input: unknown): string | null {
  if (typeof input !== 'string' && typeof input !== 'number' && typeof input !== 'boolean') {
    return unreadable(field, 'string', input);
  }
  const text = field.longText ? String(input) : String(input).trim();
  if (text.includes('\0')) return unreadable(field, 'string', text.replaceAll('\0', '\ufffd'));
  if (field.length > 0 && text.length > field.length) {
    const start = text.length > 100 ? `${text.slice(0, 100)}…` : text;
    refuse('STRING_TOO_LONG', `${field.label}: data value too large: ${start} (max length=${field.length})`, [
      field.name,
    ]);
  }
  return text === '' ? null : text;
}

function toBoolean(field: FieldMetadata, input: unknown): boolean {
  const text = String(input).toLowerCase();
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return unreadable(field, 'boolean', input);
}

function toNumber(field: FieldMetadata, input: unknown): number {
  const number = typeof input === 'number' ? input : Number(typeof input === 'string' ? input.trim() : NaN);
  if (!Number.isFinite(number)) return unreadable(field, field.type === 'int' ? 'int' : 'double', input);
  const scale = field.type === 'int' ? 0 : field.scale;
  const digits = field.precision > 0 ? field.precision - scale : 18;
  if (Math.abs(number) >= 10 ** digits) {
    refuse(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${number}`,
      [field.name],
    );
  }
  // The scale is what pages show; the API keeps every digit that it is given.
  return field.type === 'int' ? Number(number.toFixed(0)) : number;
}

/** The years that the platform's dates and times can have. */
function isInRange(text: string): boolean {
  const year = Number(/^(\d{4})-/.exec(text)?.[1]);
  return year >= 1700 && year <= 4000;
}

function toDate(field: FieldMetadata, input: unknown): string {
  const match = typeof input === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/.exec(input) : null;
  if (!isInRange(match?.[1] ?? '')) return unreadable(field, 'date', input);
  try {
    return Temporal.PlainDate.from(match?.[1] ?? '', { overflow: 'reject' }).toString();
  } catch {
    return unreadable(field, 'date', input);
  }
}

/** Datetimes keep whole seconds; a date alone means midnight in UTC. */
function toDateTime(field: FieldMetadata, input: unknown): string {
  const text = typeof input === 'string' ? input.replace(/([+-]\d{2})(\d{2})$/, '$1:$2') : '';
  if (!isInRange(text)) return unreadable(field, 'datetime', input);
  try {
    const instant = Temporal.Instant.from(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
    return dateTime(instant);
  } catch {
    return unreadable(field, 'datetime', input);
  }
}

/** A time of day, with or without milliseconds, in UTC: `10:00:00.000Z`. */
function toTime(field: FieldMetadata, input: unknown): string {
  const match = typeof input === 'string' ? /^(\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)Z?$/.exec(input) : null;
  try {
    const time = Temporal.PlainTime.from(match?.[1] ?? '', { overflow: 'reject' });
    return `${time.toString({ smallestUnit: 'millisecond' })}Z`;
  } catch {
    return unreadable(field, 'time', input);
  }
}

/** An instant as the API shows it: `2026-11-21T04:00:00.000+0000`. */
export function dateTime(instant: Temporal.Instant): string {
  return `${instant.toString({ smallestUnit: 'second' }).slice(0, 19)}.000+0000`;
}

function toBytes(field: FieldMetadata, input: unknown): Uint8Array {
  if (input instanceof Uint8Array) return input;
  if (typeof input !== 'string' || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(input)) {
    return unreadable(field, 'base64', input);
  }
  return Uint8Array.from(Buffer.from(input, 'base64'));
}

function toId(field: FieldMetadata, input: unknown): string {
  const id = typeof input === 'string' ? normaliseId(input.trim()) : undefined;
  return (
    id ?? refuse('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(input)}`, [field.name])
  );
}

function toPicklist(field: FieldMetadata, text: string | null): string | null {
  if (text === null || !field.restricted) return text;
  const chosen = field.type === 'multipicklist' ? text.split(';') : [text];
  const bad = chosen.find(
    (value) => !field.picklistValues.some((item) => item.active && item.value === value),
  );
  if (bad !== undefined) {
    refuse(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${bad}`,
      [field.name],
    );
  }
  return text;
}

function toEmail(field: FieldMetadata, text: string | null): string | null {
  if (text !== null && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text)) {
    refuse('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [field.name]);
  }
  return text;
}
