/** German for the lines of a request's timeline, and for why an answer on it does not count. */
import type { SentencePair } from './translate.ts';

const ANSWERS: readonly SentencePair[] = [
  [
    'Approved by {1} ({2} of {3}): {4}. The approvals do not overlap: the request is denied',
    'Genehmigt von {1} ({2} von {3}): {4}. Die Genehmigungen überschneiden sich nicht: Die Anfrage ist abgelehnt',
  ],
  [
    'Approved by {1} ({2} of {3}, still without {4}): {5}',
    'Genehmigt von {1} ({2} von {3}, noch ohne {4}): {5}',
    [4],
  ],
  ['Approved by {1} ({2} of {3}): {4}', 'Genehmigt von {1} ({2} von {3}): {4}'],
  ['Approved by {1}: {2}', 'Genehmigt von {1}: {2}'],
  ['Denied by {1}: {2}', 'Abgelehnt von {1}: {2}'],
  ['{1} took back the approval: {2}', '{1} hat die Genehmigung zurückgezogen: {2}'],
  ['Revoked by {1}: {2}', 'Widerrufen von {1}: {2}', [1]],
  ['Revoked by {1}', 'Widerrufen von {1}', [1]],
  [
    'A signed answer ({1}) had no effect: {2}',
    'Eine unterschriebene Antwort ({1}) blieb ohne Wirkung: {2}',
    true,
  ],
  [
    'An approval no longer counts: {1}. Contacts are asked again',
    'Eine Genehmigung zählt nicht mehr: {1}. Die Kontakte werden erneut gefragt',
    true,
  ],
  [
    '{1} approvals no longer count: {2}. Contacts are asked again',
    '{1} Genehmigungen zählen nicht mehr: {2}. Die Kontakte werden erneut gefragt',
    true,
  ],
  ['Raised by {1} for support case {2}', 'Eingereicht von {1} zum Support-Fall {2}', [1]],
  ['Ticket {1} for support case {2} asked: {3}', 'Anfrage aus Ticket {1} zum Support-Fall {2}: {3}'],
  ['Cancelled: {1}', 'Zurückgezogen: {1}'],
  ['Cancelled', 'Zurückgezogen'],
];

const STEPS: readonly SentencePair[] = [
  [
    'Every rule of the policy is met. 1 approval is needed',
    'Jede Regel der Richtlinie ist erfüllt. Eine Genehmigung ist nötig',
  ],
  [
    'Every rule of the policy is met. {1} approvals are needed',
    'Jede Regel der Richtlinie ist erfüllt. {1} Genehmigungen sind nötig',
  ],
  ['Refused by policy: {1}', 'Von der Richtlinie abgelehnt: {1}', true],
  [
    'Level {1} is due, and nobody of it is available',
    'Stufe {1} ist an der Reihe, aber niemand ist verfügbar',
  ],
  ['Asked at level {1}: {2}', 'Auf Stufe {1} gefragt: {2}'],
  [
    '{1} % of the time has passed; everybody who was asked has answered',
    '{1} % der Zeit sind um; alle Gefragten haben geantwortet',
  ],
  ['{1} % of the time has passed; reminded: {2}', '{1} % der Zeit sind um; erinnert: {2}'],
  ['Expired: the deadline passed without a decision', 'Abgelaufen: Die Frist verstrich ohne Entscheidung'],
  ['The window is open from {1} to {2}', 'Das Zeitfenster ist offen von {1} bis {2}'],
  ['The window ended: {1}', 'Das Zeitfenster ist zu Ende: {1}', true],
  [
    'Later evidence shows that the window was used',
    'Spätere Belege zeigen, dass das Zeitfenster genutzt wurde',
  ],
  ['{1} is asked to grant login access', '{1} wird gebeten, Anmeldezugriff zu gewähren', true],
  [
    '{1} has no mail address and must be asked by hand',
    '{1} hat keine E-Mail-Adresse und muss von Hand gefragt werden',
    true,
  ],
  ['{1} declined to grant login access: {2}', '{1} hat es abgelehnt, Anmeldezugriff zu gewähren: {2}', [1]],
  [
    '{1} is not asked again: the grant of {2} stands and lasts through {3}',
    '{1} wird nicht noch einmal gebeten: Die Freigabe zu {2} besteht und gilt bis {3}',
    [1],
  ],
];

const NOTICES: readonly SentencePair[] = [
  ['Mail to {1} came back after it was handed over: {2}', 'E-Mail an {1} kam nach der Übergabe zurück: {2}'],
  ['{1} to {2} was handed over: {3}', '{1} an {2} übergeben: {3}', [1]],
  [
    '{1} to {2} was spared, as another message had just told the same: {3}',
    '{1} an {2} entfiel, weil eine andere Nachricht gerade dasselbe gesagt hatte: {3}',
    [1],
  ],
  [
    '{1} to {2} could not be delivered, and is not tried again: {3}',
    '{1} an {2} nicht zustellbar, kein weiterer Versuch: {3}',
    [1],
  ],
  [
    '{1} to {2} could not be delivered after several attempts: {3}',
    '{1} an {2} nach mehreren Versuchen nicht zustellbar: {3}',
    [1],
  ],
];

/** Why a signed answer has no effect, or stopped having one. */
const LOST: readonly SentencePair[] = [
  ['the request is {1}', 'die Anfrage ist: {1}', true],
  ['the request was settled before', 'die Anfrage war vorher erledigt'],
  ['the deadline had passed', 'die Frist war abgelaufen'],
  ['the request was ended', 'die Anfrage wurde beendet'],
  ['the request was cancelled', 'die Anfrage wurde zurückgezogen'],
  ['the request was found altered', 'die Anfrage wurde verändert vorgefunden'],
  ['another contact denied the request', 'ein anderer Kontakt hat die Anfrage abgelehnt'],
  ['withdrawn by decision {1}', 'zurückgezogen (Eintrag {1} im Journal)'],
  ['its window is over', 'das Zeitfenster ist vorbei'],
  [
    'the org could not be written before the decision lapsed',
    'in die Org ließ sich nicht schreiben, bevor die Entscheidung verfiel',
  ],
  [
    'the request, the roster or the policy changed before it took effect',
    'die Anfrage, die Kontaktliste oder die Richtlinie änderte sich, bevor sie wirkte',
  ],
  [
    'the last passkey of its signer was revoked',
    'der letzte Passkey der Person, die unterschrieben hat, wurde gesperrt',
  ],
  [
    'the last passkey of who gave them was revoked',
    'der letzte Passkey der Person, die unterschrieben hat, wurde gesperrt',
  ],
  ['the roster has changed since they were given', 'die Kontaktliste hat sich seither geändert'],
  ['the policy has changed since they were given', 'die Richtlinie hat sich seither geändert'],
];

export const GERMAN_TIMELINE: readonly SentencePair[] = [...ANSWERS, ...STEPS, ...NOTICES, ...LOST];

/** They fit much that others say, and stand last. */
export const GERMAN_THREAD: readonly SentencePair[] = [
  ['{1} (also for {2}), {3}', '{1} (auch für {2}), {3}', [3]],
  ['{1} (also for {2})', '{1} (auch für {2})'],
  ['{1} asks: {2}', '{1} fragt: {2}'],
  ['{1} answers: {2}', '{1} antwortet: {2}', [1]],
];
