/**
 * Fills `{0}`, `{1}` … of a custom label. A placeholder without a value stays empty, so that a person never reads a brace.
 *
 * @param {string} label text of a custom label
 * @param {...unknown} values what stands for the placeholders, in order
 * @returns {string}
 */
export function formatLabel(label, ...values) {
  return label.replace(/\{(\d+)\}/g, (_, index) => String(values[Number(index)] ?? ''));
}
