/** German for what findings say of logins, grants, altered records and gaps. */
import type { SentencePair } from './translate.ts';

const TITLES: readonly SentencePair[] = [
  ['Login as {1} without any authorization', 'Anmeldung als {1} ohne jede Autorisierung'],
  ['Login as {1} outside its window', 'Anmeldung als {1} außerhalb des Zeitfensters'],
  [
    'Login as {1} after the authorization was revoked',
    'Anmeldung als {1} nach dem Widerruf der Autorisierung',
  ],
  ['Session as {1} went on after its window', 'Sitzung als {1} lief über das Zeitfenster hinaus'],
  ['End of the session as {1} not seen', 'Ende der Sitzung als {1} nicht gesehen'],
  [
    'Login as {1}, but the case is authorized for another user',
    'Anmeldung als {1}, der Fall ist aber für eine andere Person autorisiert',
  ],
  [
    'Login as {1} under a case that was not authorized',
    'Anmeldung als {1} unter einem Fall, der nicht autorisiert war',
  ],
  [
    'A second person logged in as {1} on one authorization',
    'Eine zweite Person hat sich mit einer Autorisierung als {1} angemeldet',
  ],
  ['Login as {1}: several users bear that name', 'Anmeldung als {1}: Mehrere Benutzer tragen diesen Namen'],
  ['Login as {1}: {2}', 'Anmeldung als {1}: {2}'],
  ['Grant of {1}: {2}', 'Freigabe von {1}: {2}'],
  ['Login by the outside user {1}', 'Anmeldung des externen Benutzers {1}'],
  ['Login as {1} that cannot be judged', 'Anmeldung als {1}, die nicht zu beurteilen ist'],
  [
    '{1} granted login access without any authorization',
    '{1} hat Anmeldezugriff ohne jede Autorisierung gewährt',
  ],
  ['{1} granted login access after the window', '{1} hat Anmeldezugriff nach dem Zeitfenster gewährt'],
  ['{1} granted login access after the revocation', '{1} hat Anmeldezugriff nach dem Widerruf gewährt'],
  ['{1} granted login access before the approval', '{1} hat Anmeldezugriff vor der Genehmigung gewährt'],
  [
    '{1} granted login access for longer than the window needs',
    '{1} hat Anmeldezugriff länger gewährt, als das Zeitfenster braucht',
  ],
  [
    'The grant of {1} still stands after its window',
    'Die Freigabe von {1} besteht nach dem Zeitfenster noch',
  ],
  ['A grant of {1} that cannot be judged', 'Eine Freigabe von {1}, die nicht zu beurteilen ist'],
];

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

