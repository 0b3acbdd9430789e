/** Field values as the user interface shows them: the value itself and its text in the user's language and zone. */
import type { FieldMetadata } from '../../metadata/model.ts';
import type { Engine, UserContext } from '../../state/engine.ts';

/** `value` in the UI API's form (datetimes as `…T….000Z`); `displayValue` is null where value and display are one. */
export interface Displayed {
  value: unknown;
  displayValue: string | null;
}

/** How a person reads values: his locale and zone, and the org's currency (ISO code). */
export interface Reader extends Pick<UserContext, 'locale' | 'timeZone'> {
  currency: string;
}

/** Currencies of the locales that an org of one currency is likely to have; others are shown in US dollars. */
const currencies: Readonly<Record<string, string>> = {
  ...{ AU: 'AUD', CA: 'CAD', CH: 'CHF', CN: 'CNY', CZ: 'CZK', DK: 'DKK', GB: 'GBP', IN: 'INR', JP: 'JPY' },
  ...{ KR: 'KRW', MX: 'MXN', NO: 'NOK', NZ: 'NZD', PL: 'PLN', SE: 'SEK', US: 'USD', BR: 'BRL', ZA: 'ZAR' },
  ...Object.fromEntries(
    ['AT', 'BE', 'DE', 'ES', 'FI', 'FR', 'GR', 'IE', 'IT', 'LU', 'NL', 'PT', 'SK'].map((land) => [
      land,
      'EUR',
    ]),
  ),
};

/** How a user reads values in an org. */
export async function readerOf(org: Pick<Engine, 'organization'>, user: UserContext): Promise<Reader> {
  const { locale } = await org.organization();
  const currency = currencies[locale.split('_')[1] ?? ''] ?? 'USD';
  return { locale: user.locale, timeZone: user.timeZone, currency };
}

/** Displays one value of a field as REST answers it. */
export function display(field: FieldMetadata, raw: unknown, user: Reader): Displayed {
  if (raw === null || raw === undefined) return { value: null, displayValue: null };
  const text = typeof raw === 'string' ? raw : JSON.stringify(raw);
  switch (field.type) {
    case 'datetime':
      return displayInstant(Temporal.Instant.from(text), user);
    case 'date':
      return {
        value: raw,
        displayValue: Temporal.PlainDate.from(text).toLocaleString(tag(user.locale)),
      };
    case 'picklist':
    case 'combobox':
      return { value: raw, displayValue: labelOf(field, text) };
    case 'multipicklist':
      return {
        value: raw,
        displayValue: text
          .split(';')
          .map((part) => labelOf(field, part))
          .join(';'),
      };
    case 'double':
    case 'int':
    case 'currency':
    case 'percent':
      return { value: raw, displayValue: displayNumber(field, Number(text), user) };
    default:
      return { value: raw, displayValue: null };
  }
}

function displayInstant(instant: Temporal.Instant, user: Reader): Displayed {
  const text = instant.toZonedDateTimeISO(user.timeZone).toPlainDateTime().toLocaleString(tag(user.locale), {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  return {
    value: instant.toString({ smallestUnit: 'millisecond' }),
    displayValue: text.replaceAll('\u202f', ' '),
  };
}

function displayNumber(field: FieldMetadata, value: number, { locale, currency }: Reader): string {
  const { scale } = field;
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  const style = field.type === 'currency' ? ({ style: 'currency', currency } as const) : {};
  const text = value.toLocaleString(tag(locale), { ...digits, ...style });
  return field.type === 'percent' ? `${text}%` : text;
}

function labelOf(field: FieldMetadata, value: string): string {
  return field.picklistValues.find((entry) => entry.value === value)?.label ?? value;
}

/** `de_DE` → `de-DE`; a locale that the runtime does not know is shown as US English. */
function tag(locale: string): string {
  const wanted = locale.split('_').slice(0, 2).join('-');
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(wanted)[0] ?? 'en-US';
  } catch {
    // Platform locales such as `sh_ME_USD` are no language tags.
    return 'en-US';
  }
}
