/** The tree of a SOQL statement. Places (`at`) are offsets into the text, so that every fault can be pointed at. */

/** A field path or another dotted name as written. */
export interface Path {
  kind: 'path';
  text: string;
  at: number;
}

export type LiteralType =
  | 'string'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'null'
  | 'date'
  | 'datetime'
  | 'time'
  | 'dateLiteral'
  | 'currency';

/** A literal as written, quotes included. */
export interface Literal {
  kind: 'literal';
  type: LiteralType;
  text: string;
  at: number;
}

/** A function; `text` is the whole call without blanks, in lower case, by which SELECT finds what GROUP BY named. */
export interface Call {
  kind: 'call';
  name: string;
  args: (Path | Call | Literal)[];
  text: string;
  at: number;
}

export type Operator =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'IN' | 'NOT IN' | 'INCLUDES' | 'EXCLUDES';

/** One comparison. `values` has one element unless the operator takes a list. */
export interface Test {
  kind: 'test';
  target: Path | Call;
  operator: Operator;
  values: Literal[];
  /** `IN (SELECT …)` */
  subquery: Query | null;
  at: number;
}

export type Condition = Test | { kind: 'and' | 'or'; items: Condition[] } | { kind: 'not'; item: Condition };

export interface TypeofItem {
  kind: 'typeof';
  path: Path;
  whens: { object: Path; fields: Path[] }[];
  otherwise: Path[];
  at: number;
}

export type SelectItem =
  | { kind: 'field'; path: Path; alias: Path | null }
  | { kind: 'function'; call: Call; alias: Path | null }
  | { kind: 'child'; query: Query; at: number }
  | TypeofItem;

export interface Order {
  target: Path | Call;
  direction: 'ASC' | 'DESC';
  nulls: 'FIRST' | 'LAST';
}

export interface Grouping {
  kind: 'plain' | 'rollup' | 'cube';
  targets: (Path | Call)[];
  at: number;
}

export interface Query {
  items: SelectItem[];
  /** The object, or in a child query the relationship. */
  from: Path;
  alias: string | null;
  /** Further names of FROM: paths and the aliases given to them. */
  joined: { path: Path; alias: string }[];
  scope: Path | null;
  where: Condition | null;
  /** What follows WITH, which no query of the REST API takes. */
  with: Path | null;
  groupBy: Grouping | null;
  having: Condition | null;
  orderBy: Order[];
  limit: number | null;
  offset: number | null;
  allRows: Path | null;
  at: number;
}
