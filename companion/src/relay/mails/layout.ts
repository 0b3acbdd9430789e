/**
 * One mail from one list of blocks: the plain text and the designed form say the same, so that a reader who sees text
 * alone misses nothing. No pictures, no scripts, nothing loaded from elsewhere.
 */
import type { Language } from '../../core/sentences/languages.ts';
import type { NoticeBlock, NoticeForm } from '../../core/notices.ts';

export interface MailContent {
  subject: string;
  text: string;
  html: string;
  /** Of all its words. */
  language: Language;
  /** The same, for channels that are not mail. */
  form: NoticeForm;
}

export type Block = NoticeBlock;

export interface MailDraft extends NoticeForm {
  subject: string;
}

/** Names and values are typed by people: none of them may begin a line, a paragraph or a header of its own. */
export function renderMail(language: Language, draft: MailDraft): MailContent {
  const { subject, headline, footer } = draft;
  const [title, top, end] = [subject, headline, footer].map(oneLine) as [string, string, string];
  return rendered(language, { subject: title, headline: top, blocks: draft.blocks.map(tidy), footer: end });
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();

function tidy(block: Block): Block {
  switch (block.kind) {
    case 'facts':
      return {
        ...block,
        rows: block.rows.map(([label, value]) => [oneLine(label), oneLine(value)] as const),
      };
    case 'steps':
      return { ...block, title: oneLine(block.title), items: block.items.map(oneLine) };
    case 'phrase':
      return { ...block, phrase: oneLine(block.phrase), text: oneLine(block.text) };
    case 'action':
      return block;
    case 'text':
      return { ...block, text: oneLine(block.text) };
    case 'notice':
      return { ...block, title: oneLine(block.title), text: oneLine(block.text) };
  }
}

function rendered(language: Language, { subject, headline, blocks, footer }: MailDraft): MailContent {
  return {
    ...{ subject, language },
    form: { headline, blocks, footer },
    text: [headline, ...blocks.map(blockText), `-- \n${footer}`].join('\n\n') + '\n',
    html: page(language, { title: subject, headline, body: blocks.map(blockHtml).join('\n'), footer }),
  };
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text;
    case 'facts':
      return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n');
    case 'phrase':
      return `${block.label}: ${block.phrase}\n${block.text}`;
    case 'steps':
      return [block.title, ...block.items.map((item, index) => `${index + 1}. ${item}`)].join('\n');
    case 'action':
      return `${block.label}:\n${block.url}`;
    case 'notice':
      return `${block.title}\n${block.text}`;
  }
}

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p style="margin:0 0 18px">${escapeHtml(block.text)}</p>`;
    case 'facts':
      return `<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;margin:0 0 20px;border-collapse:collapse">${block.rows
        .map(
          ([label, value]) =>
            `<tr><td style="padding:7px 16px 7px 0;border-bottom:1px solid #e4e8ee;color:#526075;vertical-align:top;width:38%">${escapeHtml(label)}</td><td style="padding:7px 0;border-bottom:1px solid #e4e8ee;vertical-align:top"><strong>${escapeHtml(value)}</strong></td></tr>`,
        )
        .join('')}</table>`;
    case 'phrase':
      return `<div style="margin:0 0 20px;padding:14px 18px;border:1px solid #c9d6e8;border-radius:8px;background:#f2f6fb"><div style="color:#526075;font-size:13px">${escapeHtml(block.label)}</div><div style="font-size:21px;font-weight:700;letter-spacing:.01em;margin:2px 0 4px">${escapeHtml(block.phrase)}</div><div style="font-size:14px;color:#3b485c">${escapeHtml(block.text)}</div></div>`;
    case 'steps':
      return `<p style="margin:0 0 6px"><strong>${escapeHtml(block.title)}</strong></p><ol style="margin:0 0 20px;padding-left:22px">${block.items.map((item) => `<li style="margin:0 0 6px">${escapeHtml(item)}</li>`).join('')}</ol>`;
    case 'action':
      return `<p style="margin:0 0 6px"><a href="${escapeHtml(block.url)}" style="display:inline-block;padding:12px 22px;border-radius:8px;background:#17508f;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(block.label)}</a></p><p style="margin:0 0 20px;font-size:13px;color:#526075;word-break:break-all">${escapeHtml(block.url)}</p>`;
    case 'notice':
      return `<div style="margin:0 0 20px;padding:12px 18px;border-left:4px solid #b7791f;background:#fdf7ea"><strong>${escapeHtml(block.title)}</strong><br>${escapeHtml(block.text)}</div>`;
  }
}

function page(
  language: Language,
  { title, headline, body, footer }: Record<'title' | 'headline' | 'body' | 'footer', string>,
): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px 12px;background:#eef1f5;color:#1b2330;${FONT};font-size:16px;line-height:1.5">
<div style="max-width:600px;margin:0 auto;background:#ffffff;border-radius:12px;overflow:hidden">
<div style="padding:14px 28px;background:#14283f;color:#ffffff;font-weight:600;letter-spacing:.02em">Countersign</div>
<div style="padding:26px 28px 10px">
<h1 style="font-size:21px;line-height:1.35;margin:0 0 18px">${escapeHtml(headline)}</h1>
${body}
</div>
<div style="padding:16px 28px 22px;border-top:1px solid #e4e8ee;color:#526075;font-size:13px">${escapeHtml(footer)}</div>
</div>
</body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
