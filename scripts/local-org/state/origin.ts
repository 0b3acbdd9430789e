/**
 * Which API a change comes from, for the header of its event. Carried beside the call, because nothing between a
 * request and the transaction that it leads to has any other use for it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const origins = new AsyncLocalStorage<string>();

/** Runs `work`; what it changes comes from `origin`, e.g. `com/salesforce/api/rest/68.0;client=Loader`. */
export function withOrigin<T>(origin: string, work: () => T): T {
  return origins.run(origin, work);
}

/** The origin of the call that is under way; empty for what the platform does by itself. */
export function currentOrigin(): string {
  return origins.getStore() ?? '';
}
