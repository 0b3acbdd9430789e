/** An object with formula fields, for tests. */
import type { Elements } from '../test-source.ts';

function formula(type: string, source: string, blanks = 'BlankAsZero'): Elements {
  const size: Elements = ['Number', 'Currency', 'Percent'].includes(type) ? { precision: 18, scale: 4 } : {};
  return { formula: source, formulaTreatBlanksAs: blanks, type, ...size };
}

/** Formulas whose SQL is held against the evaluator, over fields of every type. */
export const COMPARED: [string, string][] = [
  ['Number', 'A__c + B__c * 2 - 1'],
  ['Number', 'A__c / B__c'],
  ['Number', '2 / 3 * 3 + A__c'],
  ['Checkbox', '2 / 3 * 3 = 2'],
  ['Text', 'TEXT(A__c / 3)'],
  ['Number', 'ROUND(A__c / 7, 3) + FLOOR(B__c / 3) - CEILING(A__c / 3)'],
  ['Number', 'MFLOOR(A__c / 2) + MCEILING(A__c / 2) + ROUND(A__c, -1)'],
  ['Number', 'MOD(A__c, B__c)'],
  ['Number', 'MAX(A__c, B__c, 3) + MIN(A__c, -B__c) + ABS(A__c)'],
  ['Percent', 'P__c * 2'],
  ['Number', 'IF(A__c > 0, A__c / B__c, 1 / A__c)'],
  ['Number', 'CASE(A__c, 1, 10, 2, 20, B__c / A__c)'],
  ['Number', 'CASE(S__c, "Open", 1, "", 2, 0)'],
  ['Number', 'IFERROR(A__c / B__c, -1)'],
  ['Number', 'BLANKVALUE(A__c, 5) + NULLVALUE(B__c, 6)'],
  ['Checkbox', 'A__c > B__c'],
  ['Checkbox', 'AND(A__c > 0, 1 / A__c > 0.2)'],
  ['Checkbox', 'OR(A__c = 0, B__c / A__c > 1)'],
  ['Checkbox', 'NOT(A__c > B__c) || D__c > E__c'],
  ['Checkbox', 'ISBLANK(A__c) && ISBLANK(T__c)'],
  ['Checkbox', 'ISNULL(B__c) || ISNULL(T__c) || K__c'],
  ['Checkbox', 'ISPICKVAL(S__c, "Open")'],
  ['Checkbox', 'INCLUDES(M__c, "red")'],
  ['Number', 'PICKLISTCOUNT(M__c)'],
  ['Text', 'T__c & "-" & U__c'],
  ['Text', 'LEFT(T__c, A__c) & MID(T__c, B__c, 2) & RIGHT(T__c, 2)'],
  ['Text', 'SUBSTITUTE(T__c, U__c, "~") & TRIM(T__c)'],
  ['Text', 'LPAD(T__c, 5, "ab") & RPAD(U__c, A__c, "z")'],
  ['Text', 'UPPER(T__c) + LOWER(U__c) + TEXT(S__c)'],
  ['Text', 'TEXT(D__c) & TEXT(H__c) & TEXT(A__c)'],
  ['Number', 'LEN(T__c) + FIND(U__c, T__c) + FIND("a", T__c, B__c)'],
  ['Number', 'VALUE(U__c) + 1'],
  ['Checkbox', 'CONTAINS(T__c, U__c)'],
  ['Checkbox', 'BEGINS(T__c, U__c)'],
  ['Checkbox', 'T__c < U__c'],
  ['Checkbox', 'T__c >= U__c'],
  ['Checkbox', 'T__c <> U__c'],
  ['Date', 'D__c + A__c'],
  ['Date', 'E__c - 1.7'],
  ['Number', 'D__c - E__c'],
  ['Date', 'DATE(2026 + A__c, B__c, 29)'],
  ['Date', 'ADDMONTHS(D__c, A__c)'],
  ['Date', 'DATEVALUE(H__c)'],
  ['DateTime', 'H__c + A__c / 7'],
  ['Number', 'H__c - DATETIMEVALUE(D__c)'],
  ['Number', 'YEAR(D__c) * 10000 + MONTH(D__c) * 100 + DAY(D__c) + WEEKDAY(E__c)'],
  ['Number', 'HOUR(TIMEVALUE(H__c)) * 60 + MINUTE(TIMEVALUE(H__c)) + ISOWEEK(D__c)'],
  ['Checkbox', 'D__c < TODAY() && H__c < NOW()'],
];

/** Fields of every type, and formula fields over them: `Z<n>` and `Y<n>` compute COMPARED[n] with blanks as zero and as blank. */
export const THING_FIELDS: Record<string, Elements> = {
  A: { type: 'Number', precision: 18, scale: 4 },
  B: { type: 'Number', precision: 18, scale: 4 },
  P: { type: 'Percent', precision: 18, scale: 4 },
  T: { type: 'Text', length: 40 },
  U: { type: 'Text', length: 40 },
  K: { type: 'Checkbox', defaultValue: false },
  D: { type: 'Date' },
  E: { type: 'Date' },
  H: { type: 'DateTime' },
  S: picklist('Picklist', ['Open', 'Shut']),
  M: { ...picklist('MultiselectPicklist', ['red', 'blue']), visibleLines: 3 },
  Parent: {
    type: 'Lookup',
    referenceTo: 'Thing__c',
    relationshipName: 'Things',
    deleteConstraint: 'SetNull',
  },
  Up: formula('Text', 'Parent__r.Name & "/" & Parent__r.Parent__r.T__c'),
  Nested: formula('Number', 'Parent__r.Half__c + Half__c'),
  Half: formula('Number', 'A__c / 2'),
  Mine: formula('Checkbox', 'OwnerId = $User.Id && $Profile.Name = "System Administrator"'),
  Where_From: formula('Text', '$User.LastName & " of " & $Organization.Name & CASESAFEID(OwnerId)'),
  Bad: formula('Number', '1 / 0'),
  Cased: formula('Text', 'INITCAP(T__c)'),
  Link: formula('Text', 'HYPERLINK("/" & Id, T__c, "_self")'),
};
COMPARED.forEach(([type, source], index) => {
  THING_FIELDS[`Z${index}`] = formula(type, source);
  THING_FIELDS[`Y${index}`] = formula(type, source, 'BlankAsBlank');
});

function picklist(type: string, values: string[]): Elements {
  return {
    type,
    valueSet: {
      restricted: true,
      valueSetDefinition: {
        sorted: false,
        value: values.map((value) => ({ fullName: value, default: false, label: value })),
      },
    },
  };
}
