/** Queries: several in one call, pages followed, and each one's failure kept apart from the others. */
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import type { Answer, Session } from './session.ts';
import { API_VERSION, complaint } from './session.ts';
import type { Soql } from './soql.ts';

export const DATA = `/services/data/v${API_VERSION}`;

/** A composite call holds at most this many queries (salesforce-facts 8). */
const MOST_QUERIES = 5;

export interface Question {
  query: Soql;
  /** Deleted and archived rows too. */
  all?: boolean;
}

/** Rows, or why the org would not give them: a source that cannot be read is a fact, not an exception. */
export type Rows =
  { readable: true; records: unknown[] } | { readable: false; errorCode: string; reason: string };

const page = z.object({
  done: z.boolean(),
  records: z.array(z.unknown()),
  nextRecordsUrl: z.string().startsWith('/services/data/').optional(),
});

const compositeAnswer = z.object({
  compositeResponse: z.array(
    z.object({ referenceId: z.string(), httpStatusCode: z.number(), body: z.unknown() }),
  ),
});

const queryPath = ({ query, all = false }: Question): string =>
  `${DATA}/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(query.text)}`;

const unreadable = (answer: Pick<Answer, 'status' | 'body'>): Rows => {
  const { errorCode, message } = complaint(answer);
  return { readable: false, errorCode, reason: message };
};

/** Takes the first page and follows `nextRecordsUrl`; memory holds all rows, so callers bound their queries by time. */
const follow = async (session: Session, answer: Pick<Answer, 'status' | 'body'>): Promise<Rows> => {
  const records: unknown[] = [];
  let current = answer;
  for (;;) {
    if (current.status !== 200) return unreadable(current);
    const parsed = page.safeParse(current.body);
    if (!parsed.success) throw new AppError('internal', 'The org answered a query in an unknown form.');
    records.push(...parsed.data.records);
    if (parsed.data.nextRecordsUrl === undefined) return { readable: true, records };
    current = await session.request({ method: 'GET', path: parsed.data.nextRecordsUrl });
  }
};

/** The code of an answer that bears no complaint of Salesforce's. */
const NO_WORDS = /^HTTP_/;

/** Why rows cannot be read, for people: the org's own words stand in quotation marks, for nobody can translate them. */
export const wordsOfOrg = ({ errorCode, reason }: Extract<Rows, { readable: false }>): string =>
  NO_WORDS.test(errorCode) ? reason : `the org says “${reason.replace(/\.$/, '')}”`;

/** One query. @throws AppError as `Session.request` */
export const ask = async (session: Session, question: Question): Promise<Rows> =>
  follow(session, await session.request({ method: 'GET', path: queryPath(question) }));

/** One query whose rows are indispensable. @throws AppError configuration with the org's reason, or as `ask` */
export const read = async (
  session: Session,
  query: Soql,
  options: { all?: boolean } = {},
): Promise<unknown[]> => {
  const rows = await ask(session, { query, ...options });
  if (rows.readable) return rows.records;
  throw new AppError('configuration', `The org does not answer a query: ${rows.reason}`, {
    details: { errorCode: rows.errorCode },
  });
};

export interface Reading<Name extends string> {
  rows: Record<Name, Rows>;
  /** The call that carried the questions, for its times and headers. */
  answer: Answer;
}

/** Up to five queries in one composite call; further pages cost a call each. @throws AppError as `Session.request` */
export const askTogether = async <Name extends string>(
  session: Session,
  questions: Readonly<Record<Name, Question>>,
): Promise<Reading<Name>> => {
  const names = Object.keys(questions) as Name[];
  if (names.length > MOST_QUERIES) throw new TypeError('a composite call holds at most five queries');
  const answer = await session.request({
    method: 'POST',
    path: `${DATA}/composite`,
    body: {
      allOrNone: false,
      compositeRequest: names.map((name) => ({
        method: 'GET',
        url: queryPath(questions[name]),
        referenceId: name,
      })),
    },
  });
  const parsed = compositeAnswer.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) {
    throw new AppError(
      'org_unreachable',
      `The org does not answer a composite call: ${complaint(answer).message}`,
    );
  }
  const rows = {} as Record<Name, Rows>;
  for (const name of names) {
    const part = parsed.data.compositeResponse.find((one) => one.referenceId === name);
    rows[name] = await follow(session, { status: part?.httpStatusCode ?? 0, body: part?.body });
  }
  return { rows, answer };
};
