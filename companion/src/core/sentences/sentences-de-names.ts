/**
 * German names of records, sources and values of a policy that mails and other notices alone tell within a sentence: no
 * timeline of a request tells of them, and the page has labels.
 */
export const GERMAN_NAMES: readonly (readonly [english: string, german: string])[] = [
  ['not set', 'nicht gesetzt'],
  ['Allowed', 'Erlaubt'],
  ['Not_allowed', 'Nicht erlaubt'],
  ['None', 'Keine'],
  ['Audit Report', 'Prüfbericht'],
  ['Governance Mode', 'Zugriffsmodus'],
  ['Governance Proposal', 'Vorschlag eines Zugriffsmodus'],
  ['Governance Status', 'Stand der Zugriffskontrolle'],
  ['Ledger Checkpoint', 'Kontrollpunkt des Journals'],
  ['Source Coverage', 'Abdeckung einer Quelle'],
  ['Setup audit trail', 'Setup-Prüfprotokoll'],
  ['setup audit trail', 'Setup-Prüfprotokoll'],
  ['Support login log', 'Protokoll der Support-Anmeldungen'],
  ['support login log', 'Protokoll der Support-Anmeldungen'],
  ['User grants', 'Freigaben der Benutzer'],
  ['user grants', 'Freigaben der Benutzer'],
  ['Live sessions', 'Laufende Sitzungen'],
  ['live sessions', 'Laufende Sitzungen'],
  ['Companion records', 'Datensätze des Companions'],
  ['companion records', 'Datensätze des Companions'],
];
