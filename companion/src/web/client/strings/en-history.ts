/** English words of the list of decided requests. */
export const enHistory = {
  title: 'History',
  nothing: 'No decided request fits.',
  more: 'Show older ones',
  state: 'How it ended',
  anyState: 'Any',
  caseNumber: 'Support case',
  filter: 'Show',
  mine: (answer: string) => `Your answer: ${answer}`,
};
