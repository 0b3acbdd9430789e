/** English words of a contact's own pages: passkeys, absence and delegation, the roster. */

/** What is signed about passkeys. */
export const enKeyActs = {
  headings: {
    'key-vouch': 'A new passkey',
    'key-revoke': 'Revoke a passkey',
    'key-recovery': 'Let a contact enrol anew',
  },
  leads: {
    'key-vouch':
      'A new key signs nothing until this is signed. Is it your own? Compare the fingerprint with the one that the other device showed. Is it somebody else’s? Call him on a number that you have, and let him read his fingerprint to you, group by group.',
    'key-revoke':
      'From your signature on, this key signs nothing and signs nobody in. What it signed before stays valid. All contacts hear of it.',
    'key-recovery':
      'Make sure that it is really he who asks: call him on a number that you have, or see him. All his passkeys are revoked, and he gets a link to enrol a new one, which must then be compared and signed, too.',
  },
  choices: { Vouch: 'It is the same: vouch for it', Recover: 'Let him enrol anew', Revoke: 'Revoke it' },
  labels: {
    'shown.holder': 'Contact',
    'shown.address': 'Address',
    'shown.fingerprint': 'Fingerprint',
    'shown.device': 'What the device says it is',
    'shown.enrolledAt': 'Enrolled',
    'shown.ofPasskeys': 'Passkeys of this contact that may sign',
    'shown.revokes': 'Fingerprints of the passkeys that end',
  },
};

export const enProfile = {
  passkeys: {
    title: 'My passkeys',
    open: 'See and change my passkeys',
    lead: 'With any of these you sign in and sign. Have two: who loses the only one must be let in anew by another contact.',
    state: { Active: 'May sign', Waiting: 'Waits for a signature', Revoked: 'Revoked' },
    device: 'Device',
    synced: 'Copies',
    isSynced: 'Synced by its maker to your other devices',
    notSynced: 'On this one device alone',
    enrolled: 'Enrolled',
    used: 'Last used',
    never: 'Never',
    revoked: 'Revoked',
    fingerprint: 'Fingerprint',
    vouch: 'Sign for it with your older passkey',
    revoke: 'Revoke',
    rename: 'Rename',
    nameOf: (name: string) => `Name of ${name}`,
    save: 'Save the name',
    saved: 'The name is saved.',
    addTitle: 'Add a passkey',
    addLead:
      'On this device, or on a phone or key that the prompt offers. Then you sign for the new one with one that you have.',
    addName: 'What you call it',
    addNameHint: 'For your eyes, such as “work phone”.',
    add: 'Add a passkey',
    nameMissing: 'Give it a name first.',
  },
  absence: {
    title: 'Absence',
    open: 'Say when you are away',
    lead: 'While you are away you are not asked; the next ones are. You may still decide if you look in. Everybody on the roster sees it.',
    none: 'You have said of no day that you are away.',
    addTitle: 'Say when you are away',
    zone: (zone: string) => `Whole days in your time zone, ${zone}.`,
    first: 'First day away',
    last: 'Last day away',
    add: 'Keep it',
    saved: 'It is kept.',
    dayMissing: 'Give the first and the last day.',
    withdraw: 'Take it back',
    withdrawn: 'It is taken back.',
  },
  roster: {
    title: 'Roster',
    open: 'See the roster',
    lead: 'Who may decide, and with which keys. Changes are made in the org, and a contact signs them.',
    version: (version: string) => `Version in force: ${version}`,
    you: (name: string) => `${name} (you)`,
    role: 'Role',
    level: 'Level of the ladder',
    absentUntil: 'Away until',
    keyState: 'State',
    state: {
      ready: 'Can decide',
      absent: 'Away',
      noKey: 'Has no passkey',
      waiting: 'Passkey must be compared',
      unsigned: 'Not signed yet',
      inactive: 'Inactive',
    },
    unsignedText: 'The row in the org says something that no contact has signed; see Signatures.',
    compare: (name: string) => `Compare the passkey of ${name}`,
    revoke: (device: string, name: string) => `Revoke ${device} of ${name}`,
    recover: (name: string) => `${name} has lost all passkeys`,
  },
  waiting: {
    lead: 'Your passkey is kept. It signs nothing yet: another contact must make sure that it is yours.',
    next: 'Call a contact whom you know and read the fingerprint to him. He compares it and signs for it on his page Signatures. Then you can sign in.',
  },
};
