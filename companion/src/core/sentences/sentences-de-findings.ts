/** German for what findings say: titles, details, next steps, and the names of their facts. */
import { policyTermsDe } from './labels-de.ts';
import { TERM_LABELS } from '../policy-diff.ts';
import type { SentencePair } from './translate.ts';

/** About the roster: told by mail and in the org, not on the page. */
export const GERMAN_ALARMS: readonly SentencePair[] = [
  [
    'The entry of {1} is not as it was sealed',
    'Der Eintrag von {1} ist nicht mehr, wie er unterschrieben wurde',
  ],
  ['{1} was added to the roster', '{1} wurde auf die Kontaktliste gesetzt'],
  [
    'What was signed stays in force until a contact signs the change; a deactivation counts at once.',
    'Was unterschrieben wurde, gilt, bis ein Kontakt die Änderung unterschreibt; eine Deaktivierung zählt sofort.',
  ],
  [
    'Until a contact has signed it this entry has no vote and gets no mail.',
    'Bis ein Kontakt ihn unterschrieben hat, hat dieser Eintrag keine Stimme und bekommt keine E-Mail.',
  ],
  [
    'Ask who made the change. Then sign it, or turn it down, on the page Signatures; or set the row back in the org.',
    'Fragen Sie, wer das geändert hat. Unterschreiben Sie es dann auf der Seite Unterschriften oder weisen Sie es dort zurück; oder setzen Sie den Datensatz in der Org zurück.',
  ],
  [
    'Ask who made the change. Then sign it, or turn it down, on the page Signatures; or set the record back in the org.',
    'Fragen Sie, wer das geändert hat. Unterschreiben Sie es dann auf der Seite Unterschriften oder weisen Sie es dort zurück; oder setzen Sie den Datensatz in der Org zurück.',
  ],
  ['{1} found nobody who may decide', '{1} fand niemanden, der entscheiden darf'],
  [
    'No authorization contact of level {1} is sealed, active, has a passkey and is neither the requester nor the target user. Requests like this one are refused until somebody is.',
    'Kein Autorisierungskontakt der Stufe {1} ist unterschrieben, aktiv, hat einen Passkey und ist weder die anfragende noch die Zielperson. Anfragen wie diese werden abgelehnt, bis es jemanden gibt.',
  ],
  [
    'Seal the roster if that was not done, and see to it that the invited contacts set up their passkeys.',
    'Versiegeln Sie die Kontaktliste, falls das noch nicht geschehen ist, und sorgen Sie dafür, dass die eingeladenen Kontakte ihre Passkeys einrichten.',
  ],
  ['The user of {1} is inactive', 'Der Benutzer von {1} ist inaktiv'],
  [
    'The contact is still on the roster and may decide, though the user was deactivated in the org.',
    'Der Kontakt steht noch auf der Liste und darf entscheiden, obwohl der Benutzer in der Org deaktiviert wurde.',
  ],
  [
    'Has the person left? Then deactivate the contact. Otherwise correct the user on the row, and sign it.',
    'Ist die Person ausgeschieden? Dann deaktivieren Sie den Kontakt. Sonst berichtigen Sie den Benutzer im Datensatz, und jemand unterschreibt es.',
  ],
  ['Mail to {1} does not arrive', 'E-Mails an {1} kommen nicht an'],
  [
    'The last mail could not be delivered. The contact does not hear of requests by mail.',
    'Die letzte E-Mail war nicht zustellbar. Der Kontakt erfährt per E-Mail nichts von Anfragen.',
  ],
  ['{1} did not answer the last drill', '{1} hat auf die letzte Übung nicht geantwortet'],
  [
    '{1} asked at {2} and ended without an answer. A request might have run out as well.',
    '{1} hat {2} gefragt und endete ohne Antwort. Eine Anfrage wäre vielleicht ebenso abgelaufen.',
  ],
  [
    'Call the contact: did a message arrive, did the passkey work? Correct the channels or the address on the row, then try again: {1}',
    'Rufen Sie den Kontakt an: Kam eine Nachricht an, ging der Passkey? Berichtigen Sie Kanäle oder Adresse auf dem Datensatz und versuchen Sie es noch einmal: {1}',
  ],
  [
    'Call the contact. Correct the address on the row if it is wrong; another contact signs it.',
    'Rufen Sie den Kontakt an. Berichtigen Sie die Adresse im Datensatz, wenn sie falsch ist; ein anderer Kontakt unterschreibt es.',
  ],
  [
    'The passkey of {1} was not compared for a day',
    'Der Passkey von {1} wurde seit einem Tag nicht verglichen',
  ],
  [
    'It signs nothing until another contact has compared its fingerprint and signed.',
    'Er unterschreibt nichts, bis ein anderer Kontakt den Fingerabdruck verglichen und unterschrieben hat.',
  ],
  [
    'Call the contact, compare the fingerprint on the page Roster, and sign or turn it down.',
    'Rufen Sie den Kontakt an, vergleichen Sie den Fingerabdruck auf der Seite Kontaktliste, und unterschreiben Sie oder weisen Sie ihn zurück.',
  ],
  ['{1} has no passkey', '{1} hat keinen Passkey'],
  [
    'Without one the contact can neither sign in nor decide, and counts for nothing.',
    'Ohne ihn kann sich der Kontakt weder anmelden noch entscheiden, und er zählt nicht mit.',
  ],
  [
    'Ask whether the invitation arrived. Who has lost all passkeys is let in anew on the page Roster.',
    'Fragen Sie, ob die Einladung angekommen ist. Wer alle Passkeys verloren hat, wird auf der Seite Kontaktliste neu eingelassen.',
  ],
  ['A passkey of {1} was not used for {2} days', 'Ein Passkey von {1} wurde seit {2} Tagen nicht benutzt'],
  ['Nobody knows whether its holder still has it.', 'Niemand weiß, ob die Person ihn noch hat.'],
  [
    'Let the contact sign in with it once, or revoke it.',
    'Lassen Sie den Kontakt sich einmal damit anmelden, oder sperren Sie ihn.',
  ],
  ['Only {1} can decide', 'Nur {1} kann entscheiden'],
  [
    'One person on leave, or one lost phone, and every request runs out. Nobody could vouch for a new key.',
    'Ein Urlaub oder ein verlorenes Telefon, und jede Anfrage läuft ab. Niemand könnte für einen neuen Schlüssel bürgen.',
  ],
  [
    'See to it that a second contact has a passkey.',
    'Sorgen Sie dafür, dass ein zweiter Kontakt einen Passkey hat.',
  ],
  ['Nobody of level {1} can decide', 'Niemand der Stufe {1} kann entscheiden'],
  [
    'The level has contacts, and none of them is active with a passkey that may sign.',
    'Die Stufe hat Kontakte, aber keiner davon ist aktiv und hat einen Passkey, der unterschreiben darf.',
  ],
  [
    'See to it that the contacts of this level set up their passkeys, or name others.',
    'Sorgen Sie dafür, dass die Kontakte dieser Stufe ihre Passkeys einrichten, oder benennen Sie andere.',
  ],
  ['Everybody of level {1} is away', 'Alle der Stufe {1} sind abwesend'],
  [
    'Requests of this level go to the next one, or to nobody.',
    'Anfragen dieser Stufe gehen an die nächste oder an niemanden.',
  ],
  [
    'Ask one of them to take the absence back, or name another contact of this level.',
    'Bitten Sie jemanden davon, die Abwesenheit zurückzunehmen, oder benennen Sie einen weiteren Kontakt dieser Stufe.',
  ],
  ['The cause is gone since {1}.', 'Die Ursache besteht seit {1} nicht mehr.'],
];

