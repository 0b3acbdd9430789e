/** German for what the companion says of break-glass. */
import type { SentencePair } from './translate.ts';

export const GERMAN_BREAK_GLASS: readonly SentencePair[] = [
  [
    'The policy does not allow break-glass for this request.',
    'Die Richtlinie erlaubt für diese Anfrage keinen Notzugang.',
  ],
  [
    'The policy allows break-glass for {1} minutes at most.',
    'Die Richtlinie erlaubt einen Notzugang für höchstens {1} Minuten.',
  ],
  [
    'No contact has signed the policy in force yet; break-glass needs one that is signed.',
    'Noch kein Kontakt hat die geltende Richtlinie unterschrieben; ein Notzugang braucht eine unterschriebene.',
  ],
  [
    'The request was found altered and is frozen.',
    'Die Anfrage wurde verändert vorgefunden und ist eingefroren.',
  ],
  [
    'The reason for break-glass needs at least {1} characters.',
    'Der Grund für den Notzugang braucht mindestens {1} Zeichen.',
  ],
  [
    'The support case number was not typed once more as it stands in the request.',
    'Die Nummer des Support-Falls wurde nicht noch einmal so eingegeben, wie sie in der Anfrage steht.',
  ],
  [
    'The requester gave a reason and typed the support case number once more.',
    'Die anfragende Person hat einen Grund angegeben und die Nummer des Support-Falls noch einmal eingegeben.',
  ],
  [
    'It was not submitted by the user whom it names as its requester.',
    'Sie wurde nicht von der Person eingereicht, die sie als anfragende nennt.',
  ],
  [
    'An earlier break-glass window was not reviewed in time; a contact must review it first.',
    'Ein früherer Notzugang wurde nicht rechtzeitig geprüft; zuerst muss ein Kontakt ihn prüfen.',
  ],
  [
    '{1} of {2} break-glass windows of this requester or for this user within {3} hours.',
    '{1} von {2} Notzugängen dieser anfragenden Person oder für diese Zielperson innerhalb von {3} Stunden.',
  ],
  [
    '{1} contact besides requester and target user can be told and review it.',
    '{1} Kontakt neben der anfragenden und der Zielperson kann benachrichtigt werden und ihn prüfen.',
  ],
  [
    '{1} contacts besides requester and target user can be told and review it.',
    '{1} Kontakte neben der anfragenden und der Zielperson können benachrichtigt werden und ihn prüfen.',
  ],
  [
    'No contact besides requester and target user could be told and review it.',
    'Kein Kontakt neben der anfragenden und der Zielperson könnte benachrichtigt werden und ihn prüfen.',
  ],
  [
    'The clocks of the org and of Countersign agree.',
    'Die Uhren der Org und von Countersign stimmen überein.',
  ],
  [
    'The clocks of the org and of Countersign differ by more than five minutes.',
    'Die Uhren der Org und von Countersign weichen um mehr als fünf Minuten voneinander ab.',
  ],
  [
    'Break-glass opens at once or not at all; raise an ordinary request, which waits.',
    'Ein Notzugang öffnet sofort oder gar nicht; stellen Sie eine gewöhnliche Anfrage, die wartet.',
  ],
  [
    'BREAK-GLASS: nobody approved it. Every contact is told, and one must review it within 24 hours. Reason: {1}',
    'NOTZUGANG: Niemand hat genehmigt. Alle Kontakte werden benachrichtigt, und einer muss ihn innerhalb von 24 Stunden prüfen. Grund: {1}',
  ],
  [
    'BREAK-GLASS: nobody has reviewed it within 24 hours',
    'NOTZUGANG: Niemand hat ihn innerhalb von 24 Stunden geprüft',
  ],
  ['BREAK-GLASS reviewed by {1}, justified: {2}', 'NOTZUGANG geprüft von {1}, gerechtfertigt: {2}'],
  ['BREAK-GLASS reviewed by {1}, NOT justified: {2}', 'NOTZUGANG geprüft von {1}, NICHT gerechtfertigt: {2}'],
  ['BREAK-GLASS: review {1}, case {2}', 'NOTZUGANG: {1} prüfen, Fall {2}'],
  [
    'You raised it, or your user was entered as: another contact must review it.',
    'Sie haben sie gestellt, oder es war Ihr Benutzer: Ein anderer Kontakt muss sie prüfen.',
  ],
  [
    'The window is still open; it is reviewed when it is over. You can revoke it now.',
    'Das Zeitfenster ist noch offen; geprüft wird, wenn es vorbei ist. Widerrufen können Sie es jetzt.',
  ],
  [
    'Case, user and time match a break-glass window, which no contact approved.',
    'Fall, Benutzer und Zeit passen zu einem Notzugang, den kein Kontakt genehmigt hat.',
  ],
  [
    'User and time match a break-glass window, which no contact approved; the case is not verified.',
    'Benutzer und Zeit passen zu einem Notzugang, den kein Kontakt genehmigt hat; der Fall ist nicht bestätigt.',
  ],
];
