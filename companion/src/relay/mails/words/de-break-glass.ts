import type { Words } from '../../../core/sentences/languages.ts';
import type { mailsEnBreakGlass } from './en-break-glass.ts';

/** German words of notices about break-glass. */
export const mailsDeBreakGlass: Words<typeof mailsEnBreakGlass> = {
  mark: 'NOTZUGANG',
  nobody: 'Niemand: Notzugang',
  from: 'Offen von',
  until: 'Offen bis',
  reviewDue: 'Prüfung fällig',
  subject: (what, caseNumber, request) => `NOTZUGANG: ${what}, Fall ${caseNumber}, ${request}`,
  opened: {
    subject: 'Ein Zeitfenster wurde ohne Genehmigung geöffnet',
    headline: (requester, party, org, user) =>
      `NOTZUGANG: ${requester} hat jemanden eingelassen (${party}), bei ${org} als ${user}. Niemand hat es genehmigt.`,
    text: 'Die anfragende Person hat einen Notfall erklärt, und die unterschriebene Richtlinie erlaubt das für solche Anfragen. Sie wurden nicht gefragt; Sie erfahren es, wie alle anderen Kontakte. Jeder Kontakt kann es sofort beenden, und jemand von Ihnen muss es innerhalb von 24 Stunden prüfen.',
  },
  due: {
    subject: (hours) => `Prüfung fällig in ${hours} ${hours === 1 ? 'Stunde' : 'Stunden'}`,
    headline: (request) => `NOTZUGANG: Noch niemand hat ${request} geprüft.`,
    text: 'Ein Zeitfenster wurde ohne jede Genehmigung geöffnet. Ein Kontakt, der weder angefragt hat noch die Zielperson ist, muss lesen, was geschah, und unterschreiben, ob es gerechtfertigt war. Eine Unterschrift genügt; ohne sie folgt ein kritischer Befund, und kein weiterer Notzugang öffnet sich.',
  },
  reviewed: {
    subject: (outcome) => `geprüft: ${outcome}`,
    headline: (request, by, outcome) => `NOTZUGANG: ${by} hat ${request} geprüft. ${outcome}.`,
    text: 'Die Kennzeichnung als Notzugang bleibt für immer an der Anfrage. Für Sie ist nichts mehr zu tun.',
  },
  title: 'Notzugang',
  steps: 'Was zu tun ist',
  todo: (requester) => [
    `Ist es falsch? Öffnen Sie die Anfrage und wählen Sie Widerrufen: Jeder Kontakt beendet es sofort. Rufen Sie dann ${requester} unter einer Nummer an, die Sie schon haben.`,
    'Wenn das Zeitfenster vorbei ist, prüfen Sie es: Lesen Sie den Grund und was gesehen wurde, und unterschreiben Sie, ob es gerechtfertigt war.',
  ],
  open: 'Lesen oder widerrufen',
  review: 'Prüfen, wenn es vorbei ist',
  record: 'Zum Eintrag',
  grant: (requester) =>
    `${requester} hat als Notfall darum gebeten (NOTZUGANG): Niemand hat es genehmigt, und alle Kontakte wurden benachrichtigt. Nur Sie können den Zugriff gewähren, und nur Sie können ihn zurücknehmen. Lehnen Sie im Zweifel ab, oder fragen Sie zuerst einen Autorisierungskontakt.`,
  footer: (org) =>
    `Gesendet von Countersign für ${org}, weil Sie auf der Liste der Autorisierungskontakte stehen. Kein Link in dieser E-Mail entscheidet etwas: Ein Widerruf und eine Prüfung brauchen Ihren Passkey.`,
};