const KEYS: readonly SentencePair[] = [
  ['The new passkey of {1} must be compared', 'Der neue Passkey von {1} muss verglichen werden'],
  [
    'It was enrolled with a mailed link alone. Until another contact has signed for it, it signs nothing.',
    'Er wurde allein mit einem gemailten Link eingerichtet. Bis ein anderer Kontakt dafür unterschrieben hat, unterschreibt er nichts.',
  ],
  [
    'Call {1} on a number that you have, let the fingerprint be read out to you, compare it, and sign on the page Signatures. Turn it down if it differs.',
    'Rufen Sie {1} unter einer Nummer an, die Sie haben, lassen Sie sich den Fingerabdruck vorlesen, vergleichen Sie ihn, und unterschreiben Sie auf der Seite Unterschriften. Weicht er ab, weisen Sie ihn zurück.',
  ],
  ['A passkey of {1} was turned down', 'Ein Passkey von {1} wurde abgewiesen'],
  [
    '{1} compared the fingerprint and turned the key down. It never signed anything.',
    '{1} hat den Fingerabdruck verglichen und den Schlüssel abgewiesen. Er hat nie etwas unterschrieben.',
  ],
  [
    'Find out who enrolled it. Who holds the contact’s mailbox could have.',
    'Finden Sie heraus, wer ihn eingerichtet hat. Es kann jemand gewesen sein, der Zugang zum Postfach des Kontakts hat.',
  ],
  ['{1} enrols a passkey anew', '{1} richtet einen Passkey neu ein'],
  [
    '{1} signed it: “{2}”. All passkeys of {3} are revoked, and an invitation went to the address on the roster. The new key signs nothing until a contact has compared its fingerprint.',
    '{1} hat es unterschrieben: „{2}“. Alle Passkeys von {3} sind gesperrt, und eine Einladung ging an die Adresse auf der Kontaktliste. Der neue Schlüssel unterschreibt nichts, bis ein Kontakt den Fingerabdruck verglichen hat.',
  ],
  [
    'Call {1} on a number that you have. If he knows nothing of it, revoke and tell your security team.',
    'Rufen Sie {1} unter einer Nummer an, die Sie haben. Ist dort nichts davon bekannt, sperren Sie den neuen Passkey und sagen es Ihrem Sicherheitsteam.',
  ],
  ['A passkey of {1} was revoked', 'Ein Passkey von {1} wurde gesperrt'],
  [
    '{1} signed it: “{2}”. {3} can decide on nothing until another contact lets him enrol anew. What the key signed before stays.',
    '{1} hat es unterschrieben: „{2}“. {3} kann über nichts entscheiden, bis ein anderer Kontakt eine neue Einrichtung erlaubt. Was der Schlüssel vorher unterschrieb, bleibt.',
  ],
  [
    '{1} signed it: “{2}”. What the key signed before stays.',
    '{1} hat es unterschrieben: „{2}“. Was der Schlüssel vorher unterschrieb, bleibt.',
  ],
  [
    'Ask whoever signed it, if you did not expect this.',
    'Fragen Sie die Person, die unterschrieben hat, falls Sie das nicht erwartet haben.',
  ],
  ['Countersign moves to {1}', 'Countersign zieht um nach {1}'],
  [
    'Until the operator ends the move, {1} answers as before. Passkeys work at one address alone, so each contact sets up a new one.',
    'Bis der Betrieb den Umzug beendet, antwortet {1} wie zuvor. Passkeys gelten nur an einer Adresse, darum richtet jeder Kontakt einen neuen ein.',
  ],
  [
    'Open {1} from your bookmark, sign in, and follow My passkeys. It takes a minute. Ask your operator if you did not expect this.',
    'Öffnen Sie {1} mit Ihrem Lesezeichen, melden Sie sich an und gehen Sie zu Meine Passkeys. Es dauert eine Minute. Fragen Sie Ihren Betrieb, falls Sie das nicht erwartet haben.',
  ],
  ['Countersign has moved to {1}', 'Countersign ist umgezogen nach {1}'],
  [
    'Passkeys of {1} sign nothing any more. Left behind: {2}.',
    'Passkeys von {1} unterschreiben nichts mehr. Zurückgeblieben: {2}.',
  ],
  [
    'Keep the new address as your bookmark. Who was left behind is let in anew by another contact on the page Roster.',
    'Merken Sie sich die neue Adresse als Lesezeichen. Wer zurückgeblieben ist, wird von einem anderen Kontakt auf der Seite Kontaktliste neu eingelassen.',
  ],
  ['Another account tried to sign in as {1}', 'Ein anderes Konto wollte sich als {1} anmelden'],
  [
    'An account of {1} with the verified address of this contact has another subject than the one on record. It was refused.',
    'Ein Konto von {1} mit der bestätigten Adresse dieses Kontakts hat eine andere Kennung als die festgehaltene. Es wurde abgewiesen.',
  ],
  ['The account of {1} was unbound', 'Das Konto von {1} wurde gelöst'],
  [
    'An operator has undone which account of {1} is this contact. The next one with the verified address signs in, and is bound.',
    'Der Betrieb hat die Zuordnung des Kontos von {1} zu diesem Kontakt aufgehoben. Das nächste mit der bestätigten Adresse meldet sich an und wird zugeordnet.',
  ],
  [
    'Ask your operator if you did not expect this. A decision still takes the passkey.',
    'Fragen Sie Ihren Betrieb, falls Sie das nicht erwartet haben. Eine Entscheidung braucht weiter den Passkey.',
  ],
  [
    'Ask whoever runs the identity provider whether the address was given to somebody else or the account was made anew.',
    'Fragen Sie, wer den Identitätsanbieter betreibt, ob die Adresse an jemand anderen ging oder das Konto neu angelegt wurde.',
  ],
];

