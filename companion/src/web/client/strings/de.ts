/** German. A word that Salesforce shows in English in its own pages stays as it stands there. */
import { deAccount } from './de-account.ts';
import { deDrills } from './de-drills.ts';
import { deExtension } from './de-extension.ts';
import { deHistory } from './de-history.ts';
import { deActs } from './de-acts.ts';
import { deAnswers } from './de-answers.ts';
import { deBreakGlass } from './de-break-glass.ts';
import { deFreeze } from './de-freeze.ts';
import { deEvidence, deGates, deLabels } from './de-labels.ts';
import { deMoving } from './de-moving.ts';
import { deProfile } from './de-profile.ts';
import { deRosterVersions } from './de-roster-versions.ts';
import { deRequest } from './de-request.ts';
import { deSigning } from './de-signing.ts';
import type { Strings } from './words.ts';

export const de: Strings = {
  profile: deProfile,
  rosterVersions: deRosterVersions,
  moving: deMoving,
  breakGlass: deBreakGlass,
  freeze: deFreeze,
  app: {
    name: 'Countersign',
    skip: 'Zum Inhalt springen',
    inbox: 'Eingang',
    signOut: 'Abmelden',
    signedInAs: (name, org) => `${name}, ${org}`,
    navigation: 'Hauptnavigation',
    loading: 'Wird geladen …',
    stillLoading: 'Wird noch geladen. Die Verbindung ist vielleicht langsam; es geht nichts verloren.',
    offline:
      'Dieses Gerät ist offline. Was Sie sehen, kann veraltet sein; was Sie schreiben, bleibt erhalten.',
    online: 'Wieder verbunden.',
    backToInbox: 'Eingang',
    copy: 'Kopieren',
    copied: 'Kopiert',
    copyRefused: 'Hier nicht erlaubt: bitte selbst markieren und kopieren',
    print: 'Drucken',
    tryAgain: 'Erneut versuchen',
    to: 'bis',
    units: { days: 'Tg.', hours: 'Std.', minutes: 'Min.', seconds: 'Sek.' },
  },
  problems: {
    number: (id) => `Nummer dieses Problems: ${id}`,
    next: 'Was Sie tun können',
    offline: {
      title: 'Keine Verbindung zu Countersign',
      detail: 'Es kam keine Antwort. Was Sie geschrieben haben, bleibt auf dieser Seite erhalten.',
      next: 'Prüfen Sie, ob dieses Gerät online ist, und versuchen Sie es dann erneut.',
    },
    unreadable: {
      title: 'Countersign hat nicht richtig geantwortet',
      detail:
        'Etwas zwischen diesem Gerät und Countersign hat an seiner Stelle geantwortet. Was Sie geschrieben haben, bleibt erhalten.',
      next: 'Versuchen Sie es in einer Minute erneut.',
    },
    passkeyClosed: {
      title: 'Es wurde nichts unterschrieben',
      detail: 'Die Passkey-Abfrage wurde geschlossen, oder sie dauerte zu lange.',
      next: 'Versuchen Sie es erneut, wenn Sie bereit sind. Es wurde nichts gesendet, und was Sie geschrieben haben, bleibt erhalten.',
    },
    passkeyKnown: {
      title: 'Dieses Gerät hat Ihren Passkey schon',
      detail: 'Hier wurde bereits ein Passkey für Sie angelegt.',
      next: 'Melden Sie sich damit an.',
    },
    passkeyPlace: {
      title: 'Unter dieser Adresse funktionieren Passkeys nicht',
      detail: 'Ein Passkey gehört zu einer einzigen Adresse, und diese ist es nicht.',
      next: 'Öffnen Sie Countersign unter der Adresse, die in Ihrer Einladung steht.',
    },
    unsupported: {
      title: 'Dieser Browser kann keine Passkeys verwenden',
      detail: 'Countersign hat keine Passwörter: Es braucht einen Browser und ein Gerät mit Passkeys.',
      next: 'Öffnen Sie denselben Link auf einem aktuellen Telefon oder Computer.',
    },
    companyRefused: {
      title: 'Das Firmenkonto wurde nicht angenommen',
      detail:
        'Es gehört hier zu keinem Kontakt, oder die Antwort galt nicht dieser Anmeldung. Es wurde nichts geändert.',
      next: 'Melden Sie sich mit Ihrem Passkey an, oder fragen Sie den Betrieb, welches Konto hier zu Ihnen gehört.',
    },
    companyAway: {
      title: 'Die Anmeldung Ihrer Firma ist nicht erreichbar',
      detail: 'Der Anbieter hat nicht geantwortet.',
      next: 'Melden Sie sich mit Ihrem Passkey an, oder versuchen Sie es in einer Minute erneut.',
    },
    notHere: {
      title: 'Unter dieser Adresse gibt es nichts',
      detail: 'Die Adresse ist falsch, oder was sie bezeichnet, ist nicht für Sie bestimmt.',
      next: 'Öffnen Sie den Eingang und wählen Sie die Anfrage dort aus.',
    },
  },
  signIn: {
    title: 'Anmelden',
    lead: 'Countersign erkennt Sie an Ihrem Passkey: an Fingerabdruck, Gesicht oder PIN Ihres Geräts. Ein Passwort gibt es nicht.',
    button: 'Mit Passkey anmelden',
    working: 'Warten auf Ihren Passkey …',
    company: (name) => `Mit Firmenkonto anmelden (${name})`,
    companyText: 'Damit können Sie lesen. Jede Entscheidung braucht weiterhin Ihren Passkey.',
    companyWorking: 'Weiter zur Anmeldung Ihrer Firma …',
    help: 'Kein Passkey auf diesem Gerät?',
    helpText:
      'Wählen Sie in der Abfrage „Telefon oder Sicherheitsschlüssel verwenden“, oder bitten Sie den Betrieb von Countersign um eine neue Einladung.',
    arriving: 'Melden Sie sich an, dann öffnet sich die gewünschte Seite.',
    returning:
      'Sie wurden abgemeldet. Melden Sie sich an, um weiterzumachen; was Sie geschrieben haben, bleibt erhalten.',
  },
  enrol: {
    title: (org) => `Sie entscheiden über Zugriffe von außen auf ${org}`,
    greeting: (name) => `${name}, diese Seite macht Sie zum Autorisierungskontakt.`,
    becomingTitle: 'Was das bedeutet',
    becoming: (role, org) =>
      `In der Rolle ${role} von ${org} werden Sie gefragt, wenn der Salesforce-Support oder ein Paketherausgeber sich als eine Ihrer Benutzerinnen oder einer Ihrer Benutzer anmelden will. Sie genehmigen oder lehnen ab, mit Begründung, und Sie unterschreiben das.`,
    becomingPoints: [
      'Ihre Antwort gilt als Ihre Unterschrift. Sie wird aufbewahrt, und eine Prüferin oder ein Prüfer kann sie nachprüfen, ohne diesem Server zu vertrauen.',
      'Niemand genehmigt an Ihrer Stelle, und Schweigen genehmigt nie.',
      'Sie werden per E-Mail gefragt. Eine E-Mail entscheidet nie etwas: Das tut allein Ihr Passkey.',
    ],
    passkeyTitle: 'Was ein Passkey ist',
    passkey: [
      'Ein Schlüssel, den Ihr Gerät für genau diese Adresse aufbewahrt. Er öffnet sich mit Fingerabdruck, Gesicht oder PIN.',
      'Nichts Geheimes verlässt Ihr Gerät, und es gibt nichts, was Sie auf einer falschen Seite eintippen könnten.',
      'Gerät verloren? Bitten Sie um eine neue Einladung; der alte Schlüssel bleibt für das vermerkt, was er unterschrieben hat.',
    ],
    facts: {
      name: 'Name',
      address: 'E-Mail-Adresse',
      role: 'Rolle',
      org: 'Organisation',
      place: 'Adresse dieser Seite',
    },
    validUntil: (time) => `Diese Einladung gilt einmal, bis ${time}.`,
    button: 'Meinen Passkey anlegen',
    working: 'Folgen Sie der Abfrage Ihres Geräts …',
    doneTitle: 'Ihr Passkey ist fertig',
    doneLead:
      'Das ist sein Fingerabdruck. Bitte bewahren Sie ihn auf: Drucken Sie ihn, oder notieren Sie ihn dort, wo Sie Wichtiges aufheben.',
    doneWhy:
      'Damit kann später jeder erkennen, dass eine Unterschrift von Ihnen ist, ohne diesem Server zu vertrauen. Geheim ist er nicht.',
    fingerprint: 'Fingerabdruck Ihres Schlüssels',
    doneNext: 'Probieren Sie es jetzt aus: Melden Sie sich mit dem eben angelegten Passkey an.',
  },
  inbox: {
    title: 'Eingang',
    waiting: 'Wartet auf Sie',
    settled: 'Andere Anfragen',
    waitingCount: (count) => (count === 1 ? '1 Anfrage wartet auf Sie' : `${count} Anfragen warten auf Sie`),
    ask: (party, user) => `${party} möchte sich als ${user} anmelden`,
    caseNumber: (number) => `Fall ${number}`,
    quietTitle: 'Alles ruhig',
    quiet:
      'Keine Anfrage wartet auf Sie. Kommt eine, erhalten Sie eine E-Mail, und sie erscheint hier von selbst.',
    checked: (time, zoneName) => `Zuletzt geprüft um ${time} (${zoneName})`,
    unchecked: 'Die Salesforce-Org wurde noch nicht gelesen.',
    stale: (time) =>
      `Die Salesforce-Org wurde seit ${time} nicht gelesen. Was hier steht, kann veraltet sein.`,
    left: (time) => `noch ${time}`,
    decideBy: (time) => `Entscheiden bis ${time}`,
    settledBy: (state, by, time) => `${state} von ${by}, ${time}`,
    settledAt: (state, time) => `${state}, ${time}`,
    fresh: 'Neu',
    inPlaceOf: (name, until) => `Auch für ${name}, abwesend bis ${until}`,
    arrived: (count) => `Eine Anfrage ist eingegangen. ${count} warten.`,
  },
  labels: deLabels,
  gates: deGates,
  evidence: deEvidence,
  request: deRequest,
  answers: deAnswers,
  signing: deSigning,
  acts: deActs,
  account: deAccount,
  history: deHistory,
  drills: deDrills,
  extension: deExtension,
  grant: {
    title: (party) => `${party} möchte sich als Sie anmelden`,
    lead: (requester, approvers) =>
      `${requester} hat darum gebeten, mit Zustimmung von ${approvers}. Nur Sie können den Zugriff gewähren, und nur Sie können ihn zurücknehmen.`,
    steps: 'Wenn Sie ihn gewähren möchten',
    menu: 'Öffnen Sie in Salesforce Ihr Bild › Settings › My Personal Information › Grant Account Login Access.',
    open: 'Diese Seite in Ihrer Org öffnen',
    choose: (duration) => `Wählen Sie in der Zeile der anfragenden Stelle genau „${duration}“, dann Save.`,
    until: (date) =>
      `Eine solche Freigabe endet von selbst am ${date}. Ist die Arbeit früher getan, werden Sie gebeten, sie eher zurückzunehmen.`,
    noPassword:
      'Niemand fragt nach Ihrem Passwort: nicht hier, nicht per E-Mail, nicht am Telefon. Tut es doch jemand, sagen Sie es Ihrem Sicherheitsteam.',
    facts: {
      case: 'Support-Fall',
      requester: 'Angefragt von',
      approvers: 'Genehmigt von',
      purpose: 'Zweck',
      from: 'Genehmigt ab',
      until: 'Genehmigt bis',
    },
    declineTitle: 'Wenn Sie nicht möchten',
    declineText: 'Lehnen Sie mit einer Begründung ab. Mehr ist nicht nötig, und es wird nichts freigegeben.',
    reason: 'Begründung',
    decline: 'Ablehnen',
    declinedTitle: 'Sie haben abgelehnt',
    declined: 'Es wurde nichts freigegeben. Ihre Begründung ging an die, die angefragt und genehmigt haben.',
    grantedTitle: 'Sie haben Zugriff gewährt',
    granted:
      'Die Freigabe wurde in der Org gesehen. Ist die genehmigte Zeit vorbei, werden Sie gebeten, sie zurückzunehmen.',
    takeBack:
      'Sie können sie jetzt zurücknehmen: Wählen Sie auf der hier genannten Seite in der Zeile der anfragenden Stelle „--No Access--“, dann Save. Ablehnen an dieser Stelle nimmt nichts zurück.',
    endedTitle: 'Das ist vorbei',
    ended:
      'Hier ist für Sie nichts mehr zu tun. Besteht noch eine Freigabe von Ihnen, nehmen Sie sie auf der oben genannten Seite zurück.',
  },
};
