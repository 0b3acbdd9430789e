/** HTML as a value: everything put into a template is escaped unless it is markup itself. */

export interface Markup {
  readonly html: string;
}

export type Part = Markup | string | number | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template of markup. Texts and numbers are escaped, markup and lists of markup are put in as they are. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: String.raw({ raw: strings }, ...parts.map(render)) };
}

function render(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  }
  return 'html' in part ? part.html : part.map(render).join('');
}

export interface Column<Row> {
  title: string;
  cell: (row: Row) => Part;
}

/** A table with a caption for those who cannot see it; a sentence instead when there are no rows. */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  none: string,
): Markup {
  if (rows.length === 0) return markup`<p class="none">${none}</p>`;
  return markup`<table><caption>${caption}</caption><thead><tr>${columns.map(
    ({ title }) => markup`<th scope="col">${title}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) =>
      markup`<tr>${columns.map(({ title, cell }) => markup`<td data-title="${title}"><div class="cell">${cell(row)}</div></td>`)}</tr>`,
  )}</tbody></table>`;
}

/** A name of a person or an address, which may break after each sign that divides it. */
export function breakable(text: string): Markup {
  return markup`${text.split(/(?<=[@.-])/).map((part) => markup`${part}<wbr>`)}`;
}

/** Digests and fingerprints in groups of four, which can be read aloud and break across lines. */
export function groups(hex: string): string {
  return (hex.match(/.{1,4}/g) ?? []).join(' ');
}