const RULES: readonly SentencePair[] = [
  ['Governance mode “{1}” is proposed', 'Der Zugriffsmodus „{1}“ wird vorgeschlagen'],
  [
    '{1} proposes it from {2} on. The mode that was signed stays in force until a contact signs the change.',
    '{1} schlägt ihn ab {2} vor. Der unterschriebene Modus gilt, bis ein Kontakt die Änderung unterschreibt.',
  ],
  ['Governance mode “{1}” is not proposed any more', 'Der Zugriffsmodus „{1}“ wird nicht mehr vorgeschlagen'],
  [
    '{1} had proposed it from {2} on. {3} has asked for the mode that holds then anyway, which took the proposal back.',
    '{1} hatte ihn ab {2} vorgeschlagen. {3} hat den Modus verlangt, der dann ohnehin gilt; das hat den Vorschlag zurückgenommen.',
  ],
  [
    'Ask both why. If the mode is still wanted, have it proposed anew.',
    'Fragen Sie beide nach dem Grund. Wird der Modus noch gewünscht, lassen Sie ihn neu vorschlagen.',
  ],
  [
    'Sign it, or turn it down, on the page Signatures.',
    'Unterschreiben Sie es auf der Seite Unterschriften, oder weisen Sie es dort zurück.',
  ],
  [
    'The access policy in the org is not the one that was signed',
    'Die Zugriffsrichtlinie in der Org ist nicht die unterschriebene',
  ],
  [
    'The signed policy stays in force until a contact signs the change.',
    'Die unterschriebene Richtlinie gilt, bis ein Kontakt die Änderung unterschreibt.',
  ],
  [
    'The access policy in the org cannot be used',
    'Die Zugriffsrichtlinie in der Org ist nicht zu gebrauchen',
  ],
  ['The policy that was in force before stays in force.', 'Die Richtlinie, die zuvor galt, gilt weiter.'],
  [
    'Correct the record of Access policy or Access rule in the org.',
    'Berichtigen Sie den Datensatz der Access policy oder Access rule in der Org.',
  ],
];

