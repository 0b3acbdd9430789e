/** Work that costs the same for one as for several, and that many ask for at about the same time. */

/**
 * @param work does it for all of `items`, at most `most` of them; it gives what came of each, in their order
 * @returns does it for one: at once, or with all that come while a batch is under way
 */
export function inBatches<Item, Result>(
  most: number,
  work: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>,
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; settle: (result: PromiseSettledResult<Result>) => void }[] = [];
  let isBusy = false;

  const run = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      const results = await Promise.resolve(batch.map(({ item }) => item))
        .then(work)
        .catch((reason: unknown) => batch.map(() => ({ status: 'rejected' as const, reason })));
      batch.forEach(({ settle }, index) => settle(results[index] ?? LOST));
    }
    isBusy = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      const settle = (result: PromiseSettledResult<Result>) => {
        if (result.status === 'fulfilled') resolve(result.value);
        // As it was thrown.
        else reject(result.reason as Error);
      };
      waiting.push({ item, settle });
      void run();
    });
}

const LOST = {
  status: 'rejected',
  reason: new TypeError('A batch gave no result for one of its items.'),
} as const;
