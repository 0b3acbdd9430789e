import type { enHistory } from './en-history.ts';
import type { Words } from './words.ts';

/** German words of the list of decided requests. */
export const deHistory: Words<typeof enHistory> = {
  title: 'Verlauf',
  nothing: 'Keine entschiedene Anfrage passt dazu.',
  more: 'Ältere anzeigen',
  state: 'Wie es ausging',
  anyState: 'Beliebig',
  caseNumber: 'Support-Fall',
  filter: 'Anzeigen',
  mine: (answer) => `Ihre Antwort: ${answer}`,
};
