/** Functions of formulas as SQL; those that are not here are left to the evaluator. */
import type { FormulaType } from '../types.ts';
import { anyOf, asType, isText, letIn, sharedType } from './part.ts';
import type { Part } from './part.ts';

/** Moments that a formula is computed at, as SQL literals, and the zone of its user as a quoted text. */
export interface Moment {
  now: string;
  today: string;
  zone: string;
}

export type Translate = (args: readonly Part[], moment: Moment) => Part;

const failsOf = (args: readonly Part[]) => anyOf(args.map(({ fails }) => fails));

/** An expression that is computed from all its arguments; `v.a`, `v.b`, … are their values. */
function strict(types: readonly FormulaType[], type: FormulaType, body: string): Translate {
  return (args) => {
    const typed = args.map((arg, index) => asType(arg, types[index] ?? 'text'));
    const values = Object.fromEntries(typed.map((arg, index) => [String.fromCharCode(97 + index), arg]));
    const empty = typed.flatMap((arg, index) =>
      isText(arg.type) ? [] : [`v.${String.fromCharCode(97 + index)} IS NULL`],
    );
    const guarded = empty.length > 0 ? `CASE WHEN ${empty.join(' OR ')} THEN NULL ELSE ${body} END` : body;
    const sql = typed.length > 0 ? letIn(values, guarded) : body;
    return { type, sql: type === 'text' ? `coalesce(${sql}, '')` : sql, fails: failsOf(args) };
  };
}

/** The same with a condition under which the evaluator throws. */
function failing(translate: Translate, types: readonly FormulaType[], condition: string): Translate {
  return (args, moment) => {
    const part = translate(args, moment);
    const values = Object.fromEntries(
      args.map((arg, index) => [String.fromCharCode(97 + index), asType(arg, types[index] ?? 'text')]),
    );
    return { ...part, fails: anyOf([part.fails, `coalesce(${letIn(values, condition)}, false)`]) };
  };
}

/** A count of characters or a place: whole, not below `least`. */
const whole = (name: string, least: number) => `least(greatest(trunc(${name}), ${least}), 100000)::int`;
const numeral = String.raw`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$`;

const conjunction: Translate = (args) => shortCircuit(args, 'AND');
const disjunction: Translate = (args) => shortCircuit(args, 'OR');

/** The first operand that decides ends the computation, so later ones cannot fail any more. */
function shortCircuit(args: readonly Part[], operator: 'AND' | 'OR'): Part {
  const truths = args.map(({ sql }) => `coalesce(${sql}, false)`);
  let fails: string | null = null;
  for (let index = args.length - 1; index >= 0; index -= 1) {
    const goesOn = operator === 'AND' ? `${truths[index]}` : `NOT ${truths[index]}`;
    fails = anyOf([args[index]?.fails ?? null, fails === null ? null : `(${goesOn} AND ${fails})`]);
  }
  return { type: 'boolean', sql: `(${truths.join(` ${operator} `)})`, fails };
}

const condition: Translate = ([test, yes, no]) => {
  if (!test || !yes || !no) throw new Error('IF has three arguments');
  const type = sharedType([yes, no]);
  const [a, b] = [asType(yes, type), asType(no, type)];
  const choose = (left: string, right: string) => `(CASE WHEN ${test.sql} THEN ${left} ELSE ${right} END)`;
  const branches =
    a.fails === null && b.fails === null ? null : choose(a.fails ?? 'false', b.fails ?? 'false');
  return { type, sql: choose(a.sql, b.sql), fails: anyOf([test.fails, branches]) };
};

/** All arguments are computed, so any of them may fail the whole. */
const selection: Translate = (args) => {
  const [subject, ...rest] = args;
  if (!subject) throw new Error('CASE has a subject');
  const results = rest.filter((_, index) => index % 2 === 1 || index === rest.length - 1);
  const type = sharedType(results);
  const subjectType = sharedType([subject, ...rest.filter((_, index) => index % 2 === 0).slice(0, -1)]);
  const whens: string[] = [];
  for (let index = 0; index + 1 < rest.length; index += 2) {
    const [when, then] = [rest[index], rest[index + 1]];
    if (when && then) whens.push(`WHEN ${asType(when, subjectType).sql} THEN ${asType(then, type).sql}`);
  }
  const otherwise = asType(rest.at(-1) ?? subject, type).sql;
  const sql = `(CASE ${asType(subject, subjectType).sql} ${whens.join(' ')} ELSE ${otherwise} END)`;
  return { type, sql, fails: failsOf(args) };
};

const negation: Translate = ([operand]) => ({
  type: 'boolean',
  sql: `(NOT ${operand?.sql ?? 'NULL'})`,
  fails: operand?.fails ?? null,
});

const blankTest: Translate = ([operand]) => {
  if (!operand) throw new Error('ISBLANK has an argument');
  const sql = isText(operand.type) ? `(${operand.sql} = '')` : `(${operand.sql} IS NULL)`;
  return { type: 'boolean', sql, fails: operand.fails };
};

