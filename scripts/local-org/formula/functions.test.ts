/** Rows of our own for every function, so that each is held to its meaning wherever the project is checked out. */
import { describe, expect, test } from '@jest/globals';
import { compileFormula, evaluate, FormulaError, FormulaEvaluationError } from './formula.ts';
import type { FormulaEnvironment, FormulaScope, FormulaType, FormulaValue } from './formula.ts';
import { calendarFunctions } from './functions/calendar.ts';
import { geolocationFunctions } from './functions/geolocation.ts';
import { logicFunctions } from './functions/logic.ts';
import { numberFunctions } from './functions/number.ts';
import { recordFunctions } from './functions/record.ts';
import { textFunctions } from './functions/text.ts';
import { webFunctions } from './functions/web.ts';

const types: Readonly<Record<string, FormulaType>> = {
  n: 'number',
  none: 'number',
  t: 'text',
  empty: 'text',
  d: 'date',
  noday: 'date',
  at: 'datetime',
  clock: 'time',
  yes: 'boolean',
  pick: 'picklist',
  multi: 'multipicklist',
};
const scope: FormulaScope = {
  fieldType: (path) => types[path.toLowerCase()],
  picklistValues: (path) => (path === 'multi' ? ['red', 'blue'] : undefined),
};
const environment: FormulaEnvironment = {
  record: {
    n: '7.5',
    none: null,
    t: 'Mississippi',
    empty: null,
    d: '2024-02-29',
    noday: null,
    at: '2026-11-20T23:30:15Z',
    clock: '08:05:09.120',
    yes: true,
    pick: 'Open',
    multi: 'red;blue',
  },
  prior: null,
  isNew: true,
  isClone: true,
  user: {},
  organization: {},
  permissions: () => false,
  customMetadata: () => null,
  now: Temporal.Instant.from('2026-11-20T23:30:00Z'),
  zone: 'Pacific/Auckland',
  blanks: 'blank',
};
const compute = (formula: string, change: Partial<FormulaEnvironment> = {}): FormulaValue =>
  evaluate(compileFormula(formula, scope), { ...environment, ...change });

