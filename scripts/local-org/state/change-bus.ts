/** Hands the events of a committed transaction to whoever listens. */
import type { ChangeBus, PublishedChange } from './engine.ts';

/** Makes a bus; a listener that throws does not keep the others from hearing, its error reaches `onError`. */
export function createChangeBus(onError: (error: unknown) => void): ChangeBus {
  const listeners = new Set<(events: readonly PublishedChange[]) => void>();
  return {
    publish: (events) => {
      for (const listener of listeners) {
        try {
          listener(events);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