const nullTest: Translate = ([operand]) => {
  if (!operand) throw new Error('ISNULL has an argument');
  const sql = isText(operand.type) ? 'false' : `(${operand.sql} IS NULL)`;
  return { type: 'boolean', sql, fails: operand.fails };
};

const blankValue: Translate = (args) => {
  const type = sharedType(args);
  const [own, other] = args.map((arg) => asType(arg, type).sql);
  const sql = isText(type) ? `coalesce(nullif(${own}, ''), ${other})` : `coalesce(${own}, ${other})`;
  return { type, sql, fails: failsOf(args) };
};

const nullValue: Translate = (args) => {
  const type = sharedType(args);
  const [own, other] = args.map((arg) => asType(arg, type).sql);
  return { type, sql: isText(type) ? (own ?? '') : `coalesce(${own}, ${other})`, fails: failsOf(args) };
};

const onError: Translate = ([value, other]) => {
  if (!value || !other) throw new Error('IFERROR has two arguments');
  const type = sharedType([value, other]);
  const [a, b] = [asType(value, type), asType(other, type)];
  if (a.fails === null) return a;
  return {
    type,
    sql: `(CASE WHEN ${a.fails} THEN ${b.sql} ELSE ${a.sql} END)`,
    fails: b.fails === null ? null : `(${a.fails} AND ${b.fails})`,
  };
};

const text: Translate = ([operand]) => {
  if (!operand) throw new Error('TEXT has an argument');
  const forms: Partial<Record<FormulaType, string>> = {
    number: `trim_scale(${operand.sql})::text`,
    date: `to_char(${operand.sql}, 'YYYY-MM-DD')`,
    datetime: `to_char(${operand.sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"')`,
    time: `to_char(${operand.sql}, 'HH24:MI:SS.MS')`,
  };
  const form = forms[operand.type];
  return {
    type: 'text',
    sql: form ? `coalesce(${form}, '')` : asType(operand, 'text').sql,
    fails: operand.fails,
  };
};

/** The calendar day of a date, or of a date-time in GMT. */
function dayPart(field: string, plus = ''): Translate {
  return ([operand]) => {
    if (!operand) throw new Error('A part of a date has an argument');
    const day =
      operand.type === 'datetime' ? `(${operand.sql} AT TIME ZONE 'UTC')` : `(${operand.sql})::date`;
    return { type: 'number', sql: `(extract(${field} FROM ${day})${plus})::numeric`, fails: operand.fails };
  };
}

function clockPart(field: string): Translate {
  return strict(['time'], 'number', `trunc(extract(${field} FROM v.a))::numeric`);
}

function extreme(name: 'least' | 'greatest'): Translate {
  return (args) =>
    strict(
      args.map(() => 'number'),
      'number',
      `${name}(${args.map((_, index) => `v.${String.fromCharCode(97 + index)}`).join(', ')})`,
    )(args, { now: '', today: '', zone: '' });
}

const rounded = (name: 'round' | 'trunc') =>
  `CASE WHEN v.b <= -1 AND abs(v.a) < power(10::numeric, least(-trunc(v.b), 40)) THEN 0 ELSE ${name}(v.a, least(greatest(trunc(v.b), -40), 40)::int) END`;

const find: Translate = (args, moment) => {
  const from = args.length > 2 ? whole('v.c', 1) : '1';
  const body =
    `CASE WHEN v.a = '' OR v.b = '' OR strpos(substr(v.b, ${from}), v.a) = 0 THEN 0 ` +
    `ELSE strpos(substr(v.b, ${from}), v.a) + ${from} - 1 END::numeric`;
  return strict(['text', 'text', 'number'], 'number', body)(args, moment);
};

const pad =
  (name: 'lpad' | 'rpad'): Translate =>
  (args, moment) => {
    const filling = args.length > 2 ? 'v.c' : "' '";
    const body = `CASE WHEN v.a = '' THEN '' ELSE ${name}(v.a, ${whole('v.b', 0)}, ${filling}) END`;
    return strict(['text', 'number', 'text'], 'text', body)(args, moment);
  };

const dateTypes: readonly FormulaType[] = ['number', 'number', 'number'];
const dateFails =
  'CASE WHEN v.a IS NULL OR v.b IS NULL OR v.c IS NULL THEN false ' +
  'WHEN trunc(v.a) NOT BETWEEN 1 AND 9999 OR trunc(v.b) NOT BETWEEN 1 AND 12 THEN true ' +
  "ELSE trunc(v.c) NOT BETWEEN 1 AND extract(day FROM make_date(trunc(v.a)::int, trunc(v.b)::int, 1) + interval '1 month - 1 day') END";

