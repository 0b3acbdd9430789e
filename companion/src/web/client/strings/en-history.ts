/** English words of the list of decided requests. */
export const enHistory = {
  title: 'History',
  none: 'Nothing is decided yet. What contacts decide, or let expire, stands here afterwards.',
  nothing: 'No decided request fits.',
  nothingAnswered: 'You have given no such answer to a decided request that fits.',
  all: 'Show all',
  more: 'Show older ones',
  state: 'How it ended',
  anyState: 'Any',
  ownAnswer: 'Your answer',
  anyAnswer: 'Any or none',
  answered: 'Any of mine',
  caseNumber: 'Support case',
  filter: 'Show',
  mine: (answer: string) => `Your answer: ${answer}`,
};
