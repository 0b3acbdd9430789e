/** German for what findings say of logins, grants, altered records and gaps, beside what a timeline says of them. */
import type { SentencePair } from './translate.ts';

const NEXT_STEPS: readonly SentencePair[] = [
  [
    'Ask Salesforce Support, under the case if one is named, who entered and why. If nobody can say, treat it as an incident.',
    'Fragen Sie den Salesforce-Support, unter dem Fall, wenn einer genannt ist, wer warum zugegriffen hat. Weiß es dort niemand, behandeln Sie es als Sicherheitsvorfall.',
  ],
  [
    'Ask the user to revoke the grant under Settings › Grant Account Login Access; nobody else can.',
    'Bitten Sie die Person, die Freigabe unter Settings › Grant Account Login Access (englischer Name) zurückzunehmen; sonst kann das niemand.',
  ],
  [
    'Compare the request with what was seen and decide whether the entry was justified.',
    'Vergleichen Sie die Anfrage mit dem, was gesehen wurde, und entscheiden Sie, ob der Zugriff berechtigt war.',
  ],
  [
    'See whether the session is still listed, and ask Support when it was left.',
    'Sehen Sie nach, ob die Sitzung noch aufgeführt ist, und fragen Sie den Support, wann sie beendet wurde.',
  ],
  [
    'Find out which of the users was meant; the candidates stand in the evidence.',
    'Finden Sie heraus, wer gemeint war; die in Frage kommenden Personen stehen bei den Belegen.',
  ],
  [
    'Read the reason: it names what is missing, a source or a moment at the edge of a window.',
    'Lesen Sie den Grund: Er nennt, was fehlt, eine Quelle oder ein Augenblick am Rand eines Zeitfensters.',
  ],
  [
    'Ask the user to choose the shortest duration that covers the window, or to revoke when the work is done.',
    'Bitten Sie die Person, die kürzeste Dauer zu wählen, die das Zeitfenster abdeckt, oder die Freigabe zurückzunehmen, wenn die Arbeit getan ist.',
  ],
  [
    'See under Setup › Setup Audit Trail and on the user when it was given and until when it lasts.',
    'Sehen Sie unter Setup › Setup Audit Trail (englischer Name) und beim Benutzer nach, wann sie gewährt wurde und bis wann sie gilt.',
  ],
  [
    'Go through the list once. What comes after the first look is told one by one.',
    'Gehen Sie die Liste einmal durch. Was nach dem ersten Blick kommt, wird einzeln mitgeteilt.',
  ],
];