const addMonths: Translate = (args, moment) => {
  const isTime = args[0]?.type === 'datetime';
  const local = isTime ? "(v.a AT TIME ZONE 'UTC')" : 'v.a::timestamp';
  const moved = `(${local} + make_interval(months => trunc(v.b)::int))`;
  const isLast = `${local}::date = (date_trunc('month', ${local}) + interval '1 month - 1 day')::date`;
  const body =
    `CASE WHEN ${isLast} THEN date_trunc('month', ${moved}) + interval '1 month - 1 day' + ` +
    `(${local} - date_trunc('day', ${local})) ELSE ${moved} END`;
  const type = isTime ? 'datetime' : 'date';
  return strict(
    [type, 'number'],
    type,
    isTime ? `(${body}) AT TIME ZONE 'UTC'` : `(${body})::date`,
  )(args, moment);
};

const part: Translate = strict(
  ['text', 'text'],
  'boolean',
  "CASE WHEN v.b = '' THEN true WHEN v.a = '' THEN NULL ELSE strpos(v.a, v.b) > 0 END",
);
const start: Translate = strict(
  ['text', 'text'],
  'boolean',
  "CASE WHEN v.b = '' THEN true WHEN v.a = '' THEN NULL ELSE starts_with(v.a, v.b) END",
);

/** By name as formulas write it. */
export const sqlFunctions: Readonly<Record<string, Translate>> = {
  AND: conjunction,
  OR: disjunction,
  NOT: negation,
  IF: condition,
  CASE: selection,
  ISBLANK: blankTest,
  ISNULL: nullTest,
  BLANKVALUE: blankValue,
  NULLVALUE: nullValue,
  IFERROR: onError,
  ISPICKVAL: strict(['picklist', 'text'], 'boolean', '(v.a = v.b)'),
  INCLUDES: strict(['multipicklist', 'text'], 'boolean', "(v.b = ANY (string_to_array(v.a, ';')))"),
  PICKLISTCOUNT: strict(
    ['multipicklist'],
    'number',
    "coalesce(array_length(string_to_array(v.a, ';'), 1), 0)::numeric",
  ),
  TEXT: text,
  VALUE: failing(
    strict(['text'], 'number', `CASE WHEN v.a ~ '${numeral}' THEN v.a::numeric END`),
    ['text'],
    `v.a <> '' AND v.a !~ '${numeral}'`,
  ),
  LEN: strict(['text'], 'number', 'char_length(v.a)::numeric'),
  LEFT: strict(['text', 'number'], 'text', `left(v.a, ${whole('v.b', 0)})`),
  RIGHT: strict(['text', 'number'], 'text', `right(v.a, ${whole('v.b', 0)})`),
  MID: strict(['text', 'number', 'number'], 'text', `substr(v.a, ${whole('v.b', 1)}, ${whole('v.c', 0)})`),
  TRIM: strict(['text'], 'text', "btrim(v.a, ' ')"),
  UPPER: strict(['text'], 'text', 'upper(v.a)'),
  LOWER: strict(['text'], 'text', 'lower(v.a)'),
  CONTAINS: part,
  BEGINS: start,
  FIND: find,
  SUBSTITUTE: strict(
    ['text', 'text', 'text'],
    'text',
    "CASE WHEN v.b = '' THEN '' ELSE replace(v.a, v.b, v.c) END",
  ),
  LPAD: pad('lpad'),
  RPAD: pad('rpad'),
  BR: strict([], 'text', String.raw`E'\n'::text`),
  ABS: strict(['number'], 'number', 'abs(v.a)'),
  ROUND: strict(['number', 'number'], 'number', rounded('round')),
  FLOOR: strict(['number'], 'number', 'trunc(org_digits(v.a, 33))'),
  CEILING: strict(['number'], 'number', 'sign(v.a) * ceil(abs(org_digits(v.a, 33)))'),
  MFLOOR: strict(['number'], 'number', 'floor(org_digits(v.a, 33))'),
  MCEILING: strict(['number'], 'number', 'ceil(org_digits(v.a, 33))'),
  MOD: failing(
    strict(['number', 'number'], 'number', 'mod(v.a, nullif(v.b, 0))'),
    ['number', 'number'],
    'v.b = 0 AND v.a IS NOT NULL',
  ),
  MIN: extreme('least'),
  MAX: extreme('greatest'),
  TODAY: (_, { today }) => ({ type: 'date', sql: today, fails: null }),
  NOW: (_, { now }) => ({ type: 'datetime', sql: now, fails: null }),
  DATE: failing(
    strict(dateTypes, 'date', 'make_date(trunc(v.a)::int, trunc(v.b)::int, trunc(v.c)::int)'),
    dateTypes,
    dateFails,
  ),
  YEAR: dayPart('year'),
  MONTH: dayPart('month'),
  DAY: dayPart('day'),
  DAYOFYEAR: dayPart('doy'),
  WEEKDAY: dayPart('dow', ' + 1'),
  ISOWEEK: dayPart('week'),
  ISOYEAR: dayPart('isoyear'),
  HOUR: clockPart('hour'),
  MINUTE: clockPart('minute'),
  SECOND: clockPart('second'),
  ADDMONTHS: addMonths,
};