/** `Deadline: 12 h → 4 h`, of the policy itself and of a rule. */
const CHANGES: readonly SentencePair[] = Object.entries(TERM_LABELS).flatMap(([term, english]) => {
  const german = policyTermsDe[term] ?? english;
  return [
    [`Rule {1}: ${english}: {2} → {3}`, `Regel {1}: ${german}: {2} → {3}`],
    [`${english}: {1} → {2}`, `${german}: {1} → {2}`],
  ] as const;
});

/** What stands beside a finding in a mail. */
export const GERMAN_FACTS: readonly SentencePair[] = [
  ['Contact', 'Kontakt'],
  ['Provider', 'Anbieter'],
  ['User', 'Benutzer'],
  ['Seen at', 'Gesehen am'],
  ['Support case', 'Support-Fall'],
  ['Source', 'Quelle'],
  ['Object', 'Objekt'],
  ['Record', 'Datensatz'],
  ['Changed by', 'Geändert von'],
  ['Difference', 'Unterschied'],
  ['Before', 'Vor'],
  ['Mode', 'Modus'],
  ['From', 'Ab'],
  ['Reason given', 'Begründung'],
  ['Fingerprint', 'Fingerabdruck'],
  ['Old address', 'Alte Adresse'],
  ['New address', 'Neue Adresse'],
  ['Change {1}', 'Änderung {1}'],
  ['Fault {1}', 'Fehler {1}'],
  ['Signature', 'Unterschrift'],
];

const SIGNED: readonly SentencePair[] = [
  ['A change waits for a second signature', 'Eine Änderung wartet auf eine zweite Unterschrift'],
  [
    '{1} has signed: “{2}”. It weakens the rules and takes force when a second contact has signed, within 14 days.',
    '{1} hat unterschrieben: „{2}“. Die Änderung schwächt die Regeln und wirkt, wenn binnen 14 Tagen ein zweiter Kontakt unterschrieben hat.',
  ],
  [
    'Ask whoever made the change and whoever signed first. Then sign it, or turn it down, on the page Signatures.',
    'Fragen Sie, wer die Änderung gemacht und wer zuerst unterschrieben hat. Unterschreiben Sie dann auf der Seite Unterschriften, oder weisen Sie sie zurück.',
  ],
  ['One person alone signed what takes two', 'Eine Person allein hat unterschrieben, wozu zwei nötig sind'],
  [
    '{1} signed it, and nobody else on the roster could have: “{2}”.',
    '{1} hat unterschrieben, und sonst konnte es niemand in der Kontaktliste: „{2}“.',
  ],
  [
    '{1} accepted the entry of {2} and vouched for its key, too: nobody else on the roster could have.',
    '{1} hat den Eintrag von {2} angenommen und auch für den Schlüssel gebürgt: Sonst konnte es niemand in der Kontaktliste.',
  ],
  [
    'See to it that a second and a third contact have passkeys. Look at what was signed.',
    'Sorgen Sie dafür, dass ein zweiter und ein dritter Kontakt Passkeys haben. Sehen Sie sich an, was unterschrieben wurde.',
  ],
];

export const GERMAN_FINDINGS: readonly SentencePair[] = [...SIGNED, ...KEYS, ...RULES, ...CHANGES];
