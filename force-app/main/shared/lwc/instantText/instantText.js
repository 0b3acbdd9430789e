import { LightningElement, api } from 'lwc';

/** The two forms in which the companion writes an instant into a sentence: to the minute with its zone named, or ISO 8601. */
const INSTANT = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z| UTC)/g;

/**
 * Parts a sentence at the instants in it.
 *
 * @param {string | null | undefined} text
 * @returns {{text?: string, at?: string}[]} in order; `at` is an ISO instant
 */
export function partsOf(text) {
  const sentence = text ?? '';
  const parts = [];
  let end = 0;
  for (const found of sentence.matchAll(INSTANT)) {
    parts.push({ text: sentence.slice(end, found.index) }, { at: `${found[1]}T${found[2]}:00Z` });
    end = found.index + found[0].length;
  }
  return [...parts, { text: sentence.slice(end) }].filter((part) => part.at || part.text);
}

/** A sentence of the companion with each instant in it as the reader's own clock shows it. */
export default class InstantText extends LightningElement {
  @api value;

  get parts() {
    return partsOf(this.value).map((part, key) => ({ ...part, key }));
  }
}
