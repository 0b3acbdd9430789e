import { deDrills } from './de-drills.ts';
import { deBreakGlass } from './de-break-glass.ts';
import { deFreeze } from './de-freeze.ts';
import { dePolicy } from './de-policy.ts';
import type { enActs } from './en-acts.ts';
import type { Words } from './words.ts';

import { deKeyActs } from './de-profile.ts';

/** German words of what contacts sign besides decisions: changes of the roster and the like. */
export const deActs: Words<typeof enActs> = {
  title: 'Unterschriften',
  lead: 'Änderungen, die erst wirken, wenn ein Kontakt sie unterschrieben hat.',
  nothing: 'Nichts wartet auf eine Unterschrift.',
  open: 'Lesen und unterschreiben',
  founding: 'Nach der Einrichtung üblich: Es gilt schon. Lesen Sie es und bestätigen Sie es einmal.',
  firstPolicy: {
    heading: 'Die erste Zugriffsrichtlinie',
    lead: 'Die Richtlinie legt fest, wie viele zustimmen müssen, in welcher Zeit und für wie lange.',
  },
  foundingLead:
    'Dies ist die erste Fassung. Sie gilt seit der Einrichtung, bevor jemand sie unterschrieben hat; das ist üblich, und nichts ist falsch. Nehmen Sie sie an, wenn sie so ist wie vereinbart: Ihre Unterschrift sagt, dass Sie sie kennen. Sonst lassen Sie sie in der Org berichtigen; die Berichtigung kommt hierher zur Unterschrift. Eine Zurückweisung wird festgehalten und ändert nichts an dem, was gilt.',
  forOthers: 'Von anderen zu unterschreiben',
  notice: (count) =>
    count === 1
      ? '1 Änderung wartet auf Ihre Unterschrift'
      : `${count} Änderungen warten auf Ihre Unterschrift`,
  headings: {
    'founding-roster': 'Die erste Kontaktliste',
    'roster-change': 'Eine Änderung der Kontaktliste',
    'policy-change': 'Eine Änderung der Zugriffsrichtlinie',
    'governance-mode': 'Der Zugriffsmodus',
    'break-glass-review': deBreakGlass.heading,
    'alteration-look': deFreeze.heading,
    ...deKeyActs.headings,
    'drill-answer': deDrills.reading,
  },
  leads: {
    'founding-roster':
      'Der Betrieb hat diese Kontakte als die ersten eingetragen. Ihre Unterschrift sagt, dass Sie sie kennen und dass die Liste stimmt. Über den ersten steht niemand; Berichte nennen, wer unterschrieben hat.',
    'roster-change':
      'Jemand hat diesen Eintrag in der Org geändert. Fragen Sie diese Person auf einem Weg, den Sie kennen, bevor Sie annehmen: Wer in der Kontaktliste steht, kann Außenstehende hereinlassen.',
    'policy-change':
      'Die Richtlinie legt fest, wie viele zustimmen müssen, in welcher Zeit und für wie lange. Bis Sie unterschreiben, gilt die bisherige. Fragen Sie nach, warum sie geändert wurde.',
    'governance-mode':
      'Mit den Standard-Zugriffskontrollen genügt eine Anmeldefreigabe, und ein Zugriff ohne Genehmigung ist kein Befund. Mit aktivem Opt-out braucht jeder Zugriff seine eigene Genehmigung.',
    'break-glass-review': deBreakGlass.actLead,
    'alteration-look': deFreeze.actLead,
    ...deKeyActs.leads,
    'drill-answer': deDrills.readingLead,
  },
  choices: {
    ...{ Confirm: 'Bestätigen', Accept: 'Annehmen', Reject: 'Zurückweisen' },
    ...deBreakGlass.choices,
    ...deFreeze.choices,
    ...deKeyActs.choices,
    ...deDrills.choices,
  },
  choose: 'Ihre Wahl',
  chooseFirst: 'Wählen Sie eine Möglichkeit.',
  reason: 'Begründung',
  reasonHint: 'Prüferinnen und Prüfer lesen sie. Wie haben Sie sich vergewissert?',
  reasonShort: 'Geben Sie eine Begründung von mindestens drei Zeichen an.',
  review: 'Durchsehen und unterschreiben',
  reviewTitle: 'Sie sind dabei zu unterschreiben',
  sign: 'Mit Passkey unterschreiben',
  signed: 'Unterschrieben und in Kraft',
  signedText: 'Ihre Unterschrift ist festgehalten.',
  signedFirst: 'Unterschrieben; es fehlt noch eine Unterschrift',
  signedFirstText:
    'Es schwächt die Regeln und wirkt deshalb erst, wenn binnen 14 Tagen ein anderer Kontakt ebenfalls unterschrieben hat. Die anderen sind benachrichtigt.',
  signedBy: ({ given, needed }) =>
    given.length === 0
      ? `Braucht ${needed} Unterschriften`
      : `Unterschrieben von ${given.join(', ')}: ${given.length} von ${needed}`,
  weakens: {
    vote_gained: 'Eine Person mehr darf entscheiden',
    vote_lost: 'Eine Person weniger darf entscheiden',
    identity: 'Hinter dem Eintrag könnte eine andere Person stehen',
    role: 'Eine andere Rolle',
    level: 'Wird früher gefragt',
    mode: 'Zugriffe ohne Zustimmung sind kein Befund mehr',
  },
  passesOn:
    'Die Passkeys der Person, die ihn bisher hatte, werden gesperrt, ihr Konto der Firmenanmeldung wird gelöst, und ihre Geräte bekommen keine Mitteilungen mehr. Wer nachfolgt, bekommt eine Einladung, und ein anderer Kontakt vergleicht den ersten Passkey.',
  weakensNothing: 'Nichts',
  noneYet: 'Noch niemand',
  signedAt: 'Unterschrieben am',
  changed: 'Es hat sich geändert, seit Sie es geöffnet haben. Lesen Sie es genau.',
  entry: {
    name: 'Name',
    address: 'Adresse',
    role: 'Rolle',
    level: 'Eskalationsstufe',
    active: 'Aktiv',
    userId: 'Salesforce-Benutzer',
    mayDecide: 'Darf entscheiden',
    channels: 'Kanäle außer E-Mail',
  },
  ofMember: (number, label) => `Kontakt ${number}: ${label}`,
  until: (label) => `${label}, bisher`,
  policy: dePolicy,
};
