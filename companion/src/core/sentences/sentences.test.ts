import { describe, expect, test } from '@jest/globals';
import { GERMAN } from './sentences-de-all.ts';
import { inLanguage } from './sentences.ts';

const placesIn = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).sort();

describe('a sentence of the companion', () => {
  test('comes in German with the values it came with [U27]', () => {
    expect(inLanguage('240 minutes are wanted; the policy allows 1440.', 'de')).toBe(
      '240 Minuten sind gewünscht; die Richtlinie erlaubt 1440.',
    );
    expect(inLanguage('Permission sets: A, B and 3 more.', 'de-AT')).toBe(
      'Berechtigungssätze: A, B und 3 weitere.',
    );
    expect(inLanguage('Denied by Marit Jansen: No.\nNot today: never.', 'de')).toBe(
      'Abgelehnt von Marit Jansen: No.\nNot today: never.',
    );
  });

  test('of a rule names days, risk and reach in German too, and leaves what people wrote [U27]', () => {
    expect(inLanguage('Requests are taken up Monday, Tuesday, 08:00 to 18:00 (Europe/Berlin).', 'de')).toBe(
      'Anfragen werden angenommen: Montag, Dienstag, 08:00 bis 18:00 (Europe/Berlin).',
    );
    const reach = 'the user reaches every record of some objects, or changes the configuration';
    const risk = `The risk is medium: ${reach}. The rule “See: data” applies: 2 to approve.`;
    expect(inLanguage(risk, 'de')).toBe(
      'Das Risiko ist mittel: die Person erreicht alle Datensätze mancher Objekte oder ändert die Konfiguration. Es gilt die Regel „See: data“: nötige Genehmigungen 2.',
    );
  });

  test('stays as it is in English, in a language that is not there, and where nobody has translated it', () => {
    for (const language of ['en', 'en-GB', 'fr', ''])
      expect(inLanguage('Not found', language)).toBe('Not found');
    expect(inLanguage('A sentence of tomorrow.', 'de')).toBe('A sentence of tomorrow.');
  });

  test('is not mistaken for another one whose words a value holds', () => {
    expect(inLanguage('Profile: Edits: Account.', 'de')).toBe('Profil: Edits: Account.');
    expect(inLanguage('See: Profile: Clerk.', 'de')).toBe('See: Profile: Clerk.');
    expect(inLanguage('Revoked by {2}: {1}', 'de')).toBe('Widerrufen von {2}: {1}');
  });

  test('has the same places for values in both languages, numbered from one', () => {
    for (const [english, german] of GERMAN) {
      expect({ english, places: placesIn(german) }).toEqual({ english, places: placesIn(english) });
      expect(placesIn(english)).toEqual(placesIn(english).map((_, at) => `{${at + 1}}`));
    }
  });

  test.each(GERMAN.filter(([english]) => english.includes('{1}')))(
    'finds "%s" before a shorter one',
    (english, german) => {
      const fill = (text: string) => text.replace(/\{(\d)\}/g, (_place, number) => `<${number}>`);
      expect(inLanguage(fill(english), 'de')).toBe(fill(german));
    },
  );
});