const REASONS: readonly SentencePair[] = [
  [
    'The login lies in a gap of the Setup Audit Trail.',
    'Die Anmeldung liegt in einer Lücke des Setup-Prüfprotokolls.',
  ],
  [
    'The login lies in a gap of the support login log.',
    'Die Anmeldung liegt in einer Lücke des Protokolls der Support-Anmeldungen.',
  ],
  [
    'No audit row speaks of this session yet.',
    'Noch spricht kein Eintrag im Prüfprotokoll von dieser Sitzung.',
  ],
  [
    'Several support log-ins of one moment name different cases, and no source says which is whose.',
    'Mehrere Support-Anmeldungen eines Augenblicks nennen verschiedene Fälle, und keine Quelle sagt, welcher zu welcher gehört.',
  ],
  [
    'Several users bear the name that the audit row gives.',
    'Mehrere Benutzer tragen den Namen, den das Prüfprotokoll nennt.',
  ],
  ['No source names the user of this login.', 'Keine Quelle nennt die Person dieser Anmeldung.'],
  [
    'No approved request names this user at that time.',
    'Keine genehmigte Anfrage nennt diese Person zu dieser Zeit.',
  ],
  ['The case is authorized for another user.', 'Der Fall ist für eine andere Person autorisiert.'],
  [
    'The user is authorized at that time, but for another case.',
    'Die Person ist zu dieser Zeit autorisiert, aber für einen anderen Fall.',
  ],
  [
    'No approved request names this user and this case.',
    'Keine genehmigte Anfrage nennt diese Person und diesen Fall.',
  ],
  [
    "The login lies at the window's edge, within the clocks' difference.",
    'Die Anmeldung liegt am Rand des Zeitfensters, innerhalb des Unterschieds der Uhren.',
  ],
  ['The login came before the window opened.', 'Die Anmeldung kam, bevor das Zeitfenster öffnete.'],
  [
    'The login came after the authorization was revoked.',
    'Die Anmeldung kam nach dem Widerruf der Autorisierung.',
  ],
  ['The login came after the window had ended.', 'Die Anmeldung kam nach dem Ende des Zeitfensters.'],
  [
    'Another actor had used this authorization before.',
    'Jemand anderes hatte diese Autorisierung schon benutzt.',
  ],
  [
    'Case, user and time match an approved request.',
    'Fall, Person und Zeit passen zu einer genehmigten Anfrage.',
  ],
  [
    'User and time match an approved request; the case is not verified.',
    'Person und Zeit passen zu einer genehmigten Anfrage; der Fall ist nicht geprüft.',
  ],
  [
    'The window is over and no source shows that the session ended.',
    'Das Zeitfenster ist zu Ende, und keine Quelle zeigt, dass die Sitzung endete.',
  ],
  [
    "The session ended at the window's edge, within the clocks' difference.",
    'Die Sitzung endete am Rand des Zeitfensters, innerhalb des Unterschieds der Uhren.',
  ],
  ['The session ended after the window.', 'Die Sitzung endete nach dem Zeitfenster.'],
  [
    'No audit row says when this grant was given.',
    'Kein Eintrag im Prüfprotokoll sagt, wann die Freigabe gewährt wurde.',
  ],
  [
    'Grant and approval lie within the difference of the clocks.',
    'Freigabe und Genehmigung liegen innerhalb des Unterschieds der Uhren.',
  ],
  [
    'The grant was given before the request was approved.',
    'Die Freigabe wurde gewährt, bevor die Anfrage genehmigt war.',
  ],
  [
    'The grant was given after the window had ended.',
    'Die Freigabe wurde gewährt, als das Zeitfenster schon zu Ende war.',
  ],
  [
    'The grant was given after the authorization was revoked.',
    'Die Freigabe wurde nach dem Widerruf der Autorisierung gewährt.',
  ],
  ['No field says until when this grant lasts.', 'Kein Feld sagt, bis wann diese Freigabe gilt.'],
  [
    'The grant lasts to {1}; {2} would have covered the window.',
    'Die Freigabe gilt bis {1}; bis {2} hätte für das Zeitfenster gereicht.',
  ],
  [
    'The grant covers the window. It can still be used until {1}; the user is asked to revoke it.',
    'Die Freigabe deckt das Zeitfenster ab. Sie ist noch bis {1} nutzbar; die Person wird gebeten, sie zurückzunehmen.',
  ],
  [
    'The grant covers the window and no more than it must.',
    'Die Freigabe deckt das Zeitfenster ab und nicht mehr, als sie muss.',
  ],
  [
    'The window is over and the grant can still be used until {1}.',
    'Das Zeitfenster ist zu Ende, und die Freigabe ist noch bis {1} nutzbar.',
  ],
  [
    'The grant stood for longer after the window than the policy lets it.',
    'Die Freigabe bestand nach dem Zeitfenster länger, als die Richtlinie erlaubt.',
  ],
  ['More evidence may still come and change this.', 'Weitere Belege können noch kommen und das ändern.'],
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
    'The org says: {1}. What happens from now on is not seen in this source.',
    'Die Org sagt: {1}. Was von jetzt an geschieht, ist in dieser Quelle nicht zu sehen.',
  ],
  ['Nothing is known from {1} to {2}: {3}.', 'Nichts ist bekannt von {1} bis {2}: {3}.'],
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
  ['{1} was changed', '{1} wurde geändert'],
  ['{1} was deleted', '{1} wurde gelöscht'],
  ['{1} is gone', '{1} fehlt'],
  ['{1} was not written by Countersign', '{1} stammt nicht von Countersign'],
  ['Nobody can tell who did it.', 'Wer es war, lässt sich nicht sagen.'],
  ['Last changed by {1} at {2}.', 'Zuletzt geändert von {1}, {2}.'],
  ['{1}: on record {2}; found {3}', '{1}: festgehalten {2}; gefunden {3}'],
  [
    'The values on record have been written back. Ask the person named why, and look at the request before it goes on.',
    'Die festgehaltenen Werte wurden zurückgeschrieben. Fragen Sie die genannte Person nach dem Grund, und sehen Sie sich die Anfrage an, bevor sie weitergeht.',
  ],
  [
    'Nothing counts that is not in the ledger. Ask the person named, and delete the row.',
    'Was nicht im Ledger steht, zählt nicht. Fragen Sie die genannte Person, und löschen Sie den Datensatz.',
  ],
  [
    'The ledger still holds what the row said. Ask the person named why it was deleted.',
    'Das Ledger hält noch fest, was im Datensatz stand. Fragen Sie die genannte Person, warum er gelöscht wurde.',
  ],
];

export const GERMAN_VERDICTS: readonly SentencePair[] = [
  ...TITLES,
  ...NEXT_STEPS,
  ...REASONS,
  ...SOURCES,
  ...ALTERED,
];
