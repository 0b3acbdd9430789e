/** What a query is refused with: the platform's code, words, arrow, row and column. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from 'jsforce';
import { openThings } from './sample-things.ts';
import type { ThingOrg } from './sample-things.ts';

let org: ThingOrg;
let ada: Connection;

beforeAll(async () => {
  org = await openThings();
  const { token } = await org.token('ada');
  ada = new Connection({ instanceUrl: org.url, accessToken: token, version: '68.0' });
});
afterAll(() => org.close());

const fault = async (soql: string) =>
  ada.query(soql).then(
    () => null,
    (error: unknown) => error,
  );

describe('faults', () => {
  test.each([
    [
      'SELECT Bacon__c FROM Thing__c LIMIT 2',
      'INVALID_FIELD',
      '\nSELECT Bacon__c FROM Thing__c LIMIT 2\n       ^\nERROR at Row:1:Column:8\n',
    ],
    [
      'SELECT Id, Beacon_Of_Hope__c FROM Thing__c LIMIT 1',
      'INVALID_FIELD',
      '\nSELECT Id, Beacon_Of_Hope__c FROM Thing__c\n           ^\nERROR at Row:1:Column:12\n',
    ],
    [
      "SELECT t.Id, t.Name FROM Thing__c t WHERE\n Idd = '00111000002zYnu'",
      'INVALID_FIELD',
      "\n Idd = '00111000002zYnu'\n ^\nERROR at Row:2:Column:2\n",
    ],
    [
      'SELECT Id, FROM Thing__c',
      'MALFORMED_QUERY',
      "\nSELECT Id, FROM Thing__c\n          ^\nERROR at Row:1:Column:11\nunexpected token: 'FROM'",
    ],
    [
      'SELECT Id FROM Nothing__c',
      'INVALID_TYPE',
      "\nSELECT Id FROM Nothing__c\n               ^\nERROR at Row:1:Column:16\nsObject type 'Nothing__c' is not supported.",
    ],
    [
      'SELECT Id FROM Thing__c WHERE Name = Text__c',
      'MALFORMED_QUERY',
      'Bind variables only allowed in Apex code',
    ],
    [
      "SELECT Id FROM Thing__c WHERE (Name = 'a'",
      'MALFORMED_QUERY',
      "expecting a right parentheses, found '<EOF>'",
    ],
    ["SELECT Id FROM Thing__c WHERE Name = 'O'Neill'", 'MALFORMED_QUERY', "unexpected token: 'Neill'"],
    ["SELECT Id FROM Thing__c WHERE Story__c = 'x'", 'INVALID_FIELD', "'Story__c' can not be filtered"],
    ['SELECT Id FROM Thing__c ORDER BY Areas__c', 'INVALID_FIELD', "'Areas__c' can not be sorted"],
    ['SELECT COUNT(Id) FROM Thing__c GROUP BY Number__c', 'INVALID_FIELD', "'Number__c' can not be grouped"],
    ['SELECT Id FROM Thing__c WHERE Flag__c > true', 'INVALID_QUERY_FILTER_OPERATOR', 'boolean'],
    ["SELECT Id FROM Thing__c WHERE Areas__c > 'Red'", 'INVALID_QUERY_FILTER_OPERATOR', 'multipicklist'],
    ['SELECT Id FROM Thing__c WHERE Day__c = 2026-02-30', 'INVALID_FIELD', 'must be of type date'],
    ['SELECT Id FROM Thing__c WHERE COUNT(Id) > 1', 'MALFORMED_QUERY', "unexpected token: 'COUNT'"],
    ['SELECT Id FROM Thing__c ALL ROWS', 'MALFORMED_QUERY', 'ALL ROWS not allowed in this context'],
    [
      'SELECT Id FROM Thing__c WITH SECURITY_ENFORCED',
      'MALFORMED_QUERY',
      "unexpected token: 'SECURITY_ENFORCED'",
    ],
    ['SELECT Id FROM Thing__c WITH USER_MODE', 'MALFORMED_QUERY', "unexpected token: 'USER_MODE'"],
    ['SELECT MAX(Day__c) FROM Thing__c LIMIT 1', 'MALFORMED_QUERY', 'cannot also use LIMIT'],
    [
      'SELECT Name, Parent__r.Name, COUNT(Id) FROM Thing__c GROUP BY Name, Parent__r.Name',
      'MALFORMED_QUERY',
      'duplicate alias: Name',
    ],
    [
      'SELECT Color__c, COUNT(Id) FROM Thing__c GROUP BY Color__c ORDER BY Name',
      'MALFORMED_QUERY',
      'Ordered field must be grouped or aggregated: Name',
    ],
    [
      'SELECT Color__c, COUNT(Id) FROM Thing__c GROUP BY Color__c HAVING Name = null',
      'MALFORMED_QUERY',
      'must be grouped or aggregated: Name',
    ],
    [
      'SELECT (SELECT COUNT() FROM Things__r) FROM Thing__c',
      'MALFORMED_QUERY',
      'only root queries support aggregate expressions',
    ],
    [
      "SELECT Id FROM Thing__c WHERE OwnerId IN (SELECT Id FROM User) OR Name = 'x'",
      'MALFORMED_QUERY',
      "not allowed with the 'OR' operator",
    ],
    [
      "SELECT Id FROM Thing__c WHERE Flag__c = true AND (Name = 'x' OR OwnerId IN (SELECT Id FROM User))",
      'MALFORMED_QUERY',
      'only allowed at the top level WHERE expressions',
    ],
    [
      'SELECT Id FROM Thing__c WHERE Id IN (SELECT Parent__c FROM Thing__c)',
      'MALFORMED_QUERY',
      'should not be on the same object type',
    ],
    [
      'SELECT Id FROM Thing__c WHERE OwnerId IN (SELECT ProfileId FROM User)',
      'MALFORMED_QUERY',
      'should point to the same object type',
    ],
    [
      'SELECT Id FROM Thing__c WHERE OwnerId IN (SELECT Username FROM User)',
      'MALFORMED_QUERY',
      "can only query id fields, cannot use: 'Username'",
    ],
    [
      'SELECT Id FROM Thing__c WHERE Name IN (SELECT Id FROM User)',
      'MALFORMED_QUERY',
      "should be an id field, cannot use: 'Name'",
    ],
    ['SELECT convertCurrency(Amount__c) FROM Thing__c', 'MALFORMED_QUERY', 'unexpected token'],
    [
      'SELECT Id FROM Thing__c OFFSET 2001',
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Maximum SOQL offset allowed is 2000',
    ],
  ])('%s', async (soql, errorCode, message) => {
    expect(await fault(soql)).toMatchObject({ errorCode, message: expect.stringContaining(message) });
  });

  test('nothing that a client writes is an error of the org itself', async () => {
    const odd = [
      'SELECT Id FROM Thing__c WHERE Day__c = LAST_N_YEARS:99999',
      'SELECT Id FROM Thing__c WHERE Number__c = 1e999',
      String.raw`SELECT Id FROM Thing__c WHERE Name LIKE '\u005c'`,
      String.raw`SELECT Id FROM Thing__c WHERE Name = 'a\u0000'`,
      'SELECT Id FROM Thing__c LIMIT 99999999999999999999',
      String.raw`SELECT Id FROM Thing__c WHERE Name = '\q'`,
    ];
    for (const soql of odd)
      expect((await fault(soql)) ?? {}).not.toMatchObject({ errorCode: 'UNKNOWN_EXCEPTION' });
  });
});
