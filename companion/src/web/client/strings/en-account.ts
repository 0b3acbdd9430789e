/** English words of the page on which a contact sees what is kept of him. */
export const enAccount = {
  navigation: 'My account',
  title: 'My account',
  whoTitle: 'Who you are here',
  facts: { name: 'Name', role: 'Role', org: 'Organization', zone: 'Time zone' },
  zoneOfDevice: (zone: string) => `${zone}, as this device says; the roster names none`,
  rosterText:
    'These come from the roster. Ask an administrator of the org to change them; a contact must sign it.',
  languageTitle: 'Language',
  languageText: 'For the pages on this device. Mails are in English.',
  languages: { en: 'English', de: 'Deutsch' },
  languageNow: 'The page is in English now.',
  signOutTitle: 'Sign out',
  signOutText: 'Do it on a device that others use too. You are signed out after eight hours in any case.',
};
