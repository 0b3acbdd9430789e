// Its own file: the accessibility check cannot bear the faked clock of the other tests.
import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import ReportRequest from 'c/reportRequest';
import { answerOf } from '../../../../../test/graphql-answer';
import { settled } from '../../../../../test/access-request';

describe('c-report-request', () => {
  afterEach(() => document.body.replaceChildren());

  test.each([
    ['loading', () => undefined],
    ['empty', () => graphql.emit(answerOf({ Audit_Report__c: [] }))],
    ['in error', () => graphql.emitErrors([{ message: 'down' }])],
    [
      'full',
      () =>
        graphql.emit(
          answerOf({
            Audit_Report__c: [
              {
                Id: 'r1',
                Name: 'RPT-000001',
                State__c: { value: 'Ready', label: 'Ready' },
                ContentDocumentLinks: [
                  { Id: 'l1', ContentDocument: { Id: '069', Title: 'report', FileExtension: null } },
                ],
              },
            ],
          }),
        ),
    ],
  ])('is accessible when %s', async (_state, emit) => {
    const element = createElement('c-report-request', { is: ReportRequest });
    document.body.appendChild(element);
    getObjectInfo.emit({ createable: true });
    emit();
    await settled();
    await expect(element).toBeAccessible();
  });
});
