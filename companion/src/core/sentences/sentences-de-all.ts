/**
 * All German sentences, for the companion. Verdicts, alarms and facts of findings are told by mails and other notices alone: a module
 * of its own keeps them out of what a phone loads.
 */
import { GERMAN_ALARMS, GERMAN_FACTS } from './sentences-de-findings.ts';
import { GERMAN_PAGE } from './sentences-de.ts';
import { GERMAN_VERDICTS } from './sentences-de-verdicts.ts';
import type { SentencePair } from './translate.ts';

export const GERMAN: readonly SentencePair[] = [
  ...GERMAN_PAGE,
  ...GERMAN_ALARMS,
  ...GERMAN_FACTS,
  ...GERMAN_VERDICTS,
];
