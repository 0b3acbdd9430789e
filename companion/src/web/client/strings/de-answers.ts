import type { enAnswers } from './en-answers.ts';
import type { Words } from './words.ts';

/** German words of what a contact can answer, and of where a request stands between several approvals. */
export const deAnswers: Words<typeof enAnswers> = {
  choices: {
    Approve: { title: 'Genehmigen', text: 'in Grenzen, die Sie setzen' },
    Deny: { title: 'Ablehnen', text: 'beendet die Anfrage für alle' },
    Ask_for_more: { title: 'Nachfragen', text: 'die anfragende Person antwortet; die Frist läuft weiter' },
    Withdraw: { title: 'Zurückziehen', text: 'Ihre Genehmigung zählt nicht mehr' },
    Revoke: { title: 'Widerrufen', text: 'beendet sofort, was autorisiert war' },
  },
  review: {
    Approve: 'Sie sind dabei zu genehmigen',
    Deny: 'Sie sind dabei abzulehnen',
    Ask_for_more: 'Sie sind dabei nachzufragen',
    Withdraw: 'Sie sind dabei, Ihre Genehmigung zurückzuziehen',
    Revoke: 'Sie sind dabei, die Autorisierung zu widerrufen',
  },
  sign: {
    Approve: 'Genehmigung mit Passkey unterschreiben',
    Deny: 'Ablehnung mit Passkey unterschreiben',
    Ask_for_more: 'Rückfrage mit Passkey unterschreiben',
    Withdraw: 'Zurückziehen mit Passkey unterschreiben',
    Revoke: 'Widerruf mit Passkey unterschreiben',
  },
  done: {
    Ask_for_more: {
      title: 'Nachgefragt',
      text: 'Ihre Frage ist festgehalten, und die anfragende Person weiß davon. Die Frist läuft weiter.',
    },
    Withdraw: {
      title: 'Zurückgezogen',
      text: 'Ihre Genehmigung zählt nicht mehr. Sie können neu entscheiden.',
    },
    Revoke: {
      title: 'Widerrufen',
      text: 'Die Autorisierung ist beendet. Die betroffene Person wird gebeten, die Freigabe zurückzunehmen; bis dahin ist sie nutzbar, und was gesehen wird, wird zum Befund.',
    },
  },
  revokeTitle: 'Beenden, was autorisiert war',
  notAsked: 'Andere werden zuerst gefragt. Sie erfahren sofort, wenn Sie an der Reihe sind.',
  progress: (given, needed) => `${given} von ${needed} Genehmigungen`,
  progressBy: (given, needed, time) =>
    `${given} von ${needed} Genehmigungen ${given === 1 ? 'liegt' : 'liegen'} vor, gebraucht werden sie bis ${time}.`,
  rolesMissing: (roles) => `Noch nötig: ${roles}.`,
  longWindow: (length) => `Ein Zeitfenster von mehr als ${length} braucht zwei Genehmigungen.`,
  ended: 'Zählt nicht mehr',
  thread: 'Fragen und Antworten',
  labels: {
    'standing.given': 'Vorliegende Genehmigungen',
    'standing.needed': 'Nötige Genehmigungen',
    authorized: 'Bisher autorisiert',
    'authorized.start': 'Autorisiert ab',
    'authorized.end': 'Autorisiert bis',
  },
};
