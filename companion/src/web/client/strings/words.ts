/** The shape of a catalogue: the keys of the English one, with any words; functions take the same values. */
import type { en } from './en.ts';

export type Words<Part> = Part extends string
  ? string
  : Part extends (...values: infer Values) => infer Result
    ? (...values: Values) => Words<Result>
    : Part extends readonly string[]
      ? readonly string[]
      : { readonly [Key in keyof Part]: Words<Part[Key]> };

export type Strings = Words<typeof en>;
