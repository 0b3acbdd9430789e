/** German for the sentences that the companion makes. The longer of two that could match stands first. */
import { GERMAN_EXTENSIONS } from './sentences-de-extensions.ts';
import { GERMAN_BREAK_GLASS } from './sentences-de-break-glass.ts';
import { GERMAN_FREEZE } from './sentences-de-freeze.ts';
import { GERMAN_RULES } from './sentences-de-rules.ts';
import { GERMAN_PROBLEMS } from './sentences-de-problems.ts';
import { GERMAN_ACTS } from './sentences-de-acts.ts';
import { GERMAN_REFUSALS } from './sentences-de-refusals.ts';
import { GERMAN_ALTERED, GERMAN_SEEN } from './sentences-de-seen.ts';
import { GERMAN_THREAD, GERMAN_TIMELINE } from './sentences-de-timeline.ts';
import type { SentencePair } from './translate.ts';

const GATES: readonly SentencePair[] = [
  ['A support case number is missing.', 'Eine Support-Fallnummer fehlt.'],
  ['The request names its support case.', 'Die Anfrage nennt ihren Support-Fall.'],
  [
    'Purpose and necessity need at least {1} characters each.',
    'Zweck und Notwendigkeit brauchen je mindestens {1} Zeichen.',
  ],
  ['It is not said whether data is viewed.', 'Es ist nicht angegeben, ob Daten eingesehen werden.'],
  [
    'Purpose and necessity are given, and whether data is viewed.',
    'Zweck und Notwendigkeit sind angegeben, und ob Daten eingesehen werden.',
  ],
  [
    'The request does not say how long access is wanted.',
    'Die Anfrage sagt nicht, wie lange Zugriff gewünscht wird.',
  ],
  [
    'The policy allows {1} minutes at most; {2} are wanted.',
    'Die Richtlinie erlaubt höchstens {1} Minuten; gewünscht sind {2}.',
  ],
  [
    '{1} minutes are wanted; the policy allows {2}.',
    '{1} Minuten sind gewünscht; die Richtlinie erlaubt {2}.',
  ],
  [
    '{1} authorization contact of level {2} with a passkey, with the roles {3}, must be available; {4} is.',
    '{1} Autorisierungskontakt der Stufe {2} mit Passkey und den Rollen {3} muss verfügbar sein; es ist {4}.',
    [3],
  ],
  [
    '{1} authorization contact of level {2} with a passkey, with the roles {3}, must be available; {4} are.',
    '{1} Autorisierungskontakt der Stufe {2} mit Passkey und den Rollen {3} muss verfügbar sein; es sind {4}.',
    [3],
  ],
  [
    '{1} authorization contacts of level {2} with a passkey, with the roles {3}, must be available; {4} is.',
    '{1} Autorisierungskontakte der Stufe {2} mit Passkey und den Rollen {3} müssen verfügbar sein; es ist {4}.',
    [3],
  ],
  [
    '{1} authorization contacts of level {2} with a passkey, with the roles {3}, must be available; {4} are.',
    '{1} Autorisierungskontakte der Stufe {2} mit Passkey und den Rollen {3} müssen verfügbar sein; es sind {4}.',
    [3],
  ],
  [
    '{1} authorization contact of level {2} with a passkey must be available; {3} is.',
    '{1} Autorisierungskontakt der Stufe {2} mit Passkey muss verfügbar sein; es ist {3}.',
  ],
  [
    '{1} authorization contact of level {2} with a passkey must be available; {3} are.',
    '{1} Autorisierungskontakt der Stufe {2} mit Passkey muss verfügbar sein; es sind {3}.',
  ],
  [
    '{1} authorization contacts of level {2} with a passkey must be available; {3} is.',
    '{1} Autorisierungskontakte der Stufe {2} mit Passkey müssen verfügbar sein; es ist {3}.',
  ],
  [
    '{1} authorization contacts of level {2} with a passkey must be available; {3} are.',
    '{1} Autorisierungskontakte der Stufe {2} mit Passkey müssen verfügbar sein; es sind {3}.',
  ],
  [
    '{1} authorization contact of level {2} can decide.',
    '{1} Autorisierungskontakt der Stufe {2} kann entscheiden.',
  ],
  [
    '{1} authorization contacts of level {2} can decide.',
    '{1} Autorisierungskontakte der Stufe {2} können entscheiden.',
  ],
  [
    'Nobody but the requester or the target user could decide.',
    'Niemand außer der anfragenden oder der Zielperson könnte entscheiden.',
  ],
  ['Somebody else than the requester decides.', 'Jemand anderes als die anfragende Person entscheidet.'],
  [
    'This rule could not be evaluated, which counts as closed.',
    'Diese Regel war nicht auszuwerten, das gilt als nicht erfüllt.',
  ],
  ['The request names no user to log in as.', 'Die Anfrage nennt niemanden, als der angemeldet werden soll.'],
  ['The target user is not active.', 'Die Zielperson ist nicht aktiv.'],
  ['The login of the target user is frozen.', 'Die Anmeldung der Zielperson ist eingefroren.'],
  [
    'The target user is not an internal user and has no page to grant access on.',
    'Die Zielperson gehört nicht zu den internen Benutzern und hat keine Seite, um Zugriff zu gewähren.',
  ],
  [
    'The target user may use the API alone and has no page to grant access on.',
    'Die Zielperson darf nur die API nutzen und hat keine Seite, um Zugriff zu gewähren.',
  ],
  [
    'The permissions of the target user cannot be read.',
    'Die Berechtigungen der Zielperson sind nicht lesbar.',
  ],
  [
    'Whether the login of the target user is frozen cannot be told: there is no sign-in within 180 days, or a freeze since. If it is not frozen, the user can sign in once.',
    'Ob die Anmeldung der Zielperson eingefroren ist, lässt sich nicht sagen: Seit 180 Tagen gab es keine Anmeldung, oder danach ein Einfrieren. Ist sie nicht eingefroren, hilft es, wenn die Person sich einmal anmeldet.',
  ],
  [
    'The target user is active, not frozen, signs in to the user interface, and as an administrator may grant in any case.',
    'Die Zielperson ist aktiv, nicht eingefroren, meldet sich an der Oberfläche an und darf als Administratorin oder Administrator in jedem Fall Zugriff gewähren.',
  ],
  [
    'The target user is active, not frozen, signs in to the user interface, and the operator attests that users may grant.',
    'Die Zielperson ist aktiv, nicht eingefroren, meldet sich an der Oberfläche an, und der Betrieb bescheinigt, dass Benutzer Zugriff gewähren dürfen.',
  ],
  [
    'The target user is active, not frozen, signs in to the user interface, and users of this org have granted access lately.',
    'Die Zielperson ist aktiv, nicht eingefroren, meldet sich an der Oberfläche an, und Benutzer dieser Org haben vor Kurzem Zugriff gewährt.',
  ],
  [
    'In this org only administrators may grant access.',
    'In dieser Org dürfen nur Administratoren Zugriff gewähren.',
  ],
  [
    'Whether users of this org may grant access cannot be read; an operator can attest it.',
    'Ob Benutzer dieser Org Zugriff gewähren dürfen, ist nicht lesbar; der Betrieb kann es bescheinigen.',
  ],
  ['The target user is not in this org.', 'Die Zielperson gibt es in dieser Org nicht.'],
];

