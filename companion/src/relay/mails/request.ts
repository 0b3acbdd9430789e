import type { InPlace } from '../in-place.ts';
import { renderMail, type Block, type MailContent } from './layout.ts';
import { type Reader, type Tongue, tongueOf } from './tongue.ts';

/** What a contact learns of a request by mail. Purpose and necessity stay on the page: mail passes many hands. */
export interface RequestMail extends Reader {
  orgName: string;
  /** API name, as the other values of picklists here: each reader has them in his language. */
  environment: string;
  requestName: string;
  caseNumber: string;
  checkPhrase: string;
  requestingParty: string;
  requester: string;
  incidentType: string;
  targetUser: string;
  dataViewed: boolean;
  hoursWanted: number;
  deadline: string;
  /** Share of the time until the deadline that has passed; nothing when the contact is asked for the first time. */
  reminder?: number | null;
  origin: string;
  url: string;
  /** False: the reader is notified, and has no vote. */
  mayDecide: boolean;
  /** Who is away and lets the reader decide, and by which signature; nobody as a rule. */
  inPlaceOf?: readonly InPlace[];
}

/** Tells a contact that a request waits for a decision: for his own, or for his information. */
export function requestMail(mail: RequestMail): MailContent {
  const tongue = tongueOf(mail);
  const words = tongue.words.request;
  const { reminder = null, mayDecide, origin, requestName, requester } = mail;
  const asks = mayDecide ? words.decisionNeeded : words.forInformation;
  const what = reminder === null ? asks : words.reminder(reminder);
  const steps = mayDecide ? words.votersSteps : words.readersSteps;
  return renderMail(tongue.language, {
    subject: words.subject(what, mail.caseNumber, requestName, tongue.instant(mail.deadline)),
    headline: words.headline(tongue.label(mail.requestingParty), mail.orgName, mail.targetUser),
    blocks: [
      { kind: 'phrase', label: tongue.terms.checkPhrase, phrase: mail.checkPhrase, text: words.phraseText },
      ...(mail.inPlaceOf ?? []).map((one) => inPlace(one, tongue)),
      facts(mail, tongue),
      { kind: 'action', label: mayDecide ? words.decide : words.read, url: mail.url },
      { kind: 'steps', title: words.steps, items: steps(origin, requestName, requester) },
      { kind: 'notice', title: words.silence, text: words.silenceText },
    ],
    footer: words.footer(mail.orgName),
  });
}

function inPlace({ name, role, until, signed, signedAt }: InPlace, tongue: Tongue): Block {
  const words = tongue.words.inPlace;
  const by = signedAt === null ? words.bySignature : words.signedAt(tongue.instant(signedAt), signed);
  return {
    kind: 'notice',
    title: words.title(name),
    text: `${words.text(name, tongue.label(role), tongue.instant(until))} ${by}`,
  };
}

function facts(mail: RequestMail, { terms, label, instantWithUtc, words }: Tongue): Block {
  return {
    kind: 'facts',
    rows: [
      [terms.request, mail.requestName],
      [terms.caseNumber, mail.caseNumber],
      [terms.decideBy, instantWithUtc(mail.deadline)],
      [terms.party, label(mail.requestingParty)],
      [terms.requester, mail.requester],
      [terms.incident, label(mail.incidentType)],
      [terms.user, mail.targetUser],
      [terms.dataViewed, label(mail.dataViewed ? 'Yes' : 'No')],
      [terms.environment, label(mail.environment)],
      [terms.hours, words.request.hours(mail.hoursWanted)],
    ],
  };
}