/** `error`: the evaluation fails. */
const rows: [string, string][] = [
  ['AND(TRUE, 1 < 2)', 'true'],
  ['AND(FALSE, 1 / 0 > 1)', 'false'],
  ['OR(TRUE, 1 / 0 > 1)', 'true'],
  ['OR(none > 1, FALSE)', 'false'],
  ['NOT(1 = 2)', 'true'],
  ['NOT(none > 1)', 'null'],
  ['IF(none > 1, "yes", "no")', 'no'],
  ['IF(TRUE, 1, 1 / 0)', '1'],
  ['CASE(2, 1, "a", 2, "b", "c")', 'b'],
  ['CASE(none, 0, "zero", "other")', 'other'],
  ['CASE(empty, "", "blank", "other")', 'blank'],
  ['CASE(1, 1, 5, 1 / 0)', 'error'],
  ['ISBLANK(empty) && ISBLANK(none) && ISBLANK(noday) && NOT(ISBLANK(n))', 'true'],
  ['ISNULL(none) && NOT(ISNULL(empty))', 'true'],
  ['BLANKVALUE(empty, "x") & BLANKVALUE(t, "x")', 'xMississippi'],
  ['BLANKVALUE(none, 3) + NULLVALUE(none, 4)', '7'],
  ['NULLVALUE(empty, "x")', 'null'],
  ['BLANKVALUE(1, 1 / 0)', 'error'],
  ['IFERROR(1 / 0, -1)', '-1'],
  ['IN("b", "a", "b") && NOT(IN(none, NULL))', 'true'],
  ['ISPICKVAL(pick, "Open") && NOT(ISPICKVAL(pick, ""))', 'true'],
  ['INCLUDES(multi, "blue")', 'true'],
  ['PICKLISTCOUNT(multi)', '2'],
  ['ISNEW()', 'true'],
  ['ISCLONE()', 'true'],
  ['ISCHANGED(n)', 'false'],
  ['PRIORVALUE(n)', '7.5'],
  ['TEXT(1000000 * 1000000)', '1000000000000'],
  ['TEXT(0.10) & TEXT(d) & TEXT(at)', '0.12024-02-292026-11-20 23:30:15Z'],
  ['TEXT(clock) & TEXT(pick)', '08:05:09.120Open'],
  ['VALUE("-1.5e2") + VALUE(".5")', '-149.5'],
  ['VALUE(empty)', 'null'],
  ['VALUE(" 5")', 'error'],
  ['VALUE("1,000")', 'error'],
  ['ISNUMBER("12.") && NOT(ISNUMBER("1 2")) && NOT(ISNUMBER(empty))', 'true'],
  ['LEN(t) + LEN(empty)', '11'],
  ['LEFT(t, 3.9) & LEFT(t, -1) & LEFT(t, 99)', 'MisMississippi'],
  ['RIGHT(t, 2) & RIGHT(t, 0)', 'pi'],
  ['MID(t, 0, 2) & MID(t, 10, 99) & MID(t, 12, 1)', 'Mipi'],
  ['SUBSTR(t, -3) & SUBSTR(t, 1, 2)', 'ppiMi'],
  ['TRIM("  a b  ") & "|" & TRIM("   ")', 'a b|'],
  ['UPPER("straße") & LOWER("ÄB")', 'STRASSEäb'],
  ['INITCAP("o\'neill mc-donald 3RD")', "O'Neill Mc-Donald 3rd"],
  ['REVERSE("abc")', 'cba'],
  ['CONTAINS(t, "ss") && CONTAINS(t, "")', 'true'],
  ['CONTAINS(empty, "x")', 'null'],
  ['BEGINS(t, "Mis") && NOT(BEGINS(t, "mis"))', 'true'],
  ['FIND("ss", t) * 100 + FIND("ss", t, 4)', '306'],
  ['FIND("", t) + FIND("z", t) + FIND("M", t, -5)', '1'],
  ['SUBSTITUTE(t, "ss", "$&") & SUBSTITUTE(t, "i", "")', 'Mi$&i$&ippiMsssspp'],
  ['LPAD("7", 3, "0") & LPAD("abc", 2) & LPAD("a", 4, "xy")', '007abxyxa'],
  ['RPAD("a", 3, "-") & RPAD(empty, 3, "-")', 'a--'],
  ['REGEX("AB-12", "[A-Z]{2}-\\\\d+")', 'true'],
  ['LIKE("a_b%", "a\\\\_b\\\\%") && LIKE("axb", "a_b")', 'true'],
  ['CASESAFEID("001A0000006Vm9r")', '001A0000006Vm9rIAC'],
  ['"a" & BR() & "b"', 'a\nb'],
  ['CHR(65) & CHR(8364) & CHR(0)', 'A€'],
  ['ASCII("€") + ASCII("A")', '8429'],
  ['ABS(-1.5)', '1.5'],
  ['ROUND(2.5, 0) * 100 + ROUND(-2.5, 0)', '297'],
  ['ROUND(16, -1) + ROUND(6, -1) + ROUND(0.005, 2)', '20.01'],
  ['TRUNC(-1.987, 2) + TRUNC(5.9)', '3.02'],
  ['CEILING(2.1) * 100 + CEILING(-2.1)', '297'],
  ['FLOOR(2.9) * 100 + FLOOR(-2.9)', '198'],
  ['MCEILING(-2.1) * 100 + MFLOOR(-2.1)', '-203'],
  ['MOD(-7, 3) * 10 + MOD(7, -3)', '-9'],
  ['MOD(1, 0)', 'error'],
  ['MIN(3, 1, 2) * 10 + MAX(3, 1, 2)', '13'],
  ['MAX(1, none)', 'null'],
  ['SQRT(2)', '1.4142135623730951'],
  ['SQRT(-1)', 'error'],
  ['EXP(1)', '2.718281828459045'],
  ['LN(10)', '2.302585092994046'],
  ['LN(0)', 'error'],
  // In double precision, as the platform's engine counts.
  ['LOG(1000)', '2.9999999999999996'],
  ['ROUND(SIN(PI() / 6) + COS(PI() / 3) + TAN(PI() / 4), 10)', '2'],
  ['ROUND(ASIN(1) + ACOS(0) - ATAN(1) * 4, 10)', '0'],
  ['ROUND(ATAN2(1, 1) * 4, 5)', '3.14159'],
  ['ATAN2(none, 1)', 'error'],
  ['ASIN(2)', 'error'],
  ['2 ^ 10 + 2 ^ -1', '1024.5'],
  ['2 ^ 0.5', 'error'],
  ['10 ^ 65', 'error'],
  ['0.1 ^ 40', '0'],
  ['NOW() - at', '-0.000173611111111111111111111111111111111111'],
  ['TODAY()', '2026-11-21'],
  ['TIMENOW()', '23:30:00'],
  ['DATE(2024, 2, 29) - DATE(2023, 3, 1)', '365'],
  ['DATE(2023, 2, 29)', 'error'],
  ['DATE(0, 1, 1)', 'error'],
  ['DATEVALUE(at)', '2026-11-21'],
  ['DATEVALUE("2026-1-2 and more")', '2026-01-02'],
  ['DATEVALUE("26-01-02")', 'error'],
  ['DATETIMEVALUE("2026-11-20 9:5:1")', '2026-11-20T09:05:01Z'],
  ['DATETIMEVALUE(d)', '2024-02-29T00:00:00Z'],
  ['TIMEVALUE("7:8:9.5") - TIMEVALUE("07:08:09.000")', '5'],
  ['TIMEVALUE("07:08")', 'error'],
  ['YEAR(d) * 10000 + MONTH(d) * 100 + DAY(d)', '20240229'],
  ['WEEKDAY(d) * 1000 + DAYOFYEAR(d)', '5060'],
  ['ISOWEEK(DATE(2027, 1, 1)) * 10000 + ISOYEAR(DATE(2027, 1, 1))', '532026'],
  ['HOUR(clock) * 10000 + MINUTE(clock) * 100 + SECOND(clock) + MILLISECOND(clock) / 1000', '80509.12'],
  ['ADDMONTHS(d, 12)', '2025-02-28'],
  ['ADDMONTHS(DATE(2025, 2, 28), 12)', '2026-02-28'],
  ['ADDMONTHS(DATE(2024, 4, 30), -1)', '2024-03-31'],
  ['d + 366 - 0.9', '2025-03-01'],
  ['at + 0.5', '2026-11-21T11:30:15Z'],
  ['clock + 3600000', '09:05:09.12'],
  ['UNIXTIMESTAMP(at)', '1795217415'],
  ['FROMUNIXTIME(1795217415)', '2026-11-20T23:30:15Z'],
  ['FORMATDURATION(90061) & " " & FORMATDURATION(-90061, TRUE)', '25:01:01 1:01:01:01'],
  ['FORMATDURATION(TIMEVALUE("10:00:00.000"), TIMEVALUE("08:30:00.000"))', '01:30:00'],
  ['FORMATDURATION(at, at + 2)', '2:00:00:00'],
  ['ROUND(DISTANCE(GEOLOCATION(52.52, 13.405), GEOLOCATION(48.1372, 11.5755), "km"), 0)', '504'],
  ['DISTANCE(GEOLOCATION(none, none), GEOLOCATION(0, 0), "mi")', 'null'],
  ['ISBLANK(GEOLOCATION(none, 1))', 'error'],
  ['HYPERLINK("/x?a=1&b=2", "A <b>")', '<a href="/x?a=1&amp;b=2" target="_blank">A &lt;b&gt;</a>'],
  [
    'IMAGE("/i.png", "alt", 10, 20)',
    '<img src="/i.png" alt="alt" style="height:10px; width:20px;" border="0"/>',
  ],
];

