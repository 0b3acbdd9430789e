/** The way of a `pg` client to the database's thread: PostgreSQL's protocol over a message port in place of a socket. */
import { Duplex } from 'node:stream';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { JsonRows, JsonShape } from './json-rows.ts';

/** What a client sent, and how the rows of the answer shall look if not as they come. */
export interface PortMessage {
  bytes: Uint8Array<ArrayBuffer>;
  shape: JsonShape | null;
}

/** What the database answers; `rows` of a statement whose rows were to be written as JSON are not among the bytes. */
export interface PortAnswer {
  bytes: Uint8Array<ArrayBuffer>;
  rows: JsonRows | null;
}

/** What `pg` asks of a socket beyond a stream's own methods. */
export class PortStream extends Duplex {
  readonly #port: MessagePort;
  #shape: JsonShape | null = null;
  #rows: JsonRows | null = null;

  /** Opens a connection of its own to the worker. */
  constructor(worker: Worker) {
    // What a client writes together arrives together: the database then answers all of it at once.
    super({ decodeStrings: true });
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    worker.postMessage(port2, [port2]);
    port1.on('message', ({ bytes, rows }: PortAnswer) => {
      if (rows) this.#rows = rows;
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
    port1.on('close', () => this.destroy());
  }

  /** The rows of the next statement are written as JSON; it must be the only one on its way. */
  shapeNext(shape: JsonShape): void {
    this.#shape = shape;
  }

  /** The rows of the statement that was answered last. */
  takeRows(): JsonRows {
    const rows = this.#rows;
    this.#rows = null;
    if (!rows) throw new Error('The database gave no rows');
    return rows;
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    this.#port.ref();
    return this;
  }

  unref(): this {
    this.#port.unref();
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#send(new Uint8Array(chunk));
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#send(new Uint8Array(Buffer.concat(chunks.map(({ chunk }) => chunk))));
    done();
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#port.close();
    done(error);
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    const message: PortMessage = { bytes, shape: this.#shape };
    this.#shape = null;
    this.#port.postMessage(message, [bytes.buffer]);
  }
}
