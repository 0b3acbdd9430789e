/** Values of the database as the REST API shows them. */

const BOOL = 16;
const INT8 = 20;
const FLOAT8 = 701;
const NUMERIC = 1700;
const DATE = 1082;
const TIME = 1083;
export const TIMESTAMPTZ = 1184;

type Parser = (text: string) => unknown;

/** By the number of the database's type; a type that is not here is text. */
export const PARSERS: Readonly<Record<number, Parser>> = {
  [BOOL]: (text) => text === 't',
  [INT8]: Number,
  [FLOAT8]: Number,
  [NUMERIC]: Number,
  [DATE]: (text) => text,
  [TIME]: (text) => `${text.padEnd(12, text.includes('.') ? '0' : '.000').slice(0, 12)}Z`,
  // `2026-11-21 04:00:00.5+00`, always in UTC; the platform keeps whole seconds.
  [TIMESTAMPTZ]: (text) => `${text.slice(0, 10)}T${text.slice(11, 19)}.000+0000`,
};