const SOURCES: readonly SentencePair[] = [
  [
    'The clocks of the org and of Countersign differ by {1} seconds',
    'Die Uhren der Org und von Countersign weichen um {1} Sekunden voneinander ab',
  ],
  ["The org's clock is {1} seconds ahead.", 'Die Uhr der Org geht {1} Sekunden vor.'],
  ["The org's clock is {1} seconds behind.", 'Die Uhr der Org geht {1} Sekunden nach.'],
  [
    'No approval takes effect until the clocks agree.',
    'Keine Genehmigung wird wirksam, bis die Uhren übereinstimmen.',
  ],
  [
    'Set the clock of the machine that Countersign runs on; the org keeps the time of Salesforce.',
    'Stellen Sie die Uhr der Maschine, auf der Countersign läuft; die Org folgt der Zeit von Salesforce.',
  ],
  ['{1} can no longer be read', 'Nicht mehr lesbar: {1}'],
  ['Gap in {1}', 'Lücke: {1}'],
  [
    'The reason: {1}. What happens from now on is not seen in this source.',
    'Der Grund: {1}. Was von jetzt an geschieht, ist in dieser Quelle nicht zu sehen.',
    [1],
  ],
  ['Nothing is known from {1} to {2}: {3}.', 'Nichts ist bekannt von {1} bis {2}: {3}.', [3]],
  ['the org says “{1}”', 'die Org meldet „{1}“'],
  ['the org answered with status {1}', 'die Org antwortete mit Status {1}'],
  [
    'polling rests: {1} of {2} daily API calls of the org are used',
    'das Abfragen ruht: {1} von {2} täglichen API-Aufrufen der Org sind verbraucht',
  ],
  ['not read yet', 'noch nicht gelesen'],
  ['not read in time', 'nicht rechtzeitig gelesen'],
  ['not asked', 'nicht abgefragt'],
  ['no reason given', 'kein Grund genannt'],
  [
    'the org has no SalesforceLoginAsEventLog; it comes with Event Monitoring or Shield on Hyperforce',
    'die Org hat kein SalesforceLoginAsEventLog; es kommt mit Event Monitoring oder Shield auf Hyperforce',
  ],
  ['without {1}, {2}', 'ohne die Berechtigung {1} (englischer Name) gilt: {2}', [2]],
  [
    'own permissions cannot be read; should {1} be missing, {2}',
    'die eigenen Berechtigungen sind nicht lesbar; falls {1} (englischer Name) fehlt, gilt: {2}',
    [2],
  ],
  ['the setup audit trail cannot be read', 'das Setup-Prüfprotokoll ist nicht lesbar'],
  [
    'grants of users that sharing hides are not seen',
    'Freigaben von Benutzern, die durch die Freigaberegeln verborgen sind, werden nicht gesehen',
  ],
  ['live sessions of other users are not shown', 'laufende Sitzungen anderer Benutzer werden nicht gezeigt'],
  [
    'Give the integration user back the permission that is named, or say why it was taken.',
    'Geben Sie dem Integrationsbenutzer die genannte Berechtigung zurück, oder sagen Sie, warum sie entzogen wurde.',
  ],
  [
    'Look at this time in Setup yourself, as far as the org still keeps it.',
    'Sehen Sie sich diese Zeit im Setup selbst an, soweit die Org sie noch aufbewahrt.',
  ],
  [
    '{1} entries or grants without a match lie before the first look',
    '{1} Zugriffe oder Freigaben ohne Entsprechung liegen vor dem ersten Blick',
  ],
];

const ALTERED: readonly SentencePair[] = [
  ['Nobody can tell who did it.', 'Wer es war, lässt sich nicht sagen.'],
  ['Last changed by {1} at {2}.', 'Zuletzt geändert von {1}, {2}.'],
  ['{1}: on record {2}; found {3}', '{1}: festgehalten {2}; gefunden {3}'],
  [
    'The values on record have been written back. Ask the person named why, and look at the request before it goes on.',
    'Die festgehaltenen Werte wurden zurückgeschrieben. Fragen Sie die genannte Person nach dem Grund, und sehen Sie sich die Anfrage an, bevor sie weitergeht.',
  ],
  [
    'Nothing counts that is not in the ledger. Ask the person named, and delete the row.',
    'Was nicht im Journal steht, zählt nicht. Fragen Sie die genannte Person, und löschen Sie den Datensatz.',
  ],
  [
    'The ledger still holds what the row said. Ask the person named why it was deleted.',
    'Das Journal hält noch fest, was im Datensatz stand. Fragen Sie die genannte Person, warum er gelöscht wurde.',
  ],
];

/** Of what belongs to no request, and so stands on no timeline. */
const WITHOUT_REQUEST: readonly SentencePair[] = [
  ['Login as {1} without any authorization', 'Anmeldung als {1} ohne jede Autorisierung'],
  ['Login by the outside user {1}', 'Anmeldung des externen Benutzers {1}'],
  [
    '{1} granted login access without any authorization',
    '{1} hat Anmeldezugriff ohne jede Autorisierung gewährt',
  ],
  [
    'No approved request names this user at that time.',
    'Keine genehmigte Anfrage nennt diese Person zu dieser Zeit.',
  ],
  [
    'No approved request names this user and this case.',
    'Keine genehmigte Anfrage nennt diese Person und diesen Fall.',
  ],
];

/** They fit much, and stand last. */
const LISTED: readonly SentencePair[] = [
  ['Later evidence: {1}. {2}', 'Spätere Belege: {1}. {2}', true],
  ['{1}: login as {2}, {3}', '{1}: Anmeldung als {2}, {3}', true],
  ['{1}: grant by {2}, {3}', '{1}: Freigabe von {2}, {3}', true],
];

export const GERMAN_VERDICTS: readonly SentencePair[] = [
  ...NEXT_STEPS,
  ...SOURCES,
  ...ALTERED,
  ...WITHOUT_REQUEST,
  ...LISTED,
];
