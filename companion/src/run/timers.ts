/** Turns durable timers into jobs as the clock passes them, and looks after companions that share the database. */
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';

/** A window opens and ends to the second; looking is one cheap statement. */
const EVERY_MS = 1_000;

/** @returns stops it */
export function startTimers({
  store,
  now,
  logger,
  takeOver,
}: {
  store: Store;
  now: () => Promise<Temporal.Instant>;
  logger: Logger;
  /** Takes up what a companion that died has left. */
  takeOver: () => Promise<void>;
}): () => Promise<void> {
  let turn: Promise<void> = Promise.resolve();
  const look = async () => {
    try {
      await store.jobs.runDue((await now()).toString());
      if ((await store.companions.bury()) > 0) {
        logger.warn('another companion has died; its work is taken up');
        await takeOver();
      }
    } catch (error) {
      logger.error({ err: error }, 'timers could not be read; they are read again');
    }
  };
  const timer = setInterval(() => {
    turn = turn.then(look);
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await turn;
  };
}
