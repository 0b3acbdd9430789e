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
  languageText: 'Für die Seiten auf diesem Gerät. E-Mails sind auf Englisch.',
  languages: { en: 'English', de: 'Deutsch' },
  languageNow: 'Die Seite ist jetzt auf Deutsch.',
  signOutTitle: 'Abmelden',
  signOutText:
    'Tun Sie es an einem Gerät, das auch andere benutzen. Nach acht Stunden werden Sie ohnehin abgemeldet.',
};
