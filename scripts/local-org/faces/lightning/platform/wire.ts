/** Makes wire adapters, the classes that `@wire` talks to. */
import type { Resource, Snapshot } from './resource.ts';

type Receiver = (value: unknown) => void;

/** What LWC expects of an adapter. */
export interface WireAdapter<Config> {
  update(config: Config): void;
  connect(): void;
  disconnect(): void;
}
export type WireAdapterClass<Config> = new (receive: Receiver) => WireAdapter<Config>;

/**
 * An adapter that shows the resource `resourceOf` names for a configuration; undefined = a required part is missing,
 * then the wire keeps quiet.
 */
export function adapterFor<Config, T>(
  resourceOf: (config: Config) => Resource<T> | undefined,
  shape: (snapshot: Snapshot<T>, resource?: Resource<T>) => object = ({ data, error }) => ({ data, error }),
): WireAdapterClass<Config> {
  return class implements WireAdapter<Config> {
    readonly #receive: Receiver;
    #resource: Resource<T> | undefined;
    #leave: (() => void) | undefined;

    constructor(receive: Receiver) {
      this.#receive = receive;
      receive(shape({}));
    }

    connect(): void {
      this.#listen();
    }

    update(config: Config): void {
      const resource = resourceOf(config);
      if (resource === this.#resource && this.#leave) return;
      this.disconnect();
      this.#resource = resource;
      this.#listen();
    }

    disconnect(): void {
      this.#leave?.();
      this.#leave = undefined;
    }

    #listen(): void {
      const resource = this.#resource;
      if (!resource || this.#leave) return;
      this.#leave = resource.subscribe((snapshot) => this.#receive(shape(snapshot, resource)));
    }
  };
}
