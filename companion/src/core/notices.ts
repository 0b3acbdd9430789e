/** What a notice says, whatever carries it: each channel renders this list of blocks in its own form. */

export type NoticeBlock =
  | { kind: 'text'; text: string }
  | { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  | { kind: 'phrase'; label: string; phrase: string; text: string }
  | { kind: 'steps'; title: string; items: readonly string[] }
  | { kind: 'action'; label: string; url: string }
  | { kind: 'notice'; title: string; text: string };

export interface NoticeForm {
  /** The one sentence that stands on top. */
  headline: string;
  blocks: readonly NoticeBlock[];
  /** Who sent this and why it came to this reader. */
  footer: string;
}
