import { DRILL_LABEL } from '../../../core/drills.ts';
import type { Words } from '../../../core/sentences/languages.ts';
import { mailsDeBreakGlass } from './de-break-glass.ts';
import type { mailsEn } from './en.ts';

/** German words of mails and other notices. */
export const mailsDe: Words<typeof mailsEn> = {
  breakGlass: mailsDeBreakGlass,
  request: {
    decisionNeeded: 'Entscheidung nötig',
    forInformation: 'Zu Ihrer Information',
    reminder: (percent) => `Erinnerung, ${percent} % der Zeit sind um`,
    subject: (what, caseNumber, request, deadline) =>
      `${what}: Fall ${caseNumber}, ${request}, bis ${deadline}`,
    headline: (party, org, user) => `Anfrage (${party}): Anmeldung bei ${org} als ${user}.`,
    phraseText:
      'Auf der Seite steht dieselbe, und die Person, die die Anfrage eingereicht hat, sieht sie auch. Eine andere Prüfphrase gehört zu einer anderen Anfrage.',
    hours: (count) => (count === 1 ? '1 Stunde' : `${String(count).replace('.', ',')} Stunden`),
    decide: 'Lesen und entscheiden',
    read: 'Lesen',
    steps: 'Was zu tun ist',
    votersSteps: (origin, request, requester) => [
      `Öffnen Sie die Anfrage mit dem Link oben; oder öffnen Sie ${origin} selbst, mit Ihrem Lesezeichen, und melden Sie sich mit Ihrem Passkey an.`,
      `Sie wartet dort im Eingang als ${request}. Vergleichen Sie die Prüfphrase mit der von oben.`,
      `Um sicher zu sein, dass es den Fall gibt, fragen Sie ${requester} unter einer Nummer, die Sie schon haben.`,
      'Genehmigen Sie, oder lehnen Sie ab, mit einer Begründung. Nur eine Unterschrift mit Ihrem Passkey zählt; diese Nachricht entscheidet nichts.',
    ],
    readersSteps: (origin, request, requester) => [
      'Es ist nichts zu tun: Andere Kontakte entscheiden, und Sie erfahren, was daraus wurde.',
      `Um sie zu lesen, öffnen Sie ${origin} selbst, mit Ihrem Lesezeichen, und suchen Sie ${request}.`,
      `Sieht etwas falsch aus? Rufen Sie einen Kontakt an, der entscheidet, oder ${requester}, unter einer Nummer, die Sie schon haben.`,
    ],
    silence: 'Wenn kein Kontakt antwortet',
    silenceText:
      'Schweigen genehmigt nie. Nach der Frist ist die Anfrage abgelaufen und nichts ist autorisiert.',
    footer: (org) =>
      `Gesendet von Countersign für ${org}, weil Sie auf der Liste der Autorisierungskontakte stehen. Kein Link in dieser E-Mail entscheidet etwas: Eine Entscheidung braucht Ihren Passkey.`,
  },
  settled: {
    what: {
      Approved: 'wurde genehmigt',
      Denied: 'wurde abgelehnt',
      Expired: 'ist ohne Entscheidung abgelaufen',
      Cancelled: 'wurde zurückgezogen',
      Revoked: 'wurde widerrufen',
    },
    subject: (caseNumber, request, what) => `Erledigt: Fall ${caseNumber}, ${request} ${what}`,
    headline: (request, what, by) => `${request} ${what}${by ? ` (${by})` : ''}.`,
    nothingLeft: 'Für Sie ist nichts mehr zu tun.',
    requesterNext: {
      Approved:
        'Öffnet das Zeitfenster, wird die Zielperson gebeten, Anmeldezugriff zu gewähren. Erst dann kann sich jemand anmelden.',
      Denied: 'Nichts ist autorisiert. Die Begründung steht in Salesforce an der Anfrage.',
      Expired: 'Nichts ist autorisiert. Wird der Zugriff noch gebraucht, reichen Sie eine neue Anfrage ein.',
      Cancelled: 'Nichts ist autorisiert.',
      Revoked: 'Nichts ist mehr autorisiert. Die Zielperson wird gebeten, die Freigabe zurückzunehmen.',
    },
    at: 'Erledigt am',
    by: 'Erledigt von',
    windowOpens: 'Zeitfenster öffnet',
    windowEnds: 'Zeitfenster endet',
    record: 'Zum Vorgang',
  },
  stand: {
    someone: 'Ein Kontakt',
    and: (parts) => ` Noch nötig: ${parts}.`,
    approved: {
      subject: (given, needed) => `${given} von ${needed} Genehmigungen`,
      headline: (who, request, given, needed) =>
        `${who} hat ${request} genehmigt: ${given} von ${needed} Genehmigungen ${given === 1 ? 'liegt' : 'liegen'} vor.`,
      next: 'Ihre eigene Entscheidung ist weiter gefragt. Eine Ablehnung beendet die Anfrage.',
    },
    withdrawn: {
      subject: 'Eine Genehmigung wurde zurückgezogen',
      headline: (who, request) => `${who} hat die Genehmigung von ${request} zurückgezogen.`,
      next: 'Nichts ist autorisiert. Ihre eigene Entscheidung zählt wie zuvor.',
    },
    overtaken: {
      subject: 'Ihre Genehmigung blieb ohne Wirkung: bitte neu entscheiden',
      headline: (who, request) =>
        `${who} hat eine Genehmigung von ${request} zurückgezogen, während Ihre auf dem Weg in die Org war: Ihre blieb ohne Wirkung.`,
      next: 'Nichts ist autorisiert. Ihre Unterschrift bleibt festgehalten. Wenn Sie weiter zustimmen, lesen Sie die Anfrage noch einmal und unterschreiben Sie neu.',
    },
    asked: {
      subject: 'Ein Kontakt hat eine Rückfrage',
      headline: (who, request) => `${who} hat bei der anfragenden Person zu ${request} nachgefragt.`,
      next: 'Die Frist läuft weiter. Sie können entscheiden, bevor die Antwort da ist.',
    },
    answered: {
      subject: 'Die Rückfrage ist beantwortet',
      headline: (who, request) => `${who} hat die Rückfrage zu ${request} beantwortet.`,
      next: 'Lesen Sie die Antwort auf der Seite und entscheiden Sie vor der Frist.',
    },
    voided: {
      subject: 'Genehmigungen zählen nicht mehr: bitte neu entscheiden',
      headline: (request, because) => `Die Genehmigungen von ${request} zählen nicht mehr: ${because}.`,
      next: 'Nichts ist autorisiert. Lesen Sie die Anfrage noch einmal und entscheiden Sie neu; die Frist bleibt, wie sie war.',
    },
    subject: (what, caseNumber, request) => `${what}: Fall ${caseNumber}, ${request}`,
    means: 'Was das für Sie heißt',
    see: 'Zur Anfrage',
    footer: (org) =>
      `Gesendet von Countersign für ${org}, weil Sie um eine Entscheidung gebeten wurden. Eine Entscheidung braucht Ihren Passkey.`,
  },
  look: {
    Go_on: {
      subject: 'Nicht mehr eingefroren',
      headline: (who, request) =>
        `${who} hat sich die Veränderung von ${request} angesehen: Die Anfrage geht weiter, wie sie festgehalten ist.`,
      next: 'Sie ist nicht mehr eingefroren. Was jemand verändert hatte, zählt nicht. Frist und Zeitfenster sind, wie sie waren; wartet sie noch auf eine Entscheidung, kann wieder entschieden werden.',
    },
    End_request: {
      subject: 'Nach einer Veränderung beendet',
      headline: (who, request) =>
        `${who} hat sich die Veränderung von ${request} angesehen und die Anfrage beendet.`,
      next: 'Nichts ist autorisiert. Der Grund ist festgehalten.',
    },
    subject: (what, caseNumber, request) => `${what}: Fall ${caseNumber}, ${request}`,
    at: 'Angesehen am',
    by: 'Angesehen von',
  },
  inPlace: {
    title: (who) => `Sie werden auch für ${who} gefragt`,
    text: (who, role, until) =>
      `${who} (${role}) ist bis ${until} abwesend und lässt Sie solange entscheiden. Ihre Unterschrift hält das fest und zählt als eine Person.`,
    signedAt: (at, entry) => `Unterschrieben ${at}${entry === null ? '' : `, Eintrag ${entry} im Journal`}.`,
    bySignature: 'Unterschrieben, bevor der Eintrag dazu aufbewahrt wurde.',
  },
  delegation: {
    given: {
      subject: (who) => `Sie entscheiden für ${who}`,
      headline: (who) => `${who} ist abwesend und lässt Sie solange entscheiden.`,
      next: 'Sie werden neben den anderen gefragt, auf der Stufe der abwesenden Person. Ihre Unterschrift füllt auch deren Rolle und zählt als eine Person. Weitergeben können Sie das nicht.',
    },
    ended: {
      subject: (who) => `Sie entscheiden nicht mehr für ${who}`,
      headline: (who) => `${who} hat die Vertretung beendet.`,
      next: 'Was Sie unterschrieben haben, bleibt. Ab jetzt entscheiden Sie nur im eigenen Namen.',
    },
    role: 'Rolle',
    from: 'Von',
    until: 'Bis',
    means: 'Was das für Sie bedeutet',
    open: 'Ansehen, was wartet',
    footer: (org) => `Gesendet von Countersign für ${org}. Eine Entscheidung braucht Ihren Passkey.`,
  },
  question: {
    subject: (caseNumber, request, deadline) =>
      `Rückfrage zu Fall ${caseNumber}, ${request}: bitte vor ${deadline} antworten`,
    headline: (request) => `Ein Kontakt möchte mehr wissen, bevor er über ${request} entscheidet.`,
    expires: 'Läuft ab am',
    deadline: 'Die Frist wartet nicht',
    deadlineText:
      'Sie läuft weiter, solange die Rückfrage offen ist. Ohne Entscheidung bis dahin läuft die Anfrage ab.',
    answer: 'In Salesforce lesen und antworten',
  },
  refused: {
    subject: (caseNumber, request) => `Von der Richtlinie abgelehnt: Fall ${caseNumber}, ${request}`,
    headline: (request, org) =>
      `${request} wurde von der Richtlinie von ${org} abgelehnt. Kein Kontakt wurde gefragt.`,
    reasons: 'Nicht erfüllte Regeln',
    at: 'Abgelehnt am',
    next: 'Was Sie tun können',
    nextText:
      'Reichen Sie eine neue Anfrage ein, in der das behoben ist. Die abgelehnte bleibt festgehalten, wie sie ist.',
    open: 'Anfrage in Salesforce öffnen',
  },
  requesterFooter: (org) => `Gesendet von Countersign für ${org}, weil Sie die Anfrage eingereicht haben.`,
  invitation: {
    subject: (org) => `Sie entscheiden über Zugriffe von außen auf ${org}: Richten Sie Ihren Passkey ein`,
    headline: (name, org) => `${name}, Sie sind benannt, über Zugriffe von außen auf ${org} zu entscheiden.`,
    text: (role) =>
      `Ihre Organisation hat Sie auf die versiegelte Kontaktliste gesetzt, Rolle: ${role}. Möchte sich der Salesforce-Support oder ein Paketherausgeber als jemand aus Ihrem Haus anmelden, genehmigen Sie es oder lehnen es ab. Sie unterschreiben mit einem Passkey: Fingerabdruck, Gesicht oder PIN Ihres Geräts. Ein Passwort gibt es nicht.`,
    action: 'Passkey einrichten',
    until: 'Gilt einmal, bis',
    place: 'Die Seite muss liegen unter',
    before: 'Bevor Sie dem Link folgen',
    steps: (origin) => [
      'Fragen Sie die Person, die Ihnen von dieser Aufgabe erzählt hat, unter einer Nummer, die Sie schon haben, ob diese Einladung von ihr kommt.',
      `Sehen Sie auf die Adresse der Seite: Sie beginnt mit ${origin} und mit nichts anderem.`,
      'Nicht erwartet? Tun Sie nichts. Ohne Sie bewirkt der Link nichts, und er endet von selbst.',
    ],
    footer: (org) =>
      `Gesendet von Countersign für ${org}, weil Sie auf der Liste der Autorisierungskontakte stehen.`,
  },
  grant: {
    publisher: 'Herausgeber des Pakets',
    subject: (caseNumber) => `Bitte Anmeldezugriff gewähren: Support-Fall ${caseNumber}`,
    headline: (name, to, caseNumber) =>
      `${name}, bitte gewähren Sie Anmeldezugriff als Sie: ${to}, Support-Fall ${caseNumber}.`,
    text: (requester, approvers) =>
      `Angefragt von ${requester}, genehmigt von ${approvers}. Nur Sie können den Zugriff gewähren, und nur Sie können ihn zurücknehmen.`,
    phraseText: (requester) => `Im Zweifel fragen Sie ${requester} danach: Dort steht dieselbe Prüfphrase.`,
    steps: 'So gewähren Sie ihn',
    // The German names of the platform's menus are not known to us, so the mail says whose names these are.
    open: 'Öffnen Sie in Salesforce Ihr Bild › Settings › My Personal Information › Grant Account Login Access (Namen der englischen Oberfläche).',
    address: (url) => ` Die Adresse in Ihrer Org: ${url}`,
    choose: (to, duration) =>
      `Wählen Sie in der Zeile „${to}“ genau „${duration}“ (englischer Name) und speichern Sie.`,
    ends: (date) =>
      `Diese Freigabe endet von selbst am ${date}. Ist die Arbeit getan, werden Sie gebeten, sie früher zurückzunehmen.`,
    who: 'Wer sich anmeldet',
    askedBy: 'Angefragt von',
    approvedBy: 'Genehmigt von',
    from: 'Genehmigt ab',
    until: 'Genehmigt bis',
    noPassword: 'Kein Passwort',
    noPasswordText:
      'Niemand fragt nach Ihrem Passwort, weder in dieser E-Mail noch am Telefon noch auf der Seite dahinter. Tut es doch jemand, sagen Sie es Ihrem Sicherheitsteam.',
    decline: 'Ich möchte das nicht: mit Begründung ablehnen',
    footer: (org) =>
      `Gesendet von Countersign für ${org}, weil der angefragte Zugriff Ihre Anmeldung betrifft.`,
  },
  revoke: {
    subject: (caseNumber) => `Bitte Anmeldezugriff zurücknehmen: Support-Fall ${caseNumber}`,
    headline: (name, to) => `${name}, bitte nehmen Sie den gewährten Anmeldezugriff zurück: ${to}.`,
    why: {
      revoked: 'Die Autorisierung wurde widerrufen.',
      'window ended': 'Die genehmigte Zeit ist um, die Arbeit sollte getan sein.',
    },
    text: (why, until) =>
      `${why} Ihre Freigabe ist noch bis ${until} nutzbar, weil die Plattform in ganzen Tagen zählt. Nur Sie können sie früher beenden.`,
    phraseText: 'Dieselbe wie in der ersten E-Mail.',
    steps: 'So nehmen Sie ihn zurück',
    choose: (to) =>
      `Wählen Sie in der Zeile „${to}“ den Wert „--No Access--“ (englischer Name) und speichern Sie.`,
    footer: (org) => `Gesendet von Countersign für ${org}, weil die Freigabe Ihre ist.`,
  },
  drill: {
    label: `${DRILL_LABEL}: es wird nichts verlangt`,
    labelText:
      'Dies ist eine Übung. Es gibt keinen Support-Fall und keine Anfrage, und keine Antwort erteilt eine Berechtigung.',
    subject: (drill, until) => `${DRILL_LABEL}: ${drill}, Antwort bis ${until}`,
    reminder: (drill, until) =>
      `${DRILL_LABEL}: ${drill}, Erinnerung, die halbe Zeit ist um, Antwort bis ${until}`,
    headline: (drill, org) =>
      `${DRILL_LABEL} ${drill}: Bitte antworten Sie wie auf eine Anfrage, sich bei ${org} anzumelden.`,
    phrase: 'Prüfphrase der Übung',
    phraseText: 'Auf der Seite der Übung steht dieselbe Phrase.',
    name: 'Übung',
    until: 'Antwort bis',
    note: 'Anmerkung',
    open: 'Übung öffnen',
    steps: 'Was zu tun ist',
    toDo: (origin, drill) => [
      `Öffnen Sie die Übung mit dem Link oben; oder öffnen Sie ${origin} selbst, mit Ihrem Lesezeichen, und melden Sie sich mit Ihrem Passkey an.`,
      `Sie steht dort im Eingang als ${drill}, als Übung gekennzeichnet. Vergleichen Sie die Prüfphrase.`,
      'Sagen Sie, ob Sie genehmigen oder ablehnen würden, mit einer Begründung, und unterschreiben Sie mit Ihrem Passkey.',
    ],
    measured: 'Was gemessen wird',
    measuredText:
      'Welche Nachricht Sie wann erreicht hat, wann Sie die Seite geöffnet und wann Sie geantwortet haben. Es wird als Schulungsnachweis aufbewahrt.',
    ended: (drill) => `${DRILL_LABEL}: ${drill} ist zu Ende`,
    started: 'Begonnen am',
    endedAt: 'Beendet am',
    result: 'Zum Ergebnis',
    answered: (drill, count, asked) =>
      `Die Übung ${drill} ist zu Ende: ${count} von ${asked} ${count === '1' ? 'hat' : 'haben'} geantwortet`,
    stopped: (by) => (drill, count, asked) =>
      `Übung ${drill} wurde vorzeitig beendet (${by}): ${count} von ${asked} ${count === '1' ? 'hatte' : 'hatten'} geantwortet`,
    first: (time) => `zuerst nach ${time}`,
    silent: (names) => `keine Antwort kam von ${names}`,
    footer: (org) =>
      `${DRILL_LABEL}. Gesendet von Countersign für ${org}, weil Sie auf der Liste der Autorisierungskontakte stehen.`,
  },
  finding: {
    severities: { Critical: 'Kritisch', Warning: 'Warnung', Notice: 'Hinweis' },
    severity: 'Schwere',
    at: 'Festgestellt am',
    next: 'Was jetzt zu tun ist',
    open: 'Befund in Salesforce öffnen',
    footer: (org) =>
      `Gesendet von Countersign für ${org}. Befunde beruhen auf dem, was zu beobachten ist; eine Lücke in einer Quelle steht bei deren Abdeckung.`,
  },
};
