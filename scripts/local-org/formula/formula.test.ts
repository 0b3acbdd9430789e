import { describe, expect, test } from '@jest/globals';
import { compileFormula, Decimal, evaluate, FormulaError, FormulaEvaluationError } from './formula.ts';
import type { FormulaEnvironment, FormulaType, FormulaValue } from './formula.ts';

const fields: Readonly<Record<string, FormulaType>> = {
  name: 'text',
  note__c: 'text',
  amount__c: 'number',
  rate__c: 'percent',
  state__c: 'picklist',
  tags__c: 'multipicklist',
  done__c: 'boolean',
  day__c: 'date',
  at__c: 'datetime',
  'owner.name': 'text',
  '$custommetadata.policy__mdt.default.hours__c': 'number',
};
const scope = { fieldType: (path: string) => fields[path.toLowerCase()] };

const base: FormulaEnvironment = {
  record: {
    Name: 'Alpha',
    Note__c: null,
    Amount__c: 12.5,
    Rate__c: 300,
    State__c: 'Open',
    Tags__c: 'red;blue',
    Done__c: true,
    Day__c: '2026-01-31',
    At__c: '2026-11-20T23:30:00.000+0000',
    Owner: { Name: 'Mira' },
  },
  prior: null,
  isNew: true,
  user: { Id: '005000000000001AAA', Profile: { Name: 'System Administrator' }, IsActive: true },
  organization: { Id: '00D000000000001' },
  permissions: (name) => name === 'Companion',
  customMetadata: (type, record, field) =>
    type === 'Policy__mdt' && record === 'Default' && field === 'Hours__c' ? 12 : null,
  label: (name) => (name === 'Greeting' ? 'Hello' : undefined),
  now: Temporal.Instant.from('2026-11-20T23:30:00Z'),
  zone: 'Pacific/Auckland',
  blanks: 'blank',
};

function compute(formula: string, change: Partial<FormulaEnvironment> = {}): FormulaValue {
  return evaluate(compileFormula(formula, scope), { ...base, ...change });
}

function shown(value: FormulaValue): string | boolean | null {
  return typeof value === 'boolean' || value === null ? value : value.toString();
}

describe('values of formulas', () => {
  test.each([
    ['1 + 2 * 3', '7'],
    ['-2 - -3', '1'],
    ['2 * 3 ^ 2', '36'],
    ['"a" & "b" + \'c\'', 'abc'],
    ['"say \\"x\\""', 'say "x"'],
    ['/* note */ Amount__c /* end */ * 2', '25'],
    ['rate__c', '3'],
    ['AMOUNT__C > 12 && Done__c || FALSE', true],
    ['NOT Done__c', false],
    ['!(1 = 2)', true],
    ['IF(ISBLANK(Note__c), "none", Note__c)', 'none'],
    ['CASE(State__c, "Draft", 1, "Open", 2, 0)', '2'],
    ['ISPICKVAL(State__c, "Open")', true],
    ['TEXT(State__c) & "!"', 'Open!'],
    ['INCLUDES(Tags__c, "blue")', true],
    ['INCLUDES(Tags__c, "bl")', false],
    ['BLANKVALUE(Note__c, "x")', 'x'],
    ['NULLVALUE(Note__c, "x")', null],
    ['LPAD("7", 3, "0") & RPAD("a", 3, "-") & MID("abcdef", 3, 2)', '007a--cd'],
    ['LEFT("abc", 2) & RIGHT("abc", 9) & TRIM("  x ")', 'ababcx'],
    ['SUBSTITUTE("a.b.c", ".", "$&") & FIND("c", "abc") & ""', undefined],
    ['REGEX("AB-12", "[A-Z]{2}-\\\\d+")', true],
    ['REGEX("xAB-12", "[A-Z]{2}-\\\\d+")', false],
    ['BEGINS(Name, "Al") && CONTAINS(Name, "ph")', true],
    ['LEN(Name) + VALUE("1.5")', '6.5'],
    ['CASESAFEID("001A0000006Vm9r")', '001A0000006Vm9rIAC'],
    ['CASESAFEID($Organization.Id)', '00D000000000001EAA'],
    ['ROUND(-2.5, 0)', '-3'],
    ['FLOOR(-2.5)', '-2'],
    ['MFLOOR(-2.5)', '-3'],
    ['CEILING(-2.5)', '-3'],
    ['MCEILING(-2.5)', '-2'],
    ['FLOOR(1 / 9 * 9)', '1'],
    ['MOD(-7, 3)', '-1'],
    ['MAX(1, 3, 2) + MIN(4, 2)', '5'],
    ['TRUNC(1.987, 2)', '1.98'],
    ['SQRT(16) + ABS(-1) + EXP(0) + LN(1) + LOG(100)', '8'],
    ['TODAY()', '2026-11-21'],
    ['DATEVALUE(At__c)', '2026-11-21'],
    ['DATEVALUE("2026-1-2") - DATE(2025, 12, 31)', '2'],
    ['ADDMONTHS(Day__c, 1)', '2026-02-28'],
    ['Day__c + 1.9', '2026-02-01'],
    ['NOW() + 0.5 - NOW()', '0.5'],
    ['TEXT(At__c)', '2026-11-20 23:30:00Z'],
    ['DATETIMEVALUE("2026-11-20 10:00:00") + 1/24', '2026-11-20T11:00:00Z'],
    ['YEAR(Day__c) * 10000 + MONTH(Day__c) * 100 + DAY(Day__c)', '20260131'],
    ['WEEKDAY(DATE(2026, 11, 22))', '1'],
    ['IFERROR(1 / 0, -1)', '-1'],
    ['Owner.Name & " " & Owner:User.Name', undefined],
    ['$User.Id', '005000000000001AAA'],
    ['$Profile.Name = "System Administrator" && $User.IsActive', true],
    ['$Permission.Companion', true],
    ['$Permission.Other', false],
    ['$CustomMetadata.Policy__mdt.Default.Hours__c * 2', '24'],
    ['$Label.Greeting', 'Hello'],
    ['NULL', null],
  ] as [string, string | boolean | null | undefined][])('%s', (formula, expected) => {
    if (expected === undefined) expect(() => compute(formula)).toThrow(FormulaError);
    else expect(shown(compute(formula))).toBe(expected);
  });

  test('an empty number counts as zero or stays empty, as the formula field says', () => {
    const record = { Amount__c: null };
    const compiled = compileFormula('Amount__c + 1', scope);
    expect(shown(evaluate(compiled, { ...base, record, blanks: 'zero' }))).toBe('1');
    expect(evaluate(compiled, { ...base, record, blanks: 'blank' })).toBeNull();
    expect(compute('ISBLANK(Amount__c)', { record, blanks: 'blank' })).toBe(true);
    expect(compute('ISBLANK(Amount__c)', { record, blanks: 'zero' })).toBe(false);
    expect(compute('Amount__c > 0', { record })).toBeNull();
    expect(compute('NOT(Amount__c > 0)', { record })).toBeNull();
  });

  test('numbers keep their digits', () => {
    const value = compute('0.1 + 0.2');
    expect(value).toBeInstanceOf(Decimal);
    expect(shown(value)).toBe('0.3');
  });

  test('a division by zero and a date that does not exist are faults of the evaluation', () => {
    expect(() => compute('1 / 0')).toThrow(FormulaEvaluationError);
    expect(() => compute('DATE(2026, 2, 30)')).toThrow(FormulaEvaluationError);
    expect(() => compute('VALUE("x")')).toThrow(FormulaEvaluationError);
  });
});

