import type { Words } from './words.ts';
import type { enAccount } from './en-account.ts';

/** German words of the page on which a contact sees what is kept of him. */
export const deAccount: Words<typeof enAccount> = {
  navigation: 'Mein Konto',
  title: 'Mein Konto',
  whoTitle: 'Wer Sie hier sind',
  facts: { name: 'Name', role: 'Rolle', org: 'Organisation', zone: 'Zeitzone' },
  zoneOfDevice: (zone) => `${zone}, laut diesem Gerät; die Kontaktliste nennt keine`,
  rosterText:
    'Diese Angaben stehen in der Kontaktliste. Ändern kann sie die Administration der Org; ein Kontakt muss die Änderung unterschreiben.',
  languageTitle: 'Sprache',
  languageText:
    'Für die Seiten auf diesem Gerät. E-Mails und andere Mitteilungen kommen in der Sprache Ihres Eintrags auf der Kontaktliste.',
  languages: { en: 'English', de: 'Deutsch' },
  languageNow: 'Die Seite ist jetzt auf Deutsch.',
  languageAway: {
    title: 'Die Sprache wurde nicht geändert',
    detail: 'Ihre Wörter konnten nicht geladen werden.',
    next: 'Prüfen Sie, ob dieses Gerät online ist, laden Sie die Seite neu und wählen Sie noch einmal.',
  },
  devices: {
    title: 'Hinweise auf diesem Gerät',
    text: 'Ein Hinweis zeigt den Fall und die Prüfphrase, auch wenn diese Seite geschlossen ist. Er kommt zusätzlich zur E-Mail und entscheidet nichts.',
    impossible: 'Dieser Browser kann keine Hinweise empfangen. Chrome, Edge, Firefox und Safari können es.',
    install:
      'Auf diesem Gerät kommen Hinweise nur zur installierten Seite. Öffnen Sie in Safari „Teilen“, wählen Sie „Zum Home-Bildschirm“, öffnen Sie Countersign von dort, melden Sie sich an und schalten Sie die Hinweise hier ein.',
    on: 'Hinweise sind eingeschaltet.',
    off: 'Hinweise sind ausgeschaltet.',
    count: (devices) =>
      devices === 1 ? 'Sie bekommen sie auf 1 Gerät.' : `Sie bekommen sie auf ${devices} Geräten.`,
    turnOn: 'Hinweise einschalten',
    turnOff: 'Hinweise ausschalten',
    refused:
      'Der Browser erlaubt keine Hinweise. Erlauben Sie sie in seinen Einstellungen für diese Seite und versuchen Sie es erneut.',
  },
  signOutTitle: 'Abmelden',
  signOutText:
    'Tun Sie es an einem Gerät, das auch andere benutzen. Nach acht Stunden werden Sie ohnehin abgemeldet.',
};
