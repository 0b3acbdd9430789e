/** Memory that is written over and over: what is made anew for each page would keep the garbage collector busy. */

const SMALLEST = 2 ** 16;
/** What grew beyond this is given back after use. */
const KEPT = 2 ** 23;

/** Bytes that are appended; they hold until the next `clear`. */
export class Scratch {
  #bytes = Buffer.allocUnsafeSlow(SMALLEST);
  #size = 0;

  clear(): void {
    this.#size = 0;
    if (this.#bytes.length > KEPT) this.#bytes = Buffer.allocUnsafeSlow(SMALLEST);
  }

  get size(): number {
    return this.#size;
  }

  /** What was appended since the last `clear`. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#size] = byte;
    this.#size += 1;
  }

  all(from: Uint8Array): void {
    this.#reserve(from.length);
    this.#bytes.set(from, this.#size);
    this.#size += from.length;
  }

  /** A few bytes of a larger whole, which are copied faster one by one than by a call. */
  part(from: Uint8Array, start: number, length: number): void {
    if (length > 64) return this.all(from.subarray(start, start + length));
    this.#reserve(length);
    const [bytes, size] = [this.#bytes, this.#size];
    for (let index = 0; index < length; index += 1) bytes[size + index] = from[start + index] ?? 0;
    this.#size = size + length;
  }

  text(text: string): void {
    this.#reserve(3 * text.length);
    this.#size += this.#bytes.write(text, this.#size);
  }

  #reserve(length: number): void {
    if (this.#size + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * this.#bytes.length + length);
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#bytes = larger;
  }
}
