/** Work that many ask for and that need not be done for each of them. */

/**
 * @param work calls `begun` when it begins to look at what there is to do; not to call it is to begin at the end
 * @returns asks for it: whoever asks while it waits to begin shares what it comes to, and whoever asks after that is
 *   served by the next
 */
export function coalesce<Result>(work: (begun: () => void) => Promise<Result>): () => Promise<Result> {
  let waiting: Promise<Result> | null = null;
  return () => {
    if (waiting) return waiting;
    const begun = () => {
      if (waiting === mine) waiting = null;
    };
    const mine = Promise.resolve()
      .then(() => work(begun))
      .finally(begun);
    waiting = mine;
    return mine;
  };
}
