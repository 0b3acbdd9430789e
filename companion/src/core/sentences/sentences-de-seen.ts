/** German for what is seen of logins, grants and altered records, as findings and timelines tell it. */
import type { SentencePair } from './translate.ts';

/** A verdict on a timeline: who, what it is, and why. */
const LINES: readonly SentencePair[] = [
  ['Login as {1}: {2}, provisionally. {3}', 'Anmeldung als {1}: {2}, vorläufig. {3}', true],
  ['Login as {1}: {2}. {3}', 'Anmeldung als {1}: {2}. {3}', true],
  [
    'Login access granted by {1}: {2}, provisionally. {3}',
    'Anmeldezugriff gewährt von {1}: {2}, vorläufig. {3}',
    true,
  ],
  ['Login access granted by {1}: {2}. {3}', 'Anmeldezugriff gewährt von {1}: {2}. {3}', true],
  ['Critical: {1}', 'Kritisch: {1}', true],
  ['Warning: {1}', 'Warnung: {1}', true],
  ['Notice: {1}', 'Hinweis: {1}', true],
];

const TITLES: readonly SentencePair[] = [
  ['Login as {1} outside its window', 'Anmeldung als {1} außerhalb des Zeitfensters'],
  [
    'Login as {1} after the authorization was revoked',
    'Anmeldung als {1} nach dem Widerruf der Autorisierung',
  ],
  ['Session as {1} went on after its window', 'Sitzung als {1} lief über das Zeitfenster hinaus'],
  ['End of the session as {1} not seen', 'Ende der Sitzung als {1} nicht gesehen'],
  [
    'Login as {1}, but the case is authorized for another user',
    'Anmeldung als {1}, der Fall ist aber für eine andere Person autorisiert',
  ],
  [
    'Login as {1} under a case that was not authorized',
    'Anmeldung als {1} unter einem Fall, der nicht autorisiert war',
  ],
  [
    'A second person logged in as {1} on one authorization',
    'Eine zweite Person hat sich mit einer Autorisierung als {1} angemeldet',
  ],
  ['Login as {1}: several users bear that name', 'Anmeldung als {1}: Mehrere Benutzer tragen diesen Namen'],
  ['Login as {1}: {2}', 'Anmeldung als {1}: {2}'],
  ['Grant of {1}: {2}', 'Freigabe von {1}: {2}'],
  ['Login as {1} that cannot be judged', 'Anmeldung als {1}, die nicht zu beurteilen ist'],
  ['{1} granted login access after the window', '{1} hat Anmeldezugriff nach dem Zeitfenster gewährt'],
  ['{1} granted login access after the revocation', '{1} hat Anmeldezugriff nach dem Widerruf gewährt'],
  ['{1} granted login access before the approval', '{1} hat Anmeldezugriff vor der Genehmigung gewährt'],
  [
    '{1} granted login access for longer than the window needs',
    '{1} hat Anmeldezugriff länger gewährt, als das Zeitfenster braucht',
  ],
  [
    'The grant of {1} still stands after its window',
    'Die Freigabe von {1} besteht nach dem Zeitfenster noch',
  ],
  ['A grant of {1} that cannot be judged', 'Eine Freigabe von {1}, die nicht zu beurteilen ist'],
];

