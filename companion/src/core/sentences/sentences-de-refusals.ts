/** German for what a problem says in particular, beside its title and its next step. */
import type { SentencePair } from './translate.ts';

const REQUESTS: readonly SentencePair[] = [
  ['There is no such request.', 'Diese Anfrage gibt es nicht.'],
  ['This request is no longer in the org.', 'Diese Anfrage gibt es in der Org nicht mehr.'],
  [
    'This request is settled; nothing is left to decide.',
    'Diese Anfrage ist erledigt; es ist nichts mehr zu entscheiden.',
  ],
  ['The deadline of this request has passed.', 'Die Frist dieser Anfrage ist abgelaufen.'],
  ['You may not decide on this request.', 'Sie dürfen über diese Anfrage nicht entscheiden.'],
  ['You have not been asked about this request yet.', 'Sie wurden zu dieser Anfrage noch nicht gefragt.'],
  [
    'This answer is not open to you any more: what you answered before stands.',
    'Diese Antwort steht Ihnen nicht mehr offen: Es gilt, was Sie zuvor geantwortet haben.',
  ],
  ['This request cannot be decided on.', 'Über diese Anfrage lässt sich nicht entscheiden.'],
  ['Nothing is left that could be ended.', 'Es ist nichts mehr da, das sich beenden ließe.'],
  ['The window must last at least one minute.', 'Das Zeitfenster muss mindestens eine Minute dauern.'],
  ['The window may last {1} minutes at most.', 'Das Zeitfenster darf höchstens {1} Minuten dauern.'],
  ['The window must end within {1} days.', 'Das Zeitfenster muss binnen {1} Tagen enden.'],
  ['The window would end before it starts.', 'Das Zeitfenster würde enden, bevor es beginnt.'],
  [
    'You have granted login access through {1}. Declining takes nothing back.',
    'Sie haben Anmeldezugriff bis {1} gewährt. Ablehnen nimmt nichts zurück.',
  ],
  [
    'You have granted login access. Declining takes nothing back.',
    'Sie haben Anmeldezugriff gewährt. Ablehnen nimmt nichts zurück.',
  ],
  ['The record was changed in the meantime.', 'Der Datensatz wurde inzwischen geändert.'],
];

const PERSONS: readonly SentencePair[] = [
  [
    'This contact is not on the sealed roster any more.',
    'Dieser Kontakt steht nicht mehr auf der unterschriebenen Kontaktliste.',
  ],
  ['You are no longer on the roster.', 'Sie stehen nicht mehr auf der Kontaktliste.'],
  ['The org of this contact is not connected.', 'Die Org dieses Kontakts ist nicht verbunden.'],
  [
    'This account belongs to no authorization contact.',
    'Dieses Konto gehört zu keinem Autorisierungskontakt.',
  ],
  ['This account is not the one of this contact.', 'Dieses Konto ist nicht das dieses Kontakts.'],
  ['There is no such day.', 'Diesen Tag gibt es nicht.'],
  ['The last day is before the first.', 'Der letzte Tag liegt vor dem ersten.'],
  ['The last day is over already.', 'Der letzte Tag ist schon vorbei.'],
  ['At most {1} days at once.', 'Höchstens {1} Tage auf einmal.'],
  [
    'At most {1} absences can stand. Take one back first.',
    'Höchstens {1} Abwesenheiten sind möglich. Nehmen Sie zuerst eine zurück.',
  ],
  ['You have no such absence.', 'Eine solche Abwesenheit haben Sie nicht.'],
  [
    'The version {1} of the roster is not kept: there was none, or it came about before versions were kept.',
    'Die Fassung {1} der Kontaktliste ist nicht aufbewahrt: Es gab sie nie, oder sie ist älter als die Aufbewahrung.',
  ],
  ['At most {1} at once.', 'Höchstens {1} auf einmal.'],
  ['Too many pages are open.', 'Zu viele Seiten sind offen.'],
];

const KEYS: readonly SentencePair[] = [
  ['This key was enrolled before.', 'Dieser Schlüssel wurde schon einmal eingerichtet.'],
  ['The passkey may not sign any more.', 'Der Passkey darf nicht mehr unterschreiben.'],
  ["A passkey's name has {1} to {2} characters.", 'Der Name eines Passkeys hat {1} bis {2} Zeichen.'],
  [
    'You have no passkey that could sign this one. Use your invitation.',
    'Sie haben keinen Passkey, der für diesen unterschreiben könnte. Nehmen Sie Ihre Einladung.',
  ],
  ['Nobody has vouched for this passkey yet.', 'Für diesen Passkey hat sich noch niemand verbürgt.'],
  ['You have no such passkey.', 'Einen solchen Passkey haben Sie nicht.'],
  [
    'There is nothing to move: your passkeys are where they belong.',
    'Es ist nichts umzuziehen: Ihre Passkeys sind, wo sie hingehören.',
  ],
  ['The new passkey could not be verified.', 'Der neue Passkey ließ sich nicht prüfen.'],
  ['The passkey belongs to another address.', 'Der Passkey gehört zu einer anderen Adresse.'],
  [
    'The passkey uses an algorithm that is not offered here.',
    'Der Passkey nutzt ein Verfahren, das hier nicht angeboten wird.',
  ],
  ['The client data of the passkey cannot be read.', 'Die Antwort des Passkeys ist nicht lesbar.'],
  [
    'The client data of the passkey names no challenge.',
    'Der Antwort des Passkeys fehlt, worauf sie antwortet.',
  ],
  ['The signature is not valid: {1}.', 'Die Unterschrift gilt nicht: {1}.', true],
  ['the authenticator data is too short', 'die Daten des Passkeys sind zu kurz'],
  ['it was made for another host', 'sie gilt für einen anderen Host'],
  ['the person was not verified', 'der Passkey hat die Person nicht geprüft'],
  ['the signature does not hold', 'sie passt nicht zum Schlüssel'],
  ['it is no assertion', 'es ist keine Unterschrift eines Passkeys'],
  ['it was made over something else', 'sie gilt für etwas anderes'],
  ['it was made on another page', 'sie entstand auf einer anderen Seite'],
  ['it was made inside a foreign page', 'sie entstand innerhalb einer fremden Seite'],
  ['Sign in with your passkey first.', 'Melden Sie sich zuerst mit Ihrem Passkey an.'],
];

/** What a passkey says that it is, where its maker is not known. */
const DEVICES: readonly SentencePair[] = [
  ['Synced passkey', 'Synchronisierter Passkey'],
  ['Passkey of one device', 'Passkey eines Geräts'],
];

export const GERMAN_REFUSALS: readonly SentencePair[] = [...REQUESTS, ...PERSONS, ...KEYS, ...DEVICES];
