import { enDrills } from './en-drills.ts';
import { enBreakGlass } from './en-break-glass.ts';
import { enFreeze } from './en-freeze.ts';
import { enPolicy } from './en-policy.ts';

/** English words of what contacts sign besides decisions: changes of the roster and the like. */
import { enKeyActs } from './en-profile.ts';

export const enActs = {
  title: 'Signatures',
  lead: 'Changes that take effect only when a contact has signed them.',
  nothing: 'Nothing waits for a signature.',
  open: 'Read and sign',
  founding: 'Usual after setting up: it holds already. Read it, and confirm it once.',
  firstPolicy: {
    heading: 'The first access policy',
    lead: 'The policy says how many must approve, in what time, and for how long.',
  },
  foundingLead:
    'This is the first one. It holds since setting up, before anybody has signed it; that is usual, and nothing is wrong. Accept it if it is as you agreed: your signature says that you know it. If not, have it corrected in the org; the correction comes here to be signed. Turning it down goes on record and changes nothing of what holds.',
  forOthers: 'For others to sign',
  notice: (count: number) =>
    count === 1 ? '1 change waits for your signature' : `${count} changes wait for your signature`,
  headings: {
    'founding-roster': 'The founding roster',
    'roster-change': 'A change of the roster',
    'policy-change': 'A change of the access policy',
    'governance-mode': 'The governance mode',
    'break-glass-review': enBreakGlass.heading,
    'alteration-look': enFreeze.heading,
    ...enKeyActs.headings,
    'drill-answer': enDrills.reading,
  } as Readonly<Record<string, string>>,
  leads: {
    'founding-roster':
      'An operator put these contacts on record as the first. Your signature says that you know them and that the list is right. Nobody stands above the first; reports say who has signed.',
    'roster-change':
      'Somebody changed this entry in the org. Ask that person, by a way you know, before you accept: whoever stands on the roster can let outsiders in.',
    'policy-change':
      'The policy says how many must approve, in what time, and for how long. Until you sign, the one before stays in force. Ask whoever changed it why.',
    'governance-mode':
      'Under standard access controls a login grant alone suffices, and an entry without approval is no finding. With opt-out enabled each entry needs its own approval.',
    'break-glass-review': enBreakGlass.actLead,
    'alteration-look': enFreeze.actLead,
    ...enKeyActs.leads,
    'drill-answer': enDrills.readingLead,
  } as Readonly<Record<string, string>>,
  choices: {
    ...{ Confirm: 'Confirm', Accept: 'Accept', Reject: 'Turn down' },
    ...enBreakGlass.choices,
    ...enFreeze.choices,
    ...enKeyActs.choices,
    ...enDrills.choices,
  } as Readonly<Record<string, string>>,
  choose: 'Your choice',
  chooseFirst: 'Choose one of them.',
  reason: 'Reason',
  reasonHint: 'Auditors read it. How did you make sure?',
  reasonShort: 'Give a reason of three characters at least.',
  review: 'Review and sign',
  reviewTitle: 'You are about to sign',
  sign: 'Sign with your passkey',
  signed: 'Signed and in effect',
  signedText: 'Your signature is on record.',
  signedFirst: 'Signed; one more must sign',
  signedFirstText:
    'It weakens the rules, so that it takes force when another contact has signed it, too, within 14 days. The others have been told.',
  signedBy: ({ given, needed }: { given: readonly string[]; needed: number }) =>
    given.length === 0
      ? `Takes ${needed} signatures`
      : `Signed by ${given.join(', ')}: ${given.length} of ${needed}`,
  weakens: {
    vote_gained: 'One more may decide',
    vote_lost: 'One fewer may decide',
    identity: 'Another person could stand behind the entry',
    role: 'Another role',
    level: 'Is asked sooner',
    mode: 'Entries without approval are no findings any more',
  } as Readonly<Record<string, string>>,
  passesOn:
    'The passkeys of who held it are revoked, his account of the company sign-in is unbound, and his devices get no notices. The successor gets an invitation, and another contact compares his first passkey.',
  weakensNothing: 'Nothing',
  noneYet: 'Nobody yet',
  signedAt: 'Signed at',
  changed: 'It has changed since you opened it. Read it with care.',
  entry: {
    name: 'Name',
    address: 'Address',
    role: 'Role',
    level: 'Level of the ladder',
    active: 'Active',
    userId: 'Salesforce user',
    mayDecide: 'May decide',
    channels: 'Channels besides mail',
  } as Readonly<Record<string, string>>,
  ofMember: (number: number, label: string) => `Contact ${number}: ${label}`,
  until: (label: string) => `${label}, until now`,
  policy: enPolicy,
} as const;
