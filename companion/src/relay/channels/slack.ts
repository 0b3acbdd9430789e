/**
 * Slack incoming webhooks: one message in Block Kit (docs.slack.dev, "Sending messages using incoming webhooks"). Text that
 * people typed stands in `plain_text` alone, where Slack knows neither links nor mentions nor emphasis.
 */
import type { NoticeBlock } from '../../core/notices.ts';
import type { ChannelPort, OutgoingNotice } from '../ports.ts';
import { type OutboundRules, post } from './outbound.ts';

/** Limits of Block Kit: characters of a header, of a text, of a field; fields of a section. */
const HEADER = 150;
const TEXT = 3000;
const FIELD = 2000;
const FIELDS = 10;

type Block = Readonly<Record<string, unknown>>;

export function slackChannel(
  { name, url }: { name: string; url: string },
  rules: OutboundRules,
): ChannelPort {
  return {
    name,
    label: `Slack (${name})`,
    knowsRepeats: false,
    readBy: 'people',
    send: (notice) =>
      post(
        { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(slackMessage(notice)) },
        rules,
      ),
  };
}

/** @returns the JSON body. `text` is what notifications and screen readers say. */
export function slackMessage({ subject, form }: OutgoingNotice): Block {
  return {
    text: escaped(subject),
    blocks: [
      { type: 'header', text: plain(form.headline, HEADER) },
      ...form.blocks.flatMap(blocksOf),
      ...(form.footer === '' ? [] : [{ type: 'context', elements: [plain(form.footer, TEXT)] }]),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function blocksOf(block: NoticeBlock): Block[] {
  switch (block.kind) {
    case 'text':
      return [section(block.text)];
    case 'facts':
      return chunks(block.rows, FIELDS).map((rows) => ({
        type: 'section',
        fields: rows.map(([label, value]) => plain(`${label}: ${value}`, FIELD)),
      }));
    case 'phrase':
      return [section(`${block.label}: ${block.phrase}\n${block.text}`)];
    case 'steps':
      return [
        section([block.title, ...block.items.map((item, index) => `${index + 1}. ${item}`)].join('\n')),
      ];
    case 'action':
      // The address is our own; a button would want an app that answers when it is pressed.
      return [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: `<${escaped(block.url)}|${escaped(block.label)}>` },
        },
      ];
    case 'notice':
      return [section(`${block.title}\n${block.text}`)];
  }
}

const section = (text: string): Block => ({ type: 'section', text: plain(text, TEXT) });

const plain = (text: string, most: number): Block => ({
  type: 'plain_text',
  text: text.length > most ? `${text.slice(0, most - 1)}…` : text,
  emoji: false,
});

/** The three signs by which Slack knows links and mentions. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
