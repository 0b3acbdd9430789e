import { labelsDe } from '../../../core/sentences/labels-de.ts';
import type { Words } from './words.ts';
import type { enEvidence, enGates, enLabels } from './en-labels.ts';

/** German labels of values that the org keeps by their API names. */
export const deLabels: Words<typeof enLabels> = {
  ...labelsDe.values,
  dataViewed: 'Kundendaten werden eingesehen',
  dataNotViewed: 'Keine Kundendaten werden eingesehen',
  Draft: 'Entwurf',
  Submitted: 'Eingereicht',
  Refused_by_policy: 'Von der Richtlinie abgelehnt',
  Awaiting_decision: 'Wartet auf Entscheidung',
  More_information: 'Rückfrage offen',
  Approved: 'Genehmigt',
  Window_open: 'Zeitfenster offen',
  Completed: 'Abgeschlossen',
  Denied: 'Abgelehnt',
  Expired: 'Abgelaufen',
  Cancelled: 'Zurückgezogen',
  Revoked: 'Widerrufen',
  Approve: 'Genehmigen',
  Ask_for_more: 'Nachfragen',
  Withdraw: 'Zurückziehen',
  Revoke: 'Widerrufen',
  Deny: 'Ablehnen',
  Would_approve: 'Würde genehmigen',
  Would_deny: 'Würde ablehnen',
  Opt_out_enabled: 'Opt-out aktiv',
  Standard: 'Standard-Zugriffskontrolle',
  Added: 'Hinzugefügt',
  Changed: 'Geändert',
  Removed: 'Entfernt',
  Break_glass: 'NOTZUGANG',
  Matched: 'passt zu einer Genehmigung',
  Matched_by_break_glass: 'passt zum Notzugang',
};

export const deGates: Words<typeof enGates> = {
  case_number_present: 'Fallnummer vorhanden',
  purpose_given: 'Zweck angegeben',
  duration_within_policy: 'Dauer im Rahmen der Richtlinie',
  enrolled_contact_available: 'Kontakt mit Passkey verfügbar',
  requester_not_the_only_contact: 'Anfragende Person nicht der einzige Kontakt',
  target_can_grant: 'Zielperson kann Zugriff gewähren',
  governance_mode: 'Zugriffsmodus',
  environment_agrees: 'Umgebung stimmt',
  risk_rated: 'Risiko eingestuft',
  business_hours: 'Geschäftszeiten',
  blackout_dates: 'Sperrtage',
  rate_cap: 'Höchstzahl an Anfragen',
  extension_fits: 'Verlängerung passt',
  break_glass_allowed: 'Notzugang erlaubt',
  break_glass_confirmed: 'Notzugang bestätigt',
  break_glass_seldom: 'Notzugang selten genutzt',
  break_glass_reviewer: 'Notzugang kann geprüft werden',
  break_glass_at_once: 'Notzugang öffnet sofort',
  clocks_agree: 'Uhren stimmen überein',
  quorum_supported: 'Zahl der Genehmigungen möglich',
};

export const deEvidence: Words<typeof enEvidence> = {
  evidence: 'Beleg',
  until: 'Bis',
  wantedMinutes: 'gewünschte Minuten',
  maximumMinutes: 'höchstens Minuten',
  eligible: 'berechtigt',
  level: 'Stufe',
};
