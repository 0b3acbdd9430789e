import type { enKeyActs, enProfile } from './en-profile.ts';
import type { Words } from './words.ts';

/** German words of what is signed about passkeys. */
export const deKeyActs: Words<typeof enKeyActs> = {
  headings: {
    'key-vouch': 'Ein neuer Passkey',
    'key-revoke': 'Einen Passkey sperren',
    'key-recovery': 'Einen Kontakt neu einrichten lassen',
    delegation: 'Jemand entscheidet für Sie',
    'delegation-end': 'Eine Vertretung beenden',
  },
  leads: {
    'key-vouch':
      'Ein neuer Schlüssel unterschreibt nichts, bevor dies hier unterschrieben ist. Ist es Ihr eigener? Vergleichen Sie den Fingerabdruck mit dem, den das andere Gerät gezeigt hat. Gehört er jemand anderem? Rufen Sie die Person unter einer Nummer an, die Sie haben, und lassen Sie sich den Fingerabdruck Gruppe für Gruppe vorlesen.',
    'key-revoke':
      'Ab Ihrer Unterschrift unterschreibt dieser Schlüssel nichts mehr und meldet niemanden mehr an. Was er zuvor unterschrieben hat, bleibt gültig. Alle Kontakte erfahren davon.',
    'key-recovery':
      'Vergewissern Sie sich, dass wirklich diese Person fragt: Rufen Sie sie unter einer Nummer an, die Sie haben, oder treffen Sie sie. Alle ihre Passkeys werden gesperrt, und sie bekommt einen Link für einen neuen, der dann ebenfalls verglichen und unterschrieben werden muss.',
    delegation:
      'Solange Sie abwesend sind, wird dieser Kontakt an Ihrer Stelle gefragt, und seine Unterschrift füllt auch Ihre Rolle. Sie zählt als eine Person, und weitergeben kann er das nicht. Er wird sofort benachrichtigt; alle in der Kontaktliste sehen es. Beenden können Sie es jederzeit.',
    'delegation-end':
      'Ab Ihrer Unterschrift entscheidet niemand mehr an Ihrer Stelle. Was vorher unterschrieben wurde, bleibt. Abwesend sind Sie wie zuvor; nehmen Sie die Abwesenheit zurück, wenn Sie wieder da sind.',
  },
  choices: {
    Vouch: 'Er stimmt überein: dafür bürgen',
    Recover: 'Neu einrichten lassen',
    Revoke: 'Sperren',
    Delegate: 'Diesen Kontakt für mich entscheiden lassen',
    End: 'Die Vertretung beenden',
  },
  labels: {
    'shown.holder': 'Kontakt',
    'shown.address': 'Adresse',
    'shown.fingerprint': 'Fingerabdruck',
    'shown.device': 'Was das Gerät von sich sagt',
    'shown.enrolledAt': 'Eingerichtet',
    'shown.ofPasskeys': 'Passkeys dieses Kontakts, die unterschreiben dürfen',
    'shown.revokes': 'Fingerabdrücke der Passkeys, die enden',
    'shown.delegate': 'Wer für Sie entscheidet',
    'shown.from': 'Von',
    'shown.until': 'Bis',
    'shown.zone': 'Zeitzone der Tage',
    'shown.role': 'Ihre Rolle, die auch gefüllt wird',
  },
};

