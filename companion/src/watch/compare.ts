/** Compares what the companion wrote with what the org gives back. */

export type FieldValue = string | number | boolean | null;
export type Fields = Readonly<Record<string, FieldValue>>;

export interface FieldDifference {
  name: string;
  logged: FieldValue;
  found: FieldValue;
}

const DATETIME = /^\d{4}-\d\d-\d\dT/;

/**
 * The org gives values back in its own shape: empty text is null, an unticked box is false even if it was never
 * written, datetimes have whole seconds, long text loses blanks at its end and may get other line ends.
 */
function plain(value: FieldValue | undefined): FieldValue {
  if (value === undefined || value === null || value === false) return null;
  if (typeof value !== 'string') return value;
  if (DATETIME.test(value)) {
    try {
      const instant = Temporal.Instant.from(value);
      return instant.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
    } catch {
      return value;
    }
  }
  const text = value.replaceAll('\r\n', '\n').trimEnd();
  return text === '' ? null : text;
}

function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  return plain(a) === plain(b);
}

/** The named fields whose found value equals none of the accepted readings; `logged` is the first reading's value. */
export function differences(
  names: readonly string[],
  accepted: readonly Fields[],
  found: Fields,
): FieldDifference[] {
  return names.flatMap((name) =>
    accepted.some((reading) => sameValue(reading[name], found[name]))
      ? []
      : [{ name, logged: accepted[0]?.[name] ?? null, found: found[name] ?? null }],
  );
}