describe('the record before and after', () => {
  const prior = { ...base.record, State__c: 'Draft', Amount__c: '12.50', Note__c: '' };
  const saved: Partial<FormulaEnvironment> = { prior, isNew: false };

  test.each([
    ['ISNEW()', false],
    ['ISCHANGED(State__c)', true],
    ['ISCHANGED(Amount__c)', false],
    ['ISCHANGED(Note__c)', false],
    ['ISPICKVAL(PRIORVALUE(State__c), "Draft")', true],
    ['CASE(PRIORVALUE(State__c), "Draft", 1, 0) = 1', true],
    ['PRIORVALUE(Amount__c) = Amount__c', true],
  ])('%s', (formula, expected) => {
    expect(compute(formula, saved)).toBe(expected);
  });

  test('a new record has no changes, and its prior values are its own', () => {
    expect(compute('ISNEW()')).toBe(true);
    expect(compute('ISCHANGED(State__c)')).toBe(false);
    expect(compute('ISPICKVAL(PRIORVALUE(State__c), "Open")')).toBe(true);
  });
});

function positionOf(attempt: () => unknown): number {
  try {
    attempt();
  } catch (error) {
    if (error instanceof FormulaError) return error.position;
  }
  return -1;
}

describe('faults in the text of a formula', () => {
  test.each([
    ['1 +', 'Syntax error. Found end of formula', 3],
    ['(1 + 2', "Syntax error. Missing ')'", 6],
    ['1 + 2)', "Syntax error. Extra ')'", 5],
    ['1 ? 2', "Syntax error. Found '?'", 2],
    ['Nope__c = 1', 'Field Nope__c does not exist. Check spelling.', 0],
    ['$Nope.X', 'Field $Nope.X does not exist. Check spelling.', 0],
    ['1 + FOO(1)', 'Unknown function FOO. Check spelling.', 4],
    ['LEFT("a")', "Incorrect number of parameters for function 'LEFT()'. Expected 2, received 1", 0],
    ['LEN(5)', "Incorrect parameter type for function 'LEN()'. Expected Text, received Number", 4],
    ['TEXT(Name)', /Expected Number, Date, DateTime, Time, Picklist, received Text/, 5],
    ['"a" * 2', "Incorrect parameter type for operator '*'. Expected Number, received Text", 4],
    ['State__c = "Open"', /operator '='.*received Picklist/, 9],
    ['IF(TRUE, State__c, "x")', /Field State__c is a picklist field/, 9],
    ['IF(TRUE, 1, "x")', "Incorrect parameter type for function 'IF()'. Expected Number, received Text", 12],
    ['CASE(1, 2, 3)', /Incorrect number of parameters for function 'CASE\(\)'/, 0],
    ['ISCHANGED(Owner.Name)', /Expected a field of this record/, 10],
    ['ISPICKVAL(State__c, Name)', /Expected a text literal/, 0],
  ] as [string, string | RegExp, number][])('%s', (formula, message, position) => {
    const attempt = () => compileFormula(formula, scope);
    expect(attempt).toThrow(FormulaError);
    expect(attempt).toThrow(message);
    expect(positionOf(attempt)).toBe(position);
  });

  test('a rule that does not answer true or false is refused', () => {
    expect(() => compileFormula('1 + 1', scope, 'boolean')).toThrow(
      'Formula result is data type (Number), incompatible with expected data type (true or false).',
    );
    expect(compileFormula('Rate__c', scope, 'percent').type).toBe('number');
  });

  test('names every field it reads once', () => {
    const compiled = compileFormula('IF(Amount__c > 1, Owner.Name, $User.Id) & Name & Owner.Name', {
      fieldType: (path) => scope.fieldType(path) ?? (path === 'Owner.Name' ? 'text' : undefined),
    });
    expect(compiled.references).toEqual(['Amount__c', 'Owner.Name', '$User.Id', 'Name']);
  });
});
