import type { enHistory } from './en-history.ts';
import type { Words } from './words.ts';

/** German words of the list of decided requests. */
export const deHistory: Words<typeof enHistory> = {
  title: 'Verlauf',
  none: 'Noch ist nichts entschieden. Was Kontakte entscheiden oder ablaufen lassen, steht danach hier.',
  nothing: 'Keine entschiedene Anfrage passt dazu.',
  nothingAnswered: 'Auf keine passende, entschiedene Anfrage haben Sie so geantwortet.',
  all: 'Alle anzeigen',
  more: 'Ältere anzeigen',
  state: 'Wie es ausging',
  anyState: 'Beliebig',
  ownAnswer: 'Ihre Antwort',
  anyAnswer: 'Alle',
  answered: 'Jede eigene',
  caseNumber: 'Support-Fall',
  filter: 'Anzeigen',
  mine: (answer) => `Ihre Antwort: ${answer}`,
};
