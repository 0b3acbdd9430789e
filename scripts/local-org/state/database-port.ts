/** The way to the database's thread: messages of PostgreSQL's protocol over a message port, answered in their order. */
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { JsonRows, JsonShape } from './json-rows.ts';

/** What is sent together, and how the rows of the answer shall look if not as they come. */
export interface PortMessage {
  bytes: Uint8Array<ArrayBuffer>;
  shape: JsonShape | null;
}

/** What the database answers; `rows` of a statement whose rows were to be written as JSON are not among the bytes. */
export interface PortAnswer {
  bytes: Uint8Array<ArrayBuffer>;
  rows: JsonRows | null;
}

interface Waiting {
  resolve: (answer: PortAnswer) => void;
  reject: (error: unknown) => void;
}

export class DatabasePort {
  readonly #port: MessagePort;
  readonly #waiting: Waiting[] = [];
  #closed = false;

  constructor(worker: Worker) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    worker.postMessage(port2, [port2]);
    port1.on('message', (answer: PortAnswer) => this.#waiting.shift()?.resolve(answer));
    port1.on('close', () => {
      this.#closed = true;
      for (const { reject } of this.#waiting.splice(0)) reject(closed());
    });
  }

  /** Sends a message and gives its answer. What is sent is carried out in order, and moved there, not copied. */
  send(message: PortMessage): Promise<PortAnswer> {
    if (this.#closed) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#port.postMessage(message, [message.bytes.buffer]);
    });
  }

  close(): void {
    this.#closed = true;
    this.#port.close();
  }
}

function closed(): Error {
  return new Error('The database is closed');
}
