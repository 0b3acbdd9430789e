const pad = (number) => String(number).padStart(2, '0');

/** The calendar day of `instant` in `timeZone`, as YYYY-MM-DD. */
export function dayIn(timeZone, instant) {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
}

/** From the first day of the quarter of `today` to `today`: audits go by the quarter. */
export function quarterToDate(today) {
  const [year, month] = today.split('-').map(Number);
  return { from: `${year}-${pad(month - ((month - 1) % 3))}-01`, to: today };
}
