/**
 * All German sentences, for the companion. What findings say beside their titles is told by mails and other notices alone: a module
 * of its own keeps them out of what a phone loads.
 */
import { GERMAN_ALARMS, GERMAN_FACTS, GERMAN_FINDINGS } from './sentences-de-findings.ts';
import { GERMAN_FAULTS } from './sentences-de-faults.ts';
import { GERMAN_HANDOVER } from './sentences-de-handover.ts';
import { GERMAN_NEWS } from './sentences-de-news.ts';
import { GERMAN_PAGE } from './sentences-de.ts';
import { GERMAN_PROGRAMS } from './sentences-de-programs.ts';
import { GERMAN_VERDICTS } from './sentences-de-verdicts.ts';
import type { SentencePair } from './translate.ts';

export const GERMAN: readonly SentencePair[] = [
  ...GERMAN_PAGE,
  ...GERMAN_NEWS,
  ...GERMAN_HANDOVER,
  ...GERMAN_FINDINGS,
  ...GERMAN_ALARMS,
  ...GERMAN_FACTS,
  ...GERMAN_PROGRAMS,
  ...GERMAN_FAULTS,
  ...GERMAN_VERDICTS,
];
