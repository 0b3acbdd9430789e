/** Sentences that are made of others: lines of a timeline, what the org says, faults of a record. */
import { describe, expect, test } from '@jest/globals';
import { parseBlackouts, parseHours, parseLadder, parseZone } from '../policy-text.ts';
import { REQUEST_STATES } from '../requests.ts';
import { SIGNED_DECISIONS } from '../statement.ts';
import { VERDICTS } from '../verdicts.ts';
import { leftIn, onPage } from './fixtures/left-in-english.ts';
import { GERMAN_SEEN } from './sentences-de-seen.ts';
import { inLanguage, passageInLanguage } from './sentences.ts';

describe('a line of a timeline', () => {
  const reasons = GERMAN_SEEN.map(([english]) => english.replace(/\{(\d)\}/g, 'Q$1')).filter(
    (text) => text.endsWith('.') && !/^(Login|Critical|Warning|Notice)/.test(text),
  );
  const words = (verdict: string) => verdict.replaceAll('_', ' ').toLowerCase();

  test.each(VERDICTS)('with the verdict %s is in German on the page [U27]', (verdict) => {
    for (const seen of ['Login as Marit Jansen', 'Login access granted by an unknown user'])
      for (const sure of ['', ', provisionally'])
        for (const reason of reasons) {
          const line = `${seen}: ${words(verdict)}${sure}. ${reason}`;
          expect({ line, left: leftIn(line, onPage(line).replaceAll('Marit Jansen', '')) }).toEqual({
            line,
            left: [],
          });
        }
  });

  test('that tells a finding is in German on the page [U27]', () => {
    expect(onPage('Critical: Login as Marit Jansen outside its window')).toBe(
      'Kritisch: Anmeldung als Marit Jansen außerhalb des Zeitfensters',
    );
    expect(onPage('Critical: Access Request was changed')).toBe('Kritisch: Zugriffsanfrage wurde geändert');
  });

  test('that gives reasons of the policy has each in German, also where two are of two sentences [U27]', () => {
    expect(
      onPage(
        'Refused by policy: The target user is not active. The request says Sandbox, but this org is Production. Raise it in the org that it is for. 2 authorization contacts of level 1 with a passkey must be available; 1 is.',
      ),
    ).toBe(
      'Von der Richtlinie abgelehnt: Die Zielperson ist nicht aktiv. Die Anfrage nennt als Umgebung Sandbox, diese Org aber ist: Produktion. Stellen Sie sie in der Org, für die sie gilt. 2 Autorisierungskontakte der Stufe 1 mit Passkey müssen verfügbar sein; es ist 1.',
    );
  });

  test('that the org has cut short is in German to its end [U27]', () => {
    const cut = (text: string) => `${text.slice(0, 254)}…`;
    const reason = 'The target user may use the API alone and has no page to grant access on.';
    const whole = `Refused by policy: ${[reason, reason, reason, reason].join(' ')}`;
    expect(whole.length).toBeGreaterThan(255);
    expect(leftIn(whole, onPage(cut(whole)))).toEqual([]);
    expect(onPage('Refused by policy: The target user is act…')).toContain('Die Zielperson ist aktiv');
    expect(onPage('Warning: Login as Marit Jansen after the authori…')).toBe(
      'Warnung: Anmeldung als Marit Jansen nach dem Widerruf der Autorisierung',
    );
  });

  test('keeps what people wrote as they wrote it', () => {
    expect(onPage('Denied by Marit Jansen: Not found. The login came before the window opened.')).toBe(
      'Abgelehnt von Marit Jansen: Not found. The login came before the window opened.',
    );
    expect(
      onPage('Approved by Marit Jansen (1 of 2, still without security lead and compliance lead): Go.'),
    ).toBe('Genehmigt von Marit Jansen (1 von 2, noch ohne Leitung Sicherheit und Leitung Compliance): Go.');
    expect(onPage('Marit Jansen asks: Cancelled?')).toBe('Marit Jansen fragt: Cancelled?');
  });

  test('names each state and each answer in German [U27]', () => {
    for (const state of REQUEST_STATES.filter((name) => name !== 'Draft')) {
      const line = `the request is ${state}`;
      expect({ line, left: leftIn(line, onPage(line)) }).toEqual({ line, left: [] });
      expect(onPage(line)).not.toContain(state);
    }
    for (const decision of SIGNED_DECISIONS) {
      const said = decision.replaceAll('_', ' ').toLowerCase();
      expect(onPage(`A signed answer (${said}) had no effect: its window is over`)).toMatch(
        /^Eine unterschriebene Antwort \((Genehmigung|Ablehnung|Rückfrage|Zurückziehen|Widerruf)\) blieb ohne Wirkung: das Zeitfenster ist vorbei$/,
      );
    }
    expect(onPage('Marit Jansen (also for Ingrid Sommer), Friedrich Albers (also for A, B)')).toBe(
      'Marit Jansen (auch für Ingrid Sommer), Friedrich Albers (auch für A, B)',
    );
  });
});

describe('what the org says', () => {
  test('stands in its own words, in quotation marks, inside a German sentence [U27]', () => {
    const reason = "the org says “sObject type 'AuthSession' is not supported”";
    expect(inLanguage(`Nothing is known from A to B: ${reason}.`, 'de')).toBe(
      "Nichts ist bekannt von A bis B: die Org meldet „sObject type 'AuthSession' is not supported“.",
    );
    const without = 'without Manage Users, live sessions of other users are not shown';
    const lost = `The reason: ${without}. What happens from now on is not seen in this source.`;
    expect(inLanguage(lost, 'de')).toBe(
      'Der Grund: ohne die Berechtigung Manage Users (englischer Name) gilt: laufende Sitzungen anderer Benutzer werden nicht gezeigt. Was von jetzt an geschieht, ist in dieser Quelle nicht zu sehen.',
    );
  });
});

describe('what is wrong with a record of the policy', () => {
  const faultOf = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('nothing is wrong with it');
  };
  const hours = { days: 'Mon', from: '08:00', to: '18:00', zone: 'Europe/Berlin' };
  const blackouts = Array.from({ length: 400 }, () => '2026-12-24').join(', ');

  test.each([
    ['a step', () => parseLadder('now')],
    ['the first step', () => parseLadder('1: 5')],
    ['the order', () => parseLadder('1: 0, 2: 30, 3: 20')],
    ['a level twice', () => parseLadder('1: 0, 1: 30')],
    ['a day', () => parseHours({ ...hours, days: 'Moon' })],
    ['no day', () => parseHours({ ...hours, days: '' })],
    ['a zone', () => parseZone('Europe/Nowhere')],
    ['empty hours', () => parseHours({ ...hours, to: '08:00' })],
    ['a time', () => parseHours({ ...hours, from: 'early' })],
    ['a date', () => parseBlackouts('Christmas')],
    ['too many dates', () => parseBlackouts(blackouts)],
  ])('is told in German: %s [U27]', (_name, make) => {
    const fault = `Default: ${faultOf(make)}`;
    const known = fault.replaceAll('"', '');
    const german = passageInLanguage(fault, 'de');
    expect(german).not.toBe(fault);
    expect(
      leftIn(known.replace(/Default|Mon|Moon|Europe|Berlin|Nowhere|now|early|Christmas/g, ''), german),
    ).toEqual([]);
  });
});
