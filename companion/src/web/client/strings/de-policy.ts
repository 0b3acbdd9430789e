import { policyTermsDe } from '../../../core/sentences/labels-de.ts';
import type { enPolicy } from './en-policy.ts';
import type { Words } from './words.ts';

/** German words of a change of the policy or the governance mode. */
export const dePolicy: Words<typeof enPolicy> = {
  notSet: 'nicht gesetzt',
  ofRule: (rule, term) => `Regel ${rule}: ${term}`,
  level: (level) => `Stufe ${level}`,
  atOnce: 'sofort',
  after: (length) => `nach ${length}`,
  terms: {
    ...policyTermsDe,
    case_number_present: 'Fallnummer',
    purpose_given: 'Zweck und Notwendigkeit',
    duration_within_policy: 'Länge des Zeitfensters',
    environment_agrees: 'Umgebung',
    business_hours: 'Geschäftszeiten',
    blackout_dates: 'Sperrtage',
    rate_cap: 'Höchstzahl an Anfragen',
  },
  outcomes: {
    Refused: 'Würde abgelehnt',
    Expired: 'Wäre abgelaufen',
    More_approvals: 'Hätte mehr Genehmigungen gebraucht',
    Shorter_window: 'Hätte ein kürzeres Zeitfenster gehabt',
    Let_through: 'Würde durchgelassen',
  },
  shown: {
    policyVersion: 'Fassung der Richtlinie',
    policyDigest: 'Prüfsumme der Richtlinie',
    replaces: 'Anstelle von',
    people: 'Personen, die gefragt würden',
    'simulation.requests': 'Frühere Anfragen, an denen sie erprobt wurde',
    'simulation.Same': 'Wären genauso verlaufen',
    'simulation.Refused': 'Würden abgelehnt',
    'simulation.Expired': 'Wären abgelaufen',
    'simulation.More_approvals': 'Hätten mehr Genehmigungen gebraucht',
    'simulation.Shorter_window': 'Hätten ein kürzeres Zeitfenster gehabt',
    'simulation.Let_through': 'Würden durchgelassen',
    mode: 'Zugriffsmodus',
    effectiveFrom: 'In Kraft ab, aber nicht vor der Unterschrift',
    because: 'Begründung dafür',
    proposedBy: 'Vorgeschlagen von',
  },
};
