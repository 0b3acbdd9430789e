/**
 * Prepared statements for clients that know of none. All clients of the embedded database share one session, so none may
 * name a statement; each query then is parsed and planned anew, which takes longer than to run it. Here the session's one
 * place that sees all queries gives each text a statement of its own: a query whose text was seen before comes to the
 * engine without its Parse.
 *
 * A plan that is kept was made for the tables as they were, and nothing gathers statistics here: a statement is prepared
 * anew after a while, and all are when the schema changes.
 */
import { type Message, messageOf, messagesOf, textAt, textOf } from './messages.ts';

/** One query with parameters as `pg` sends it: Parse, Bind, Describe, Execute, Sync. */
const ONE_QUERY = 'PBDES';
/** One statement as it comes without parameters, in a Query; where a semicolon stands in a text it is taken for several. */
const ONE_STATEMENT = /^\s*(?:WITH|SELECT|INSERT|UPDATE|DELETE)\b[^;]*;?\s*$/i;
/** A Bind without parameters, after its two names; a Describe of the nameless portal; an Execute for all rows. */
const NO_PARAMETERS = Buffer.alloc(6);
const PORTAL = Buffer.from('P\0');
const ALL_ROWS = Buffer.alloc(5);
const CHANGES_SCHEMA = /\b(?:CREATE|ALTER|DROP|TRUNCATE|DISCARD|DEALLOCATE)\b/i;

const PARSE_COMPLETE = messageOf('1');
/** CloseComplete, ParseComplete, BindComplete and NoData are a letter and a length each. */
const BARE_BYTES = 5;
/** What stands before the answer to a Query when it was asked as a query with parameters: ParseComplete, BindComplete, NoData. */
const UNASKED = Buffer.from('12n');

export interface CacheLimits {
  statements: number;
  /** A statement is prepared anew after so many runs, */
  runs: number;
  /** or so many milliseconds. */
  age: number;
}

const LIMITS: CacheLimits = { statements: 200, runs: 1000, age: 60_000 };

interface Kept {
  name: string;
  runs: number;
  since: number;
}

/** What the engine gets in a query's place, and what the client gets in place of the beginning of its answer. */
export interface Rewritten {
  query: Uint8Array;
  answer: (beginning: Uint8Array) => Uint8Array;
}

/** @param now milliseconds of a clock that only goes forward */
export function statementCache(
  now: () => number,
  limits: CacheLimits = LIMITS,
): { rewrite: (query: Uint8Array) => Rewritten } {
  /** By text and types of its parameters; the one that was used last comes last. */
  const kept = new Map<string, Kept>();
  /** Names that the engine is told to forget with the next query. */
  let dropped: string[] = [];
  let made = 0;

  const drop = (key: string, { name }: Kept): void => {
    kept.delete(key);
    dropped.push(name);
  };
  const noteSchema = (text: string): void => {
    if (CHANGES_SCHEMA.test(text)) for (const [key, statement] of kept) drop(key, statement);
  };
  const known = (key: string): Kept | null => {
    const found = kept.get(key);
    if (!found) return null;
    if (found.runs >= limits.runs || now() - found.since > limits.age) {
      drop(key, found);
      return null;
    }
    kept.delete(key);
    kept.set(key, found);
    found.runs += 1;
    return found;
  };
  const keep = (key: string, statement: Kept): void => {
    kept.set(key, statement);
    const [oldest] = kept;
    if (kept.size > limits.statements && oldest) drop(...oldest);
  };

  return {
    rewrite: (query) => {
      const messages = messagesOf(query);
      const parts = queryOf(messages);
      if (!parts) {
        for (const { kind, body } of messages) {
          if (kind === 'Q') noteSchema(textAt(body).text);
          if (kind === 'P') noteSchema(textAt(body, textAt(body).end).text);
        }
        return { query, answer: (beginning) => beginning };
      }
      const { parse, bind, rest, isPlain } = parts;
      const key = parse.toString('latin1');
      const found = known(key);
      if (!found) noteSchema(textAt(parse, 1).text);
      const statement = found ?? { name: `kept_${(made += 1)}`, runs: 1, since: now() };
      const closing = dropped.map((name) => messageOf('C', Buffer.from('S'), textOf(name)));
      dropped = [];
      const name = textOf(statement.name);
      const parsing = found ? [] : [messageOf('P', name, parse.subarray(1))];
      return {
        query: Buffer.concat([
          ...closing,
          ...parsing,
          // After the portal's name, which is empty, comes the statement's.
          messageOf('B', bind.subarray(0, 1), name, bind.subarray(2)),
          ...rest,
        ]),
        answer: (beginning) => {
          const answer = beginning.subarray(closing.length * BARE_BYTES);
          if (!found && answer[0] === PARSE_COMPLETE[0]) keep(key, statement);
          if (isPlain) return withoutUnasked(answer);
          return found ? Buffer.concat([PARSE_COMPLETE, answer]) : answer;
        },
      };
    },
  };
}

interface OneQuery {
  /** The bodies of Parse and Bind; neither names anything. */
  parse: Buffer;
  bind: Buffer;
  /** Describe, Execute and Sync. */
  rest: Buffer[];
  /** It came as a Query, and is answered as one. */
  isPlain: boolean;
}

/** @returns null unless it is one query that names neither statement nor portal */
function queryOf(messages: readonly Message[]): OneQuery | null {
  const [first, second, ...others] = messages;
  if (first?.kind === 'Q' && !second) return plainQuery(first.body);
  if (!first || !second || messages.map(({ kind }) => kind).join('') !== ONE_QUERY) return null;
  const [parse, bind] = [first.body, second.body];
  if (parse[0] !== 0 || bind[0] !== 0 || bind[1] !== 0) return null;
  return { parse, bind, rest: others.map(({ kind, body }) => messageOf(kind, body)), isPlain: false };
}

function plainQuery(body: Buffer): OneQuery | null {
  const { text } = textAt(body);
  if (!ONE_STATEMENT.test(text)) return null;
  return {
    parse: Buffer.concat([textOf(''), textOf(text), Buffer.alloc(2)]),
    bind: Buffer.concat([textOf(''), textOf(''), NO_PARAMETERS]),
    rest: [messageOf('D', PORTAL), messageOf('E', ALL_ROWS), messageOf('S')],
    isPlain: true,
  };
}

function withoutUnasked(answer: Uint8Array): Uint8Array {
  let at = 0;
  while (UNASKED.includes(answer[at] ?? 0)) at += BARE_BYTES;
  return answer.subarray(at);
}