function shown(formula: string): string {
  try {
    const value = compute(formula);
    return value === null ? 'null' : value.toString();
  } catch (error) {
    if (error instanceof FormulaEvaluationError) return 'error';
    throw error;
  }
}

describe('functions of formulas', () => {
  test.each(rows)('%s is %s', (formula, expected) => {
    expect(shown(formula)).toBe(expected);
  });

  test('have a row each', () => {
    const all = Object.keys({
      ...logicFunctions,
      ...recordFunctions,
      ...textFunctions,
      ...numberFunctions,
      ...calendarFunctions,
      ...webFunctions,
      ...geolocationFunctions,
    });
    const text = rows.map(([formula]) => formula).join('\n');
    expect(all.filter((name) => !new RegExp(`\\b${name}\\(`).test(text))).toEqual([]);
  });
});

describe('regular expressions are those of Java', () => {
  test.each([
    ['abc', 'b', false],
    ['AbC', '(?i)abc', true],
    ['a\nb', 'a.b', false],
    ['a\nb', '(?s)a.b', true],
    ['a.b', '\\Qa.b\\E', true],
    ['axb', '\\Qa.b\\E', false],
    ['Ab1', '\\p{Upper}\\p{Lower}\\p{Digit}', true],
    ['Ünï', '\\p{L}+', true],
    ['Ünï', '\\w+', false],
    ['a\u00A0b', 'a\\sb', false],
    ['a\u00A0b', 'a\\hb', true],
    ['cat', '[a-z&&[^aeiou]]*', false],
    ['xyz', '[a-z&&[^aeiou]]*', true],
    ['q7', '[a-p[q-z]][\\d]', true],
    ['a-b', '[a\\-z]-[b]', true],
    [']', '[]]', true],
    ['-', '[a-]', true],
    ['{x}', '\\{x}', true],
    ['2026-11-20', '(\\d{4})-(\\d{2})-(?<day>\\d{2})', true],
    ['abab', '(ab)\\1', true],
    ['\u00e9', '\\x{e9}', true],
    ['a@b.example', '[a-zA-Z0-9._|\\\\%#~`=?&/$^*!}{+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,7}', true],
  ])('%j matches %s: %s', (text, pattern, expected) => {
    const literal = (value: string) => `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
    expect(compute(`REGEX(${literal(text)}, ${literal(pattern)})`)).toBe(expected);
  });

  test.each(['(?>a)b', 'a++', '[a', '\\y', 'a{x}'])('%s is a fault, never a wrong answer', (pattern) => {
    expect(() => compute(`REGEX("a", "${pattern.replaceAll('\\', '\\\\')}")`)).toThrow(
      FormulaEvaluationError,
    );
  });
});

describe('places where a formula stands', () => {
  const within = (use: 'field' | 'rule' | 'default', formula: string) => () =>
    compileFormula(formula, { ...scope, use });

  test.each(['ISNEW()', 'ISCLONE()', 'ISCHANGED(n)', 'PRIORVALUE(n) = 1', 'REGEX(t, "a")'])(
    '%s is for rules alone',
    (formula) => {
      expect(within('rule', formula)).not.toThrow();
      for (const use of ['field', 'default'] as const)
        expect(within(use, formula)).toThrow(
          `Function ${formula.slice(0, formula.indexOf('('))} may not be used in this type of formula`,
        );
    },
  );

  test('links and pictures are for fields alone, and never run scripts', () => {
    expect(within('field', 'HYPERLINK("/x", "y")')).not.toThrow();
    expect(within('rule', 'ISBLANK(HYPERLINK("/x", "y"))')).toThrow('may not be used');
    expect(within('field', 'HYPERLINK("javascript:alert(1)", "y")')).toThrow('Javascript is not allowed');
  });

  test('what looks at the earlier value takes no field that is computed', () => {
    const computed = { ...scope, isFormula: (path: string) => path === 'n' };
    expect(() => compileFormula('ISCHANGED(n)', computed)).toThrow(
      'The ISCHANGED function cannot reference the n field.',
    );
  });
});

describe('types that a function refuses', () => {
  test.each([
    ['MAX(d, noday)', /Expected Number, received Date/],
    ['CASE(pick, "Open", TRUE, FALSE)', /Incorrect argument type for function 'CASE\(\)'/],
    ['CASE(yes, TRUE, 1, 2)', /Incorrect argument type for function 'CASE\(\)'/],
    ['CASE(pick, t, 1, 2)', /Expected a text literal/],
    ['BLANKVALUE(yes, TRUE)', /Incorrect argument type for function 'BLANKVALUE\(\)'/],
    ['INCLUDES(multi, "green")', /must be a valid value for this multi-select picklist field/],
    ['INCLUDES(multi, t)', /Text Literal/],
    ['GEOLOCATION(1, 2) = GEOLOCATION(1, 2)', /received Geolocation/],
    ['DISTANCE(GEOLOCATION(1, 2), GEOLOCATION(1, 2), "yd")', /Expected 'mi'\/'km'/],
    ['"a\\d"', /Syntax error/],
    ['.5 + 1', /Syntax error/],
    ['1e5', /Syntax error. Found 'e5'/],
    ['VLOOKUP(1, 2, 3)', /Unknown function VLOOKUP/],
    ['GETSESSIONID()', /Unknown function GETSESSIONID/],
    ['$Setup.Things__c.Limit__c', /does not exist/],
  ])('%s', (formula, message) => {
    expect(() => compileFormula(formula, scope)).toThrow(FormulaError);
    expect(() => compileFormula(formula, scope)).toThrow(message);
  });
});
