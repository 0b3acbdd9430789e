/** One line of the bench's table, and how time is taken. A figure means little alone: each stands beside a raw limit. */

export interface Figure {
  what: string;
  /** What was measured, for people, e.g. `410 ms`. */
  measured: string;
  /** The least that this machine needs for the same, measured in the same run. */
  limit: { what: string; measured: string };
  /** Measured time over the limit's time. */
  ratio: number;
  /** What the design asks for, where it does. */
  budget?: string;
}

/** Milliseconds that `work` takes. */
export async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The best of `runs`: what the code can do, with the machine's other work left out as far as it goes. */
export async function bestOf(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await time(work));
  return Math.min(...times);
}

/**
 * Runs the works in turn and counts the processor's time: what else the machine does, and how fast it happens to be, weighs
 * on all of them alike.
 * @returns the median of each, in milliseconds of the whole process, collecting garbage included
 */
export async function sideBySide<Works extends readonly (() => unknown)[]>(
  runs: number,
  works: readonly [...Works],
): Promise<{ [Place in keyof Works]: number }> {
  const times = works.map((): number[] => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [place, work] of works.entries()) {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      times[place]?.push((user + system) / 1000);
    }
  }
  return times.map((taken) => percentile(taken, 0.5)) as { [Place in keyof Works]: number };
}

/** @param share 0.5 for the median, 0.99 for the slowest of a hundred; the nearest rank, so a value that was measured */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(share * sorted.length) - 1];
  if (value === undefined) throw new RangeError('There is no percentile of nothing.');
  return value;
}

export function inMilliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`;
}

/** @param milliseconds that `count` of them took */
export function perSecond(count: number, milliseconds: number, unit: string): string {
  return `${Math.round((count / milliseconds) * 1000).toLocaleString('en')} ${unit}/s`;
}

/** The table as text, its columns aligned. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, measured, limit, ratio, budget = '' }) => [
    what,
    measured,
    `${limit.measured} (${limit.what})`,
    `${ratio.toFixed(1)} ×`,
    budget,
  ]);
  const head = ['What', 'Measured', 'Raw limit in the same run', 'Ratio', 'Budget'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
