/** What the relay needs of the store about drills. */
import type { DrillAnswer, DrillOrigin } from '../../core/entries/drill-entries.ts';

export interface StoredDrill {
  id: string;
  /** `DRILL-0001` */
  name: string;
  origin: DrillOrigin;
  startedBy: string | null;
  note: string | null;
  checkPhrase: string;
  /** Of the one level that was asked; null where the contacts were chosen otherwise. */
  level: number | null;
  startedAt: string;
  endsAt: string;
  endedAt: string | null;
  /** Name of who ended it before its time; null where it ended by itself. */
  stoppedBy: string | null;
}

export type NewlyBegun = Omit<StoredDrill, 'endedAt' | 'stoppedBy'>;

export interface DrilledPerson {
  contactId: string;
  openedAt: string | null;
  answeredAt: string | null;
  answer: DrillAnswer | null;
}

export interface DrillRows {
  get(id: string): Promise<StoredDrill | null>;
  byName(name: string): Promise<StoredDrill | null>;
  running(): Promise<StoredDrill | null>;
  count(): Promise<number>;
  /** Newest first. */
  page(page: { after: { at: string; id: string } | null; limit: number }): Promise<StoredDrill[]>;
  /** @returns false when another one is running: then nothing is written */
  begin(drill: NewlyBegun, contactIds: readonly string[]): Promise<boolean>;
  end(id: string, at: string, stoppedBy: string | null): Promise<boolean>;
  people(id: string): Promise<DrilledPerson[]>;
  peopleOf(ids: readonly string[]): Promise<(DrilledPerson & { drillId: string })[]>;
  opened(id: string, contactId: string, at: string): Promise<boolean>;
  answered(id: string, contactId: string, answer: DrillAnswer, at: string): Promise<boolean>;
  /** Contacts who did not answer the last drill that asked them and had its time. */
  missed(): Promise<{ contactId: string; name: string; startedAt: string }[]>;
}
