/** Hands the events of a committed transaction to whoever listens. */
import type { ChangeBus, ChangeEvent } from './engine.ts';

/** Makes a bus; a listener that throws does not keep the others from hearing, its error reaches `onError`. */
export function createChangeBus(onError: (error: unknown) => void): ChangeBus {
  const listeners = new Set<(events: readonly ChangeEvent[]) => void>();
  const forgetting = new Set<() => void>();
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
    forget: () => {
      for (const listener of forgetting) listener();
    },
    onForget: (listener) => {
      forgetting.add(listener);
      return () => void forgetting.delete(listener);
    },
  };
}
