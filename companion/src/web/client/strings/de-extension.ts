import type { enExtension } from './en-extension.ts';
import type { Words } from './words.ts';

/** German words of an extension: what it follows on, and how a contact asks for one. */
export const deExtension: Words<typeof enExtension> = {
  title: (number) => (number === 1 ? 'Verlängerung einer früheren Anfrage' : `Verlängerung Nr. ${number}`),
  total: (length) => `Davor waren insgesamt ${length} genehmigt.`,
  own: 'Es ist eine eigene Anfrage: Was Sie hier entscheiden, ändert am früheren Zeitfenster nichts.',
  window: 'Zeitfenster',
  noWindow: 'Keines ist festgehalten',
  approvers: 'Genehmigt von',
  nobody: 'Niemand',
  seen: 'Bisher beobachtet',
  logins: (count) => (count === 1 ? '1 Anmeldung zugeordnet' : `${count} Anmeldungen zugeordnet`),
  noFindings: 'nichts, was jemand ansehen müsste',
  findings: (count) => (count === 1 ? '1 Befund' : `${count} Befunde`),
  grant: 'Anmeldefreigabe',
  grants: {
    Not_asked: 'Noch nicht erbeten',
    Asked: 'Erbeten, noch nicht gesehen',
    Granted: 'Besteht',
    Declined: 'Von der Person abgelehnt',
    Ended: 'Beendet',
  },
  grantUntil: (date) => `Besteht, nutzbar bis ${date}`,
  unknown: 'Die frühere Anfrage, die sie nennt, ist hier nicht bekannt.',
  extendedBy: 'Verlängert durch',
  ask: 'Um mehr Zeit bitten',
  askText:
    'Das Zeitfenster bleibt, wie es ist. Sie reichen eine neue Anfrage ein, die diese nennt, und ein anderer Kontakt entscheidet.',
  formTitle: (name) => `Mehr Zeit nach ${name}`,
  formLead:
    'Daraus wird eine neue Anfrage unter Ihrem Namen: derselbe Fall, dieselbe Person. Die Richtlinie prüft sie, und sie wird neu entschieden; Sie selbst dürfen nicht darüber entscheiden.',
  until: (time) => `Das jetzige Zeitfenster endet ${time}. Daran ändert sich nichts.`,
  purpose: 'Zweck',
  necessity: 'Warum mehr Zeit nötig ist',
  necessityHint:
    'Sagen Sie, was bisher getan wurde und was noch zu tun ist. Die anderen unterschreiben es mit.',
  hours: 'Gewünschte Stunden',
  hoursHint: 'Von einer Viertelstunde bis 336, in Vierteln.',
  send: 'Anfrage einreichen',
  textShort: 'Schreiben Sie wenigstens ein paar Worte.',
  hoursWrong: 'Eine Zahl von Stunden zwischen 0,25 und 336.',
  raised: 'Die Anfrage ist eingereicht.',
  shown: {
    ledgerSize: 'Gezählte Einträge des Journals',
    minutes: 'Davor genehmigte Minuten',
  },
  earlier: {
    id: 'Id',
    name: 'Anfrage',
    state: 'Stand',
    window: 'Zeitfenster',
    'window.start': 'Zeitfenster ab',
    'window.end': 'Zeitfenster bis',
    approvers: 'genehmigt von',
    logins: 'zugeordnete Anmeldungen',
    findings: 'Befunde',
    grant: 'Anmeldefreigabe',
  },
  ofEarlier: (number, label) => `Frühere Anfrage ${number}: ${label}`,
};
