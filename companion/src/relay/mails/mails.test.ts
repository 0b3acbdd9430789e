import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../core/sentences/languages.ts';
import { ORIGIN, PAGE, sampleMails } from '../fixtures/sample-mails.ts';
import { tongueOf } from './tongue.ts';
import { mailsDe } from './words/de.ts';
import { mailsEn } from './words/en.ts';

const zone = 'Europe/Berlin';
const english = sampleMails({ language: 'en', zone });
const german = sampleMails({ language: 'de', zone });
const every = LANGUAGES.flatMap((language) =>
  Object.entries(sampleMails({ language, zone })).map(
    ([name, mail]) => [`${name} (${language})`, mail] as const,
  ),
);
/** What the README must never claim, in both languages. */
const CLAIMS =
  /\b(block(s|ed|ing)?|prevent(s|ed|ing)?|nobody can|guarantee(s|d)?|all accesses|blockier\w*|verhinder\w*|niemand kann|garantier\w*|alle Zugriffe)\b/i;
/** Words that no German sentence has. */
const ENGLISH = /\b(the|and|your|you|with|this|that|from|until|request|approved?|case|access|signed)\b/i;
/** Names of the platform's own menus, which the German mail calls English names. */
const MENUS = /Settings › My Personal Information › Grant Account Login Access|--No Access--|Support Cloud/g;

/** Every text of a catalogue by its key; functions are given values that show. */
function textsOf(part: unknown, path: string): [path: string, text: string][] {
  if (typeof part === 'string') return [[path, part]];
  if (Array.isArray(part)) return part.flatMap((one, at) => textsOf(one, `${path}.${at}`));
  if (typeof part === 'function') {
    const values = Array.from({ length: part.length }, (_, at) => `<${at + 1}>`);
    return textsOf((part as (...given: string[]) => unknown)(...values), `${path}()`);
  }
  return Object.entries(part as object).flatMap(([key, value]) => textsOf(value, `${path}.${key}`));
}

describe('a mail', () => {
  test.each(every)('%s says in its text all that its design says [D108]', (_name, { text, html, form }) => {
    const words = (from: string) =>
      from
        .replace(/<style[^]*?<\/style>|<head>[^]*?<\/head>/g, '')
        .replace(/<[^>]+>/g, ' ')
        .replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))
        .split(/\s+/);
    const inText = new Set(text.split(/\s+/));
    const missing = words(html).filter((word) => {
      return ![...inText].some((known) => known.replace(/[:.]$/, '') === word.replace(/[:.]$/, ''));
    });
    expect(missing.filter((word) => word !== '' && word !== 'Countersign')).toEqual([]);
    expect(text).toContain(form.footer);
  });

  test.each(every)('%s loads nothing, runs nothing, and keeps typed text as text', (_name, { html }) => {
    expect(html).not.toMatch(/<(script|img|form|link|iframe)|url\(/i);
    expect(html).not.toContain('<b>Petersen</b>');
  });

  test.each(every)(
    '%s claims no more than is true, and leaves no place without its word [A15 U27]',
    (_name, mail) => {
      const said = `${mail.subject}\n${mail.text}`;
      expect(said).not.toMatch(CLAIMS);
      expect(said).not.toMatch(/undefined|null|\[object|\{\d\}|function|=>/);
      expect(mail.subject).not.toMatch(/[\r\n]/);
    },
  );

  test.each(Object.entries(german))('%s has no English left in German [U27]', (_name, mail) => {
    const said = `${mail.subject}\n${mail.text}`.replace(MENUS, '').replace(/https:\S+/g, '');
    expect(said).not.toMatch(ENGLISH);
    expect(mail.html).toContain('<html lang="de">');
  });

  test('has the same words in both languages, none of them empty or left as it was [U27]', () => {
    const [inEnglish, inGerman] = [textsOf(mailsEn, ''), textsOf(mailsDe, '')];
    expect(inGerman.map(([path]) => path)).toEqual(inEnglish.map(([path]) => path));
    const values = (text: string) => [...new Set(text.match(/<\d>/g) ?? [])].sort();
    const same = inEnglish.filter(([, text], at) => text.trim() === '' || inGerman[at]?.[1] === text);
    expect(same).toEqual([]);
    const lost = inEnglish.filter(
      ([, text], at) => values(text).join() !== values(inGerman[at]?.[1] ?? '').join(),
    );
    expect(lost).toEqual([]);
  });
});

describe('a request that waits', () => {
  test.each([
    ['en', english['waiting'], 'Sat, 21 Nov 2026, 15:04 (Europe/Berlin, GMT+1)', 'from your bookmark'],
    ['de', german['waiting'], 'Sa., 21. Nov. 2026, 15:04 (Europe/Berlin, GMT+1)', 'mit Ihrem Lesezeichen'],
  ] as const)(
    'is useful without its link: case, phrase, deadline with zone, and the way by the own bookmark, in %s [U24]',
    (_language, waiting, deadline, bookmark) => {
      for (const needed of ['46012345', 'amber-heron-quartz', deadline, bookmark])
        expect(waiting?.text).toContain(needed);
      expect(waiting?.subject).toContain('46012345');
    },
  );

  test.each([
    ['en', english['waiting']],
    ['de', german['waiting']],
  ])('has no link that decides: only the one that opens the request, in %s', (_language, waiting) => {
    expect(waiting?.text.match(/https:[^\s,]+/g)).toEqual([PAGE, ORIGIN]);
  });
});

describe('the mail to the grantor', () => {
  test('names requester, approvers, case, phrase, menu path and duration, and asks for no password [B43] [B64]', () => {
    for (const needed of [
      'Katrin Brandt',
      'Marit Jansen and Friedrich Albers',
      '46012345',
      'amber-heron-quartz',
      'Settings › My Personal Information › Grant Account Login Access',
      'https://hanse.my.salesforce.com/lightning/settings/personal/GrantLoginAccess/home',
      'choose exactly "1 Day"',
      'Sun, 22 Nov 2026',
      'Nobody asks for your password',
      '/grants/t0k3n',
    ]) {
      expect(english['grant']?.text).toContain(needed);
    }
  });
});

describe('an instant in a mail', () => {
  test('names its zone and offset, in summer and in winter, and the UTC of another day', () => {
    const inZone = (name: string | null) => tongueOf({ language: 'en', zone: name });
    expect(inZone(zone).instant('2026-07-01T12:00:00Z')).toBe(
      'Wed, 1 Jul 2026, 14:00 (Europe/Berlin, GMT+2)',
    );
    expect(inZone('Pacific/Auckland').instant('2026-11-21T12:00:00Z')).toBe(
      'Sun, 22 Nov 2026, 01:00 (Pacific/Auckland, GMT+13)',
    );
    expect(inZone(null).instant('2026-11-21T12:00:00Z')).toBe('Sat, 21 Nov 2026, 12:00 (UTC)');
    expect(inZone('Pacific/Auckland').instantWithUtc('2026-11-21T12:00:00Z')).toBe(
      'Sun, 22 Nov 2026, 01:00 (Pacific/Auckland, GMT+13) = Sat, 21 Nov 2026, 12:00 UTC',
    );
    expect(tongueOf({ language: 'de', zone }).instantWithUtc('2026-07-01T12:00:00Z')).toBe(
      'Mi., 1. Juli 2026, 14:00 (Europe/Berlin, GMT+2) = 12:00 UTC',
    );
  });
});
