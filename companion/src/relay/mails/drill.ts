/** What contacts are told of a drill. Subject and first lines say that it is one, in both languages, whoever reads. */
import type { DrillFigures } from '../../core/entries/drill-entries.ts';
import { durationText } from '../../core/drills.ts';
import { type Block, type MailContent, renderMail } from './layout.ts';
import { type Reader, type Tongue, tongueOf } from './tongue.ts';

interface ToldDrill {
  name: string;
  checkPhrase: string;
  startedAt: string;
  endsAt: string;
  note: string | null;
}

export interface DrillMail extends Reader {
  orgName: string;
  drill: ToldDrill;
  /** Half of the time has passed without an answer. */
  reminder: boolean;
  origin: string;
  url: string;
}

const labelOf = ({ words: { drill } }: Tongue): Block => ({
  kind: 'notice',
  title: drill.label,
  text: drill.labelText,
});

/** Asks a contact to answer a drill as he would a request. */
export function drillMail(mail: DrillMail): MailContent {
  const tongue = tongueOf(mail);
  const words = tongue.words.drill;
  const { name, checkPhrase, endsAt, note } = mail.drill;
  const subject = mail.reminder ? words.reminder : words.subject;
  return renderMail(tongue.language, {
    subject: subject(name, tongue.instant(endsAt)),
    headline: words.headline(name, mail.orgName),
    blocks: [
      labelOf(tongue),
      { kind: 'phrase', label: words.phrase, phrase: checkPhrase, text: words.phraseText },
      {
        kind: 'facts',
        rows: [
          [words.name, name],
          [words.until, tongue.instantWithUtc(endsAt)],
          ...(note === null ? [] : [[words.note, note] as const]),
        ],
      },
      { kind: 'action', label: words.open, url: mail.url },
      { kind: 'steps', title: words.steps, items: words.toDo(mail.origin, name) },
      { kind: 'notice', title: words.measured, text: words.measuredText },
    ],
    footer: words.footer(mail.orgName),
  });
}

export interface DrillResultMail extends Reader {
  orgName: string;
  drill: ToldDrill;
  at: string;
  figures: DrillFigures;
  /** Names of contacts by their ids. */
  nameOf: (contact: string) => string;
  /** Who ended it before its time; null where it ended by itself. */
  stoppedBy: string | null;
  url: string;
}

/** Tells everybody who was asked what came of the drill. */
export function drillResultMail(mail: DrillResultMail): MailContent {
  const tongue = tongueOf(mail);
  const words = tongue.words.drill;
  const { name, startedAt } = mail.drill;
  return renderMail(tongue.language, {
    subject: words.ended(name),
    headline: resultIn(tongue, name, mail),
    blocks: [
      labelOf(tongue),
      {
        kind: 'facts',
        rows: [
          [words.name, name],
          [words.started, tongue.instant(startedAt)],
          [words.endedAt, tongue.instant(mail.at)],
        ],
      },
      { kind: 'action', label: words.result, url: mail.url },
    ],
    footer: words.footer(mail.orgName),
  });
}

/** `Drill DRILL-0001 has ended: 2 of 3 answered, the first after 4 min; no answer came from Ingrid Sommer.` */
function resultIn(
  { words: { drill: words }, list }: Tongue,
  name: string,
  { figures, nameOf, stoppedBy }: Pick<DrillResultMail, 'figures' | 'nameOf' | 'stoppedBy'>,
): string {
  const { asked, answered, firstAnswerSeconds: seconds, silent } = figures;
  const first = seconds === null ? '' : `, ${words.first(durationText(seconds))}`;
  const missing = silent.length === 0 ? '' : `; ${words.silent(list(silent.map(nameOf)))}`;
  const what = stoppedBy === null ? words.answered : words.stopped(stoppedBy);
  return `${what(name, String(answered), String(asked))}${first}${missing}.`;
}

/** @returns the result in one English sentence, for programs and operators */
export function resultSentence(
  name: string,
  figures: DrillFigures,
  nameOf: (contact: string) => string,
  stoppedBy: string | null,
): string {
  return resultIn(tongueOf({ language: 'en', zone: null }), name, { figures, nameOf, stoppedBy });
}
