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
  languageText:
    'For the pages on this device. Mails and other notices come in the language of your entry on the roster.',
  languages: { en: 'English', de: 'Deutsch' },
  languageNow: 'The page is in English now.',
  languageAway: {
    title: 'The language was not changed',
    detail: 'Its words could not be loaded.',
    next: 'Look whether this device is online, load this page anew, and choose again.',
  },
  devices: {
    title: 'Notices on this device',
    text: 'A notice shows the case and the check phrase, also while this page is closed. It comes besides your mails, and decides nothing.',
    impossible: 'This browser cannot receive notices. Chrome, Edge, Firefox and Safari can.',
    install:
      'On this device notices come to the installed page alone. Open Share in Safari, choose Add to Home Screen, open Countersign from there, sign in, and turn notices on here.',
    on: 'Notices are on.',
    off: 'Notices are off.',
    count: (devices: number) =>
      devices === 1 ? 'You get them on 1 device.' : `You get them on ${devices} devices.`,
    turnOn: 'Turn notices on',
    turnOff: 'Turn notices off',
    refused: 'The browser does not allow notices. Allow them in its settings for this site, then try again.',
  },
  signOutTitle: 'Sign out',
  signOutText: 'Do it on a device that others use too. You are signed out after eight hours in any case.',
};
