import { hasErrorCode, reduceErrors } from 'c/ldsErrors';

const refusedWrite = {
  status: 400,
  statusText: 'Bad Request',
  body: {
    message: 'An error occurred while trying to update the record. Please try again.',
    statusCode: 400,
    enhancedErrorType: 'RecordError',
    output: {
      errors: [
        {
          errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
          message: 'A request starts as Draft.',
          field: null,
        },
      ],
      fieldErrors: {
        Client_Key__c: [
          { errorCode: 'DUPLICATE_VALUE', message: 'duplicate value found', field: 'Client_Key__c' },
        ],
      },
    },
  },
};

describe('c-lds-errors', () => {
  const shapes = [
    [
      'a refused write names the rules, not the platform’s phrase',
      refusedWrite,
      ['duplicate value found', 'A request starts as Draft.'],
    ],
    [
      'a read error is a list',
      { body: [{ errorCode: 'NOT_FOUND', message: 'No such record.' }] },
      ['No such record.'],
    ],
    ['a body with a message alone', { body: { message: 'Not allowed.' } }, ['Not allowed.']],
    ['a body that is text', { body: 'Service down' }, ['Service down']],
    ['page errors of a write', { body: { pageErrors: [{ message: 'Too long.' }] } }, ['Too long.']],
    ['GraphQL errors', [{ message: 'Field is unknown', paths: [] }], ['Field is unknown']],
    ['a JavaScript error', new Error('boom'), ['boom']],
    ['a lost connection', new TypeError('Failed to fetch'), ['c.Error_Offline']],
    ['a status without a body', { statusText: 'Gateway Timeout' }, ['Gateway Timeout']],
    ['a body without words falls back to the status', { statusText: 'Conflict', body: {} }, ['Conflict']],
    ['nothing but an object', {}, ['c.Error_Unknown']],
    ['a text', 'No such request.', ['No such request.']],
    ['several errors, each once', ['twice', { message: 'twice' }, null, undefined], ['twice']],
    ['no error', undefined, []],
  ];
  test.each(shapes)('reads %s', (_title, error, lines) => {
    expect(reduceErrors(error)).toEqual(lines);
  });

  it('finds a code, with or without its field', () => {
    expect(hasErrorCode(refusedWrite, 'DUPLICATE_VALUE', 'Client_Key__c')).toBe(true);
    expect(hasErrorCode(refusedWrite, 'DUPLICATE_VALUE', 'Name')).toBe(false);
    expect(hasErrorCode(refusedWrite, 'FIELD_CUSTOM_VALIDATION_EXCEPTION')).toBe(true);
    expect(hasErrorCode(undefined, 'DUPLICATE_VALUE')).toBe(false);
  });
});
