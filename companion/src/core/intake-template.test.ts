import { describe, expect, test } from '@jest/globals';
import { isTokenText, TOKEN_BYTES, tokenText } from './api-tokens.ts';
import { INTAKE_HEADING, parseIntake } from './intake-template.ts';

describe('the mail template of an intake', () => {
  test('is read as people write it: case, spaces, line ends and order do not matter [D114]', () => {
    const text = `\r\n  ${INTAKE_HEADING.toUpperCase()}\r\nCASE NUMBER:  46012345 \r\nticket: INC1\r\nIncident type: Security_incident  response\r\nHours wanted: 1,5\r\ndata viewed: YES\r\nCase id:\r\n\r\npurpose:\r\nFirst.\r\n\r\nSecond: not a field.\r\nASK:\r\nPlease.\r\n`;
    expect(parseIntake(text)).toEqual({
      caseNumber: '46012345',
      ticket: 'INC1',
      incidentType: 'Security_incident_response',
      hoursWanted: 1.5,
      dataViewed: true,
      purpose: 'First.\n\nSecond: not a field.',
      ask: 'Please.',
    });
  });

  test.each([
    ['', 'The first line must be'],
    ['Ticket: 1', 'The first line must be'],
    [`${INTAKE_HEADING}\nTicket: 1\nTicket: 2`, 'Line 3: Ticket stands there twice.'],
    [`${INTAKE_HEADING}\nAsk:\na\nAsk:\nb`, 'Line 4: ask stands there twice.'],
    [`${INTAKE_HEADING}\n__proto__: x`, 'Line 2 is not of the template.'],
    [`${INTAKE_HEADING}\nconstructor: x`, 'Line 2 is not of the template.'],
    [`${INTAKE_HEADING}\nHello`, 'Line 2 is not of the template.'],
  ])('of another form is refused with its line: %s', (text, sentence) => {
    expect(() => parseIntake(text)).toThrow(sentence);
  });

  test('leaves what is no number and no yes or no as it is, for the shapes to refuse', () => {
    const text = `${INTAKE_HEADING}\nHours wanted: some\nData viewed: maybe`;
    expect(parseIntake(text)).toEqual({ hoursWanted: 'some', dataViewed: 'maybe' });
  });
});

describe('the text of a token', () => {
  test('carries all bytes of the secret, a prefix and a checksum that a typing error breaks [D114]', () => {
    const low = tokenText(new Uint8Array(TOKEN_BYTES));
    const high = tokenText(new Uint8Array(TOKEN_BYTES).fill(255));
    expect(low).toMatch(/^cs_0{43}[0-9A-Za-z]{6}$/);
    expect(high).toHaveLength(low.length);
    for (const token of [low, high]) {
      expect(isTokenText(token)).toBe(true);
      expect(isTokenText(token.replace(/^cs_./, 'cs_b'))).toBe(false);
      expect(isTokenText(` ${token}`)).toBe(false);
    }
    expect(() => tokenText(new Uint8Array(31))).toThrow(RangeError);
  });
});
