import { ROSTER_CHANGE_WORDS } from '../../../core/roster-diff.ts';

/** English words of the versions of the roster. */
export const enRosterVersions = {
  title: 'History of the roster',
  lead: 'Each version of the roster: since when it held, what changed, and who signed it. Every request names the version under which it ran.',
  nothing: 'No version yet. The first comes about when the operator seals the founding roster.',
  more: 'Show older versions',
  inForce: 'In force since',
  over: 'In force from',
  until: 'Until',
  cause: 'Came about',
  causes: {
    Sealed: 'The operator sealed the founding roster.',
    Seen: 'A row in the org took it away. It counts at once, and nobody has signed it.',
  },
  signedBy: (names: string) => `Signed by ${names}.`,
  changes: 'What changed',
  noChange: 'Nothing that counts.',
  change: { ...ROSTER_CHANGE_WORDS },
  deciders: 'Could decide',
  count: (count: number) => (count === 1 ? '1 contact' : `${count} contacts`),
  show: 'See its contacts',
  one: 'Version of the roster',
  oneLead: 'The contacts as they counted while it was in force.',
  name: 'Version',
  voice: 'Vote',
  voices: { vote: 'May decide', told: 'Is told only', off: 'Off the roster' },
  erased: (id: string) => `Name erased (${id})`,
  times: 'When it was in force',
  back: 'History of the roster',
};
