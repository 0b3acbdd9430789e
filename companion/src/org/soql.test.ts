import { describe, expect, test } from '@jest/globals';
import { names, recordId, soql } from './soql.ts';

describe('the soql tag', () => {
  test.each([
    ['an apostrophe', "O'Hara", `'O\\'Hara'`],
    ['a backslash', 'a\\b', `'a\\\\b'`],
    ['a backslash before an apostrophe', "\\' OR Id != '", `'\\\\\\' OR Id != \\''`],
    ['a line break', 'a\nb', `'a\\nb'`],
    ['no text at all', '', `''`],
  ])('keeps %s inside its literal', (_title, value, expected) => {
    expect(soql`WHERE Name = ${value}`.text).toBe(`WHERE Name = ${expected}`);
  });

  test('writes numbers, booleans, null, instants, dates and lists each in its own form', () => {
    const at = Temporal.Instant.from('2026-11-21T04:00:00Z');
    const day = Temporal.PlainDate.from('2026-11-21');
    expect(
      soql`WHERE a = ${1.5} AND b = ${true} AND c = ${null} AND d >= ${at} AND e = ${day} AND f IN ${['x', "y'"]}`
        .text,
    ).toBe(
      `WHERE a = 1.5 AND b = true AND c = null AND d >= 2026-11-21T04:00:00.000Z AND e = 2026-11-21 AND f IN ('x', 'y\\'')`,
    );
  });

  test('nests finished pieces', () => {
    const where = soql`WHERE Id = ${recordId('005000000000001AAA')}`;
    expect(soql`SELECT ${names('Id', 'Owner.Name')} FROM User ${where}`.text).toBe(
      `SELECT Id, Owner.Name FROM User WHERE Id = '005000000000001AAA'`,
    );
  });

  test.each([
    ['an empty list', () => soql`WHERE Id IN ${[]}`],
    ['a number that is not finite', () => soql`WHERE a = ${Number.NaN}`],
    ['a name with a blank', () => names('Id FROM User')],
    ['no name', () => names()],
    ['an id with a quote', () => recordId("005000000000001' OR ''='")],
  ])('refuses %s', (_title, make) => {
    expect(make).toThrow(TypeError);
  });
});
