import type { enRosterVersions } from './en-roster-versions.ts';
import type { Words } from './words.ts';

/** German words of the versions of the roster. */
export const deRosterVersions: Words<typeof enRosterVersions> = {
  title: 'Verlauf der Kontaktliste',
  lead: 'Jede Fassung der Kontaktliste: seit wann sie galt, was sich änderte und wer sie unterschrieb. Jede Anfrage nennt die Fassung, unter der sie lief.',
  nothing: 'Noch keine Fassung. Die erste entsteht, wenn der Betrieb die Gründungsliste versiegelt.',
  more: 'Ältere Fassungen anzeigen',
  inForce: 'In Kraft seit',
  over: 'In Kraft ab',
  until: 'Bis',
  cause: 'Entstanden',
  causes: {
    Sealed: 'Der Betrieb hat die Gründungsliste versiegelt.',
    Seen: 'Ein Datensatz in der Org nahm es weg. Das zählt sofort, und niemand hat es unterschrieben.',
  },
  signedBy: (names) => `Unterschrieben von ${names}.`,
  changes: 'Was sich änderte',
  noChange: 'Nichts, was zählt.',
  change: {
    Added: ({ name, after }) => `${name} kam auf Stufe ${after} hinzu`,
    Added_to_be_told: ({ name, after }) =>
      `${name} kam auf Stufe ${after} hinzu, wird nur benachrichtigt und hat keine Stimme`,
    Taken_off: ({ name }) => `${name} steht nicht mehr auf der Kontaktliste`,
    Back: ({ name }) => `${name} steht wieder auf der Kontaktliste`,
    Vote_lost: ({ name }) => `${name} hat keine Stimme mehr und wird nur benachrichtigt`,
    Vote_gained: ({ name }) => `${name} hat jetzt eine Stimme`,
    Level: ({ name, before, after }) => `${name} wird auf Stufe ${after} statt ${before} gefragt`,
    Role: ({ name, before, after }) => `${name} hat die Rolle ${after} statt ${before}`,
    Address: ({ name }) => `${name} hat eine andere Adresse`,
    User: ({ name }) => `${name} hat einen anderen Benutzer in der Org`,
    Name: ({ before, after }) => `${before} heißt jetzt ${after}`,
  },
  deciders: 'Konnten entscheiden',
  count: (count) => (count === 1 ? '1 Kontakt' : `${count} Kontakte`),
  show: 'Ihre Kontakte ansehen',
  one: 'Fassung der Kontaktliste',
  oneLead: 'Die Kontakte, wie sie zählten, solange sie galt.',
  name: 'Fassung',
  voice: 'Stimme',
  voices: { vote: 'Darf entscheiden', told: 'Wird nur benachrichtigt', off: 'Nicht auf der Liste' },
  erased: (id) => `Name gelöscht (${id})`,
  times: 'Wann sie galt',
  back: 'Verlauf der Kontaktliste',
};
