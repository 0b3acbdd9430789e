import type { enBreakGlass } from './en-break-glass.ts';
import type { Words } from './words.ts';

/** German words of break-glass: a window that an emergency opened without any approval. */
export const deBreakGlass: Words<typeof enBreakGlass> = {
  badge: 'NOTZUGANG',
  title: 'Notzugang: Niemand hat genehmigt',
  lead: (requester) =>
    `${requester} hat einen Notfall erklärt, und die unterschriebene Richtlinie hat sofort ein Zeitfenster geöffnet. Alle Kontakte wurden benachrichtigt. Solange es offen ist, kann jeder Kontakt es widerrufen.`,
  refused: (requester) => `${requester} hat einen Notfall erklärt. Geöffnet wurde dadurch nichts.`,
  reason: 'Angegebener Grund',
  window: 'Offen',
  reviewDue: 'Prüfung fällig',
  reviewed: 'Prüfung',
  review: {
    due: 'Noch niemand hat ihn geprüft.',
    overdue: 'Niemand hat ihn rechtzeitig geprüft.',
    Justified: (by, time) => `Geprüft von ${by}, ${time}: gerechtfertigt.`,
    Not_justified: (by, time) => `Geprüft von ${by}, ${time}: nicht gerechtfertigt.`,
  },
  link: 'Lesen, was geschah, und prüfen',
  nobody: 'Niemand: Notzugang',
  grantLead: (requester) =>
    `${requester} hat als Notfall darum gebeten. Niemand hat genehmigt, und alle Autorisierungskontakte wurden benachrichtigt. Nur Sie können den Zugriff gewähren, und nur Sie können ihn zurücknehmen. Lehnen Sie im Zweifel ab.`,
  overridden: 'Nicht erfüllt, durch den Notfall übergangen',
  heading: 'Prüfung eines Notzugangs',
  actLead:
    'Ein Zeitfenster wurde ohne jede Genehmigung geöffnet. Lesen Sie, wer es war, warum, als wer und was gesehen wurde, und sprechen Sie mit der anfragenden Person. Sagen Sie dann, ob es ein Notfall war. Die Kennzeichnung bleibt in jedem Fall an der Anfrage; was die Quellen nicht zeigen konnten, steht hier nicht.',
  choices: {
    Justified: 'Gerechtfertigt: Es war ein Notfall',
    Not_justified: 'Nicht gerechtfertigt',
  },
  shown: {
    request: 'Anfrage',
    caseNumber: 'Support-Fall',
    opened: 'Eintrag der Öffnung im Journal',
    requester: 'Gestellt von',
    targetUser: 'Angemeldet als',
    requestingParty: 'Wer sich anmeldet',
    incidentType: 'Art des Vorfalls',
    dataViewed: 'Kundendaten eingesehen',
    breakGlassReason: 'Grund für den Notzugang',
    purpose: 'Zweck',
    necessity: 'Warum es nötig ist',
    windowStart: 'Offen von',
    windowEnd: 'Offen bis',
    endedAs: 'Wie es endete',
    revokedAt: 'Widerrufen am',
    overridden: 'Übergangene Regeln',
    seen: 'Gesehene Anmeldungen',
  },
  seenLabel: (number) => `Anmeldung ${number}`,
  seenText: (from, until, actor, verdict) =>
    `${from} bis ${until ?? 'noch kein Ende gesehen'}: ${actor}, ${verdict}`,
  provisional: 'noch nicht endgültig',
};