export const deProfile: Words<typeof enProfile> = {
  passkeys: {
    title: 'Meine Passkeys',
    open: 'Meine Passkeys ansehen und ändern',
    lead: 'Mit jedem davon melden Sie sich an und unterschreiben. Haben Sie zwei: Wer den einzigen verliert, muss von einem anderen Kontakt wieder eingelassen werden.',
    state: { Active: 'Darf unterschreiben', Waiting: 'Wartet auf eine Unterschrift', Revoked: 'Gesperrt' },
    device: 'Gerät',
    synced: 'Kopien',
    isSynced: 'Vom Hersteller auf Ihre anderen Geräte übertragen',
    notSynced: 'Nur auf diesem einen Gerät',
    enrolled: 'Eingerichtet',
    used: 'Zuletzt benutzt',
    never: 'Nie',
    revoked: 'Gesperrt',
    fingerprint: 'Fingerabdruck',
    vouch: 'Mit dem älteren Passkey dafür unterschreiben',
    revoke: 'Sperren',
    rename: 'Umbenennen',
    nameOf: (name) => `Name von ${name}`,
    save: 'Namen speichern',
    saved: 'Der Name ist gespeichert.',
    addTitle: 'Einen Passkey hinzufügen',
    addLead:
      'Auf diesem Gerät, oder auf einem Telefon oder Schlüssel, den die Abfrage anbietet. Danach unterschreiben Sie für den neuen mit einem, den Sie haben.',
    addName: 'Wie Sie ihn nennen',
    addNameHint: 'Für Ihre Augen, etwa „Diensttelefon“.',
    add: 'Passkey hinzufügen',
    nameMissing: 'Geben Sie ihm zuerst einen Namen.',
  },
  absence: {
    title: 'Abwesenheit',
    open: 'Angeben, wann Sie abwesend sind',
    lead: 'Solange Sie abwesend sind, werden Sie nicht gefragt, sondern die Nächsten. Entscheiden dürfen Sie trotzdem, wenn Sie hereinschauen. Alle in der Kontaktliste sehen es.',
    none: 'Sie haben keinen Tag angegeben, an dem Sie abwesend sind.',
    addTitle: 'Abwesenheit angeben',
    zone: (zone) => `Ganze Tage in Ihrer Zeitzone, ${zone}.`,
    first: 'Erster Tag der Abwesenheit',
    last: 'Letzter Tag der Abwesenheit',
    add: 'Festhalten',
    saved: 'Es ist festgehalten.',
    dayMissing: 'Geben Sie den ersten und den letzten Tag an.',
    delegate: 'Wer für Sie entscheidet',
    nobody: 'Niemand: die Nächsten folgen',
    delegateHint: 'Für höchstens 30 Tage. Sie unterschreiben es; der andere Kontakt wird benachrichtigt.',
    delegated: (name) => `${name} entscheidet für Sie.`,
    endDelegation: 'Vertretung beenden',
    withdraw: 'Zurücknehmen',
    withdrawn: 'Es ist zurückgenommen.',
  },
  roster: {
    title: 'Kontaktliste',
    open: 'Kontaktliste ansehen',
    lead: 'Wer entscheiden darf, und mit welchen Schlüsseln. Geändert wird in der Org, und ein Kontakt unterschreibt.',
    version: (version) => `Gültige Fassung: ${version}`,
    history: 'Wie sie entstanden ist',
    you: (name) => `${name} (Sie)`,
    role: 'Rolle',
    level: 'Eskalationsstufe',
    absentUntil: 'Abwesend bis',
    delegate: 'Entscheidet solange',
    keyState: 'Zustand',
    state: {
      ready: 'Kann entscheiden',
      absent: 'Abwesend',
      noKey: 'Hat keinen Passkey',
      waiting: 'Passkey muss verglichen werden',
      unsigned: 'Noch nicht unterschrieben',
      inactive: 'Inaktiv',
    },
    unsignedText:
      'Der Datensatz in der Org sagt etwas, das kein Kontakt unterschrieben hat; siehe Unterschriften.',
    compare: (name) => `Passkey von ${name} vergleichen`,
    revoke: (device, name) => `Sperren: ${device} von ${name}`,
    recover: (name) => `${name} hat alle Passkeys verloren`,
  },
  waiting: {
    lead: 'Ihr Passkey ist gespeichert. Er unterschreibt noch nichts: Ein anderer Kontakt muss sich vergewissern, dass er Ihrer ist.',
    next: 'Rufen Sie einen Kontakt an, den Sie kennen, und lesen Sie ihm den Fingerabdruck vor. Er vergleicht ihn und unterschreibt auf seiner Seite „Unterschriften“. Dann können Sie sich anmelden.',
  },
};
