/** Values as `FORMAT` shows them: in the user's locale and time zone. The currency of the org is the US dollar. */
import type { FieldType } from '../metadata/model.ts';
import type { UserContext } from '../state/engine.ts';

/** A stored value as text for the user; what has no form of its own stays as it is. */
export function formatted(value: unknown, type: FieldType, user: UserContext): unknown {
  const locale = user.locale.replaceAll('_', '-');
  if (typeof value === 'number') {
    if (type === 'currency') {
      return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).format(value);
    }
    const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 18 }).format(value);
    return type === 'percent' ? `${text}%` : text;
  }
  if (typeof value !== 'string') return value;
  const day = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  if (type === 'date') return Temporal.PlainDate.from(value).toLocaleString(locale, day);
  if (type !== 'datetime') return value;
  return Temporal.Instant.from(value).toLocaleString(locale, {
    ...day,
    hour: 'numeric',
    minute: '2-digit',
    timeZone: user.timeZone,
  });
}
