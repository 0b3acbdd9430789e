import type { SentencePair } from './translate.ts';

/** Titles, details and next steps of the problems that a contact can meet. */
export const GERMAN_PROBLEMS: readonly SentencePair[] = [
  ['Not found', 'Nicht gefunden'],
  ['Sent from another site', 'Von einer anderen Seite gesendet'],
  ['This passkey answer was used before', 'Diese Passkey-Antwort wurde schon benutzt'],
  ['The passkey answer does not verify', 'Die Passkey-Antwort stimmt nicht'],
  ['There is no such drill.', 'Diese Übung gibt es nicht.'],
  ['This drill does not ask you.', 'Diese Übung fragt Sie nicht.'],
  ['You have answered this drill.', 'Sie haben auf diese Übung geantwortet.'],
  ['This drill has ended.', 'Diese Übung ist zu Ende.'],
  ['You may not decide this request', 'Sie dürfen über diese Anfrage nicht entscheiden'],
  ['You have not been asked yet', 'Sie wurden noch nicht gefragt'],
  [
    'Others are asked first. You hear at once when it is your turn.',
    'Andere werden zuerst gefragt. Sie erfahren sofort, wenn Sie an der Reihe sind.',
  ],
  ['You are not signed in', 'Sie sind nicht angemeldet'],
  ['The company account was not accepted', 'Das Firmenkonto wurde nicht angenommen'],
  [
    'Sign in with your passkey, or ask the operator which account belongs to you here.',
    'Melden Sie sich mit Ihrem Passkey an, oder fragen Sie den Betrieb, welches Konto hier zu Ihnen gehört.',
  ],
  ['The company account was not accepted.', 'Das Firmenkonto wurde nicht angenommen.'],
  ['Nobody has vouched for this passkey yet', 'Für diesen Passkey hat sich noch niemand verbürgt'],
  [
    'Call another contact, read the fingerprint of your passkey to him, and let him sign for it; then sign in.',
    'Rufen Sie einen anderen Kontakt an, lesen Sie den Fingerabdruck Ihres Passkeys vor und lassen Sie dafür unterschreiben; melden Sie sich dann an.',
  ],
  ['This invitation no longer works', 'Diese Einladung gilt nicht mehr'],
  ['The review took too long', 'Die Durchsicht dauerte zu lange'],
  ['The request is already settled', 'Die Anfrage ist schon erledigt'],
  ['The deadline has passed', 'Die Frist ist abgelaufen'],
  ['The request changed while you read it', 'Die Anfrage hat sich geändert, während Sie lasen'],
  ['The request is frozen', 'Die Anfrage ist eingefroren'],
  ['Your grant stands', 'Ihre Freigabe besteht'],
  [
    'Take the grant back in Salesforce: your picture › Settings › My Personal Information › Grant Account Login Access. Then nothing is left that could be used.',
    'Nehmen Sie die Freigabe in Salesforce zurück: Ihr Bild › Settings › My Personal Information › Grant Account Login Access. Dann bleibt nichts, was nutzbar wäre.',
  ],
  ['What was signed is not what was shown', 'Unterschrieben wurde nicht, was gezeigt wurde'],
  ['The bounds do not fit', 'Die Grenzen passen nicht'],
  ['Too large', 'Zu groß'],
  ['Not understood', 'Nicht verstanden'],
  ['Too many attempts', 'Zu viele Versuche'],
  ['The Salesforce org is out of reach', 'Die Salesforce-Org ist nicht erreichbar'],
  ['Another org answers at this address', 'Unter dieser Adresse antwortet eine andere Org'],
  ['The clocks disagree', 'Die Uhren gehen verschieden'],
  ['Wrong configuration', 'Falsche Konfiguration'],
  ['The ledger does not agree with itself', 'Das Journal stimmt nicht mit sich überein'],
  ['Out of service for a moment', 'Kurz außer Betrieb'],
  ['Something went wrong here', 'Hier ging etwas schief'],
  [
    'Check the address, or open the inbox and choose the request there.',
    'Prüfen Sie die Adresse, oder öffnen Sie den Eingang und wählen Sie die Anfrage dort aus.',
  ],
  [
    'Open Countersign at its own address and try again from there.',
    'Öffnen Sie Countersign unter seiner eigenen Adresse und versuchen Sie es von dort aus erneut.',
  ],
  [
    'Open the request again and sign anew; each signature counts once.',
    'Öffnen Sie die Anfrage erneut und unterschreiben Sie neu; jede Unterschrift zählt einmal.',
  ],
  [
    'Sign again with the passkey that you enrolled for Countersign.',
    'Unterschreiben Sie noch einmal mit dem Passkey, den Sie für Countersign angelegt haben.',
  ],
  [
    'Another authorization contact must decide on this request.',
    'Ein anderer Autorisierungskontakt muss über diese Anfrage entscheiden.',
  ],
  [
    'Sign in with your passkey and try again.',
    'Melden Sie sich mit Ihrem Passkey an und versuchen Sie es erneut.',
  ],
  [
    'Ask the operator for a new invitation; each one works once, for seven days.',
    'Bitten Sie den Betrieb um eine neue Einladung; jede gilt einmal, sieben Tage lang.',
  ],
  [
    'Open the review again; what you saw is kept for ten minutes only.',
    'Öffnen Sie die Durchsicht erneut; was Sie sahen, wird nur zehn Minuten aufbewahrt.',
  ],
  [
    'Nothing is left to decide. The timeline of the request says who settled it.',
    'Es ist nichts mehr zu entscheiden. Der Verlauf der Anfrage sagt, wer sie erledigt hat.',
  ],
  [
    'The deadline has passed. The requester can raise a new request.',
    'Die Frist ist abgelaufen. Die anfragende Person kann eine neue Anfrage stellen.',
  ],
  [
    'Read the request again: something in it changed since you opened it.',
    'Lesen Sie die Anfrage noch einmal: Etwas darin hat sich geändert, seit Sie sie geöffnet haben.',
  ],
  [
    'A contact must look at the alteration first: open the request, or the page Signatures.',
    'Zuerst muss ein Kontakt sich die Veränderung ansehen: Öffnen Sie die Anfrage oder die Seite Unterschriften.',
  ],
  [
    'Close this page, open it again and compare. If it happens twice, tell your security team.',
    'Schließen Sie diese Seite, öffnen Sie sie neu und vergleichen Sie. Geschieht es zweimal, sagen Sie es Ihrem Sicherheitsteam.',
  ],
  [
    'Choose a window inside the bounds that the request and the policy allow.',
    'Wählen Sie ein Zeitfenster in den Grenzen, die Anfrage und Richtlinie erlauben.',
  ],
  ['Send less at once.', 'Senden Sie weniger auf einmal.'],
  [
    'Correct the fields that are named and send it again.',
    'Berichtigen Sie die genannten Felder und senden Sie es erneut.',
  ],
  ['Wait a minute and try again.', 'Warten Sie eine Minute und versuchen Sie es erneut.'],
  [
    'Nothing is lost. It is tried again by itself; look at the request in a few minutes.',
    'Es ist nichts verloren. Es wird von selbst erneut versucht; sehen Sie in ein paar Minuten nach der Anfrage.',
  ],
  [
    'An operator must confirm the org behind this address before anything goes on.',
    'Der Betrieb muss die Org unter dieser Adresse bestätigen, bevor es weitergeht.',
  ],
  [
    'The clocks of this machine and of the org differ too much; an operator must set them right.',
    'Die Uhren dieser Maschine und der Org weichen zu weit ab; der Betrieb muss sie richtig stellen.',
  ],
  [
    'Correct the settings that are named and start again.',
    'Berichtigen Sie die genannten Einstellungen und starten Sie neu.',
  ],
  [
    'Stop and call your security team: the ledger does not agree with its checkpoints.',
    'Halten Sie an und rufen Sie Ihr Sicherheitsteam: Das Journal stimmt nicht mit seinen Kontrollpunkten überein.',
  ],
  ['Try again in a minute.', 'Versuchen Sie es in einer Minute erneut.'],
  [
    'Try again. If it happens again, give the operator the number of this problem.',
    'Versuchen Sie es erneut. Geschieht es wieder, nennen Sie dem Betrieb die Nummer dieses Problems.',
  ],
  [
    'The details are in the log of the server, under the number of this problem.',
    'Einzelheiten stehen im Log des Servers, unter der Nummer dieses Problems.',
  ],
  [
    'There is nothing at this address, or it is not for you.',
    'Unter dieser Adresse gibt es nichts, oder es ist nicht für Sie bestimmt.',
  ],
  [
    'This invitation was used, has ended, or never was.',
    'Diese Einladung wurde benutzt, ist abgelaufen, oder es gab sie nie.',
  ],
  [
    'This answer was used before, or it came too late.',
    'Diese Antwort wurde schon benutzt, oder sie kam zu spät.',
  ],
  ['This passkey is not enrolled here.', 'Dieser Passkey ist hier nicht angelegt.'],
  ['The passkey answer does not verify.', 'Die Passkey-Antwort stimmt nicht.'],
  [
    'The signature was not made with a passkey of this contact.',
    'Die Unterschrift stammt nicht von einem Passkey dieses Kontakts.',
  ],
  ['The signature does not verify.', 'Die Unterschrift stimmt nicht.'],
  ['This review is not open any more.', 'Diese Durchsicht ist nicht mehr offen.'],
  ['This signature was used before.', 'Diese Unterschrift wurde schon benutzt.'],
  [
    'What was signed is not what this server showed.',
    'Unterschrieben wurde nicht, was dieser Server gezeigt hat.',
  ],
  ['What you saw is older than ten minutes.', 'Was Sie sahen, ist älter als zehn Minuten.'],
  ['What you were shown has changed meanwhile.', 'Was Ihnen gezeigt wurde, hat sich inzwischen geändert.'],
  [
    'The request, the policy or the roster changed meanwhile.',
    'Die Anfrage, die Richtlinie oder die Kontaktliste hat sich inzwischen geändert.',
  ],
  ['The request was altered in the org: {1}.', 'Die Anfrage wurde in der Org verändert: {1}.'],
  [
    'These parts are missing or not as expected: {1}.',
    'Diese Teile fehlen oder sind nicht wie erwartet: {1}.',
  ],
  ['At most {1} attempts in {2} seconds.', 'Höchstens {1} Versuche in {2} Sekunden.'],
  ['Only pages of {1} may send this.', 'Nur Seiten von {1} dürfen das senden.'],
];
