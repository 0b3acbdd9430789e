const pad = (number) => String(number).padStart(2, '0');

/** From the first day of the quarter of `today` to `today`: audits go by the quarter. */
export function quarterToDate(today) {
  const [year, month] = today.split('-').map(Number);
  return { from: `${year}-${pad(month - ((month - 1) % 3))}-01`, to: today };
}