const PREVIEW: readonly SentencePair[] = [
  ['Profile: cannot be read.', 'Profil: nicht lesbar.'],
  ['Profile: {1}.', 'Profil: {1}.'],
  ['Role: {1}.', 'Rolle: {1}.'],
  ['Permission sets: none.', 'Berechtigungssätze: keine.'],
  ['Permission sets: {1} and {2} more.', 'Berechtigungssätze: {1} und {2} weitere.'],
  ['Permission sets: {1}.', 'Berechtigungssätze: {1}.'],
  [
    'The user reads, changes and deletes every record (Modify All Data).',
    'Die Person liest, ändert und löscht jeden Datensatz (Modify All Data).',
  ],
  ['The user reads every record (View All Data).', 'Die Person liest jeden Datensatz (View All Data).'],
  [
    'The user changes the configuration (Customize Application).',
    'Die Person ändert die Konfiguration (Customize Application).',
  ],
  ['The user manages users (Manage Users).', 'Die Person verwaltet Benutzer (Manage Users).'],
  ['The user writes and runs code (Author Apex).', 'Die Person schreibt und startet Code (Author Apex).'],
  ['The user sees every user (View All Users).', 'Die Person sieht alle Benutzer (View All Users).'],
  [
    'The user reads the configuration (View Setup and Configuration).',
    'Die Person liest die Konfiguration (View Setup and Configuration).',
  ],
  ['The user exports reports (Export Reports).', 'Die Person exportiert Berichte (Export Reports).'],
  ['The user may use the API (API Enabled).', 'Die Person darf die API nutzen (API Enabled).'],
  [
    'None of the strongest system permissions: no Modify All Data, View All Data, Customize Application, Manage Users or Author Apex.',
    'Keine der stärksten Systemberechtigungen: kein Modify All Data, View All Data, Customize Application, Manage Users oder Author Apex.',
  ],
  [
    'Objects: the permissions on objects cannot be read.',
    'Objekte: Die Berechtigungen auf Objekte sind nicht lesbar.',
  ],
  [
    'Objects: reads {1}, creates in {2}, edits {3}, deletes from {4}.',
    'Objekte: liest {1}, legt an in {2}, bearbeitet {3}, löscht aus {4}.',
  ],
  ['Edits: {1} and {2} more.', 'Bearbeitet: {1} und {2} weitere.'],
  ['Edits: {1}.', 'Bearbeitet: {1}.'],
  ['Reads only: {1} and {2} more.', 'Liest nur: {1} und {2} weitere.'],
  ['Reads only: {1}.', 'Liest nur: {1}.'],
  ['Deletes from: {1} and {2} more.', 'Löscht aus: {1} und {2} weitere.'],
  ['Deletes from: {1}.', 'Löscht aus: {1}.'],
  ['Sees every record of: {1} and {2} more.', 'Sieht jeden Datensatz von: {1} und {2} weitere.'],
  ['Sees every record of: {1}.', 'Sieht jeden Datensatz von: {1}.'],
  ['Changes every record of: {1} and {2} more.', 'Ändert jeden Datensatz von: {1} und {2} weitere.'],
  ['Changes every record of: {1}.', 'Ändert jeden Datensatz von: {1}.'],
  [
    'The assigned permission sets cannot be read: the user may be able to do more.',
    'Die zugewiesenen Berechtigungssätze sind nicht lesbar: Die Person kann vielleicht mehr.',
  ],
];

/** What the contacts' page can show; the companion itself knows more (`sentences-de-all.ts`). */
export const GERMAN_PAGE: readonly SentencePair[] = [
  ...GERMAN_TIMELINE,
  ...GERMAN_SEEN,
  ...GATES,
  ...GERMAN_RULES,
  ...PREVIEW,
  ...GERMAN_ACTS,
  ...GERMAN_EXTENSIONS,
  ...GERMAN_BREAK_GLASS,
  ...GERMAN_FREEZE,
  ...GERMAN_PROBLEMS,
  ...GERMAN_REFUSALS,
  ...GERMAN_THREAD,
  ...GERMAN_ALTERED,
];
