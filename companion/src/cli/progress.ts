/** Says on stderr that something is still going on, from the third second on; stdout stays the result's. */
const FIRST_WORD_MS = 2_000;

export async function withProgress<Result>(what: string, work: Promise<Result>): Promise<Result> {
  const { stderr } = process;
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  let beat: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    if (!stderr.isTTY) return void stderr.write(`${what}: still at work\n`);
    beat = setInterval(() => stderr.write(`\r${what}: ${seconds()} s`), 500);
  }, FIRST_WORD_MS);
  try {
    return await work;
  } finally {
    clearTimeout(first);
    clearInterval(beat);
    if (beat) stderr.write('\r\u001b[K');
  }
}