const REASONS: readonly SentencePair[] = [
  [
    'The login lies in a gap of the Setup Audit Trail.',
    'Die Anmeldung liegt in einer Lücke des Setup-Prüfprotokolls.',
  ],
  [
    'The login lies in a gap of the support login log.',
    'Die Anmeldung liegt in einer Lücke des Protokolls der Support-Anmeldungen.',
  ],
  [
    'No audit row speaks of this session yet.',
    'Noch spricht kein Eintrag im Prüfprotokoll von dieser Sitzung.',
  ],
  [
    'Several support log-ins of one moment name different cases, and no source says which is whose.',
    'Mehrere Support-Anmeldungen eines Augenblicks nennen verschiedene Fälle, und keine Quelle sagt, welcher zu welcher gehört.',
  ],
  [
    'Several users bear the name that the audit row gives.',
    'Mehrere Benutzer tragen den Namen, den das Prüfprotokoll nennt.',
  ],
  ['No source names the user of this login.', 'Keine Quelle nennt die Person dieser Anmeldung.'],
  ['The case is authorized for another user.', 'Der Fall ist für eine andere Person autorisiert.'],
  [
    'The user is authorized at that time, but for another case.',
    'Die Person ist zu dieser Zeit autorisiert, aber für einen anderen Fall.',
  ],
  [
    "The login lies at the window's edge, within the clocks' difference.",
    'Die Anmeldung liegt am Rand des Zeitfensters, innerhalb des Unterschieds der Uhren.',
  ],
  ['The login came before the window opened.', 'Die Anmeldung kam, bevor das Zeitfenster öffnete.'],
  [
    'The login came after the authorization was revoked.',
    'Die Anmeldung kam nach dem Widerruf der Autorisierung.',
  ],
  ['The login came after the window had ended.', 'Die Anmeldung kam nach dem Ende des Zeitfensters.'],
  [
    'Another actor had used this authorization before.',
    'Jemand anderes hatte diese Autorisierung schon benutzt.',
  ],
  [
    'Case, user and time match an approved request.',
    'Fall, Person und Zeit passen zu einer genehmigten Anfrage.',
  ],
  [
    'User and time match an approved request; the case is not verified.',
    'Person und Zeit passen zu einer genehmigten Anfrage; der Fall ist nicht geprüft.',
  ],
  [
    'The window is over and no source shows that the session ended.',
    'Das Zeitfenster ist zu Ende, und keine Quelle zeigt, dass die Sitzung endete.',
  ],
  [
    "The session ended at the window's edge, within the clocks' difference.",
    'Die Sitzung endete am Rand des Zeitfensters, innerhalb des Unterschieds der Uhren.',
  ],
  ['The session ended after the window.', 'Die Sitzung endete nach dem Zeitfenster.'],
  [
    'No audit row says when this grant was given.',
    'Kein Eintrag im Prüfprotokoll sagt, wann die Freigabe gewährt wurde.',
  ],
  [
    'Grant and approval lie within the difference of the clocks.',
    'Freigabe und Genehmigung liegen innerhalb des Unterschieds der Uhren.',
  ],
  [
    'The grant was given before the request was approved.',
    'Die Freigabe wurde gewährt, bevor die Anfrage genehmigt war.',
  ],
  [
    'The grant was given after the window had ended.',
    'Die Freigabe wurde gewährt, als das Zeitfenster schon zu Ende war.',
  ],
  [
    'The grant was given after the authorization was revoked.',
    'Die Freigabe wurde nach dem Widerruf der Autorisierung gewährt.',
  ],
  ['No field says until when this grant lasts.', 'Kein Feld sagt, bis wann diese Freigabe gilt.'],
  [
    'The grant lasts to {1}; {2} would have covered the window.',
    'Die Freigabe gilt bis {1}; bis {2} hätte für das Zeitfenster gereicht.',
  ],
  [
    'The grant covers the window. It can still be used until {1}; the user is asked to revoke it.',
    'Die Freigabe deckt das Zeitfenster ab. Sie ist noch bis {1} nutzbar; die Person wird gebeten, sie zurückzunehmen.',
  ],
  [
    'The grant covers the window and no more than it must.',
    'Die Freigabe deckt das Zeitfenster ab und nicht mehr, als sie muss.',
  ],
  [
    'The window is over and the grant can still be used until {1}.',
    'Das Zeitfenster ist zu Ende, und die Freigabe ist noch bis {1} nutzbar.',
  ],
  [
    'The grant stood for longer after the window than the policy lets it.',
    'Die Freigabe bestand nach dem Zeitfenster länger, als die Richtlinie erlaubt.',
  ],
  [
    'The session went on into the window of a later request.',
    'Die Sitzung lief in das Zeitfenster einer späteren Anfrage weiter.',
  ],
  ['More evidence may still come and change this.', 'Weitere Belege können noch kommen und das ändern.'],
];

/** Titles that begin with the name of a record: they fit much, and stand last. */
export const GERMAN_ALTERED: readonly SentencePair[] = [
  ['{1} was changed', '{1} wurde geändert', true],
  ['{1} was deleted', '{1} wurde gelöscht', true],
  ['{1} is gone', '{1} fehlt', true],
  ['{1} was not written by Countersign', '{1} stammt nicht von Countersign', true],
];

export const GERMAN_SEEN: readonly SentencePair[] = [...LINES, ...TITLES, ...REASONS];
