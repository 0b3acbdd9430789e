/**
 * Microsoft Teams through a workflow ("When a Teams webhook request is received"): a message with one Adaptive Card
 * (learn.microsoft.com, "Create incoming webhooks with Workflows"). Teams reads Markdown in a TextBlock and in a FactSet,
 * but not in a TextRun: all text stands in TextRuns.
 */
import type { NoticeBlock } from '../../core/notices.ts';
import type { ChannelPort, OutgoingNotice } from '../ports.ts';
import { type OutboundRules, post } from './outbound.ts';

/** Teams refuses messages above 28 kB; a value that long is of no use in a chat. */
const LONGEST = 1500;

type Element = Readonly<Record<string, unknown>>;

export function teamsChannel(
  { name, url }: { name: string; url: string },
  rules: OutboundRules,
): ChannelPort {
  return {
    name,
    label: `Teams (${name})`,
    knowsRepeats: false,
    readBy: 'people',
    send: (notice) =>
      post(
        { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(teamsMessage(notice)) },
        rules,
      ),
  };
}

export function teamsMessage({ subject, form, language }: OutgoingNotice): Element {
  const actions = form.blocks.flatMap((block) =>
    block.kind === 'action' ? [{ type: 'Action.OpenUrl', title: block.label, url: block.url }] : [],
  );
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    lang: language,
    // What notifications and screen readers say.
    fallbackText: subject,
    speak: subject,
    msteams: { width: 'Full' },
    body: [
      line([run(form.headline, { weight: 'Bolder', size: 'Large' })]),
      ...form.blocks.flatMap(elementsOf),
      ...(form.footer === '' ? [] : [line([run(form.footer, { isSubtle: true, size: 'Small' })])]),
    ],
    ...(actions.length === 0 ? {} : { actions }),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function elementsOf(block: NoticeBlock): Element[] {
  switch (block.kind) {
    case 'text':
      return [line([run(block.text)])];
    case 'facts':
      return block.rows.map(([label, value], index) =>
        line([run(`${label}: `, { isSubtle: true }), run(value, { weight: 'Bolder' })], index === 0),
      );
    case 'phrase':
      return [
        line([run(`${block.label}: `, { isSubtle: true }), run(block.phrase, { weight: 'Bolder' })]),
        line([run(block.text, { isSubtle: true })], false),
      ];
    case 'steps':
      return [
        line([run(block.title, { weight: 'Bolder' })]),
        ...block.items.map((item, index) => line([run(`${index + 1}. ${item}`)], false)),
      ];
    case 'action':
      return [];
    case 'notice':
      return [line([run(block.title, { weight: 'Bolder' })]), line([run(block.text)], false)];
  }
}

const line = (inlines: readonly Element[], apart = true): Element => ({
  type: 'RichTextBlock',
  ...(apart ? {} : { spacing: 'Small' }),
  inlines,
});

const run = (text: string, look: Element = {}): Element => ({
  type: 'TextRun',
  text: text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text,
  ...look,
});
