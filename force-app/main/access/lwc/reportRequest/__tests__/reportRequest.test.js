import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import ReportRequest from 'c/reportRequest';
import { answerOf } from '../../../../../test/graphql-answer';
import { settled } from '../../../../../test/access-request';

const report = (values) => ({
  Id: 'r1',
  Name: 'RPT-000001',
  Period_From__c: '2026-10-01',
  Period_To__c: '2026-11-20',
  Time_Zone__c: 'Europe/Berlin',
  Requested_By__r: { Name: 'Priya Nair' },
  Made_At__c: null,
  Bundle_Digest__c: null,
  Summary__c: null,
  Problem__c: null,
  ContentDocumentLinks: [],
  ...values,
});

function panel({ createable = true } = {}) {
  const element = createElement('c-report-request', { is: ReportRequest });
  document.body.appendChild(element);
  getObjectInfo.emit({ createable });
  return element;
}

async function readyToAsk(validity = true) {
  const element = panel();
  await settled();
  for (const input of element.shadowRoot.querySelectorAll('lightning-input')) {
    input.setCustomValidity = jest.fn((message) => Object.assign(input, { problem: message }));
    input.reportValidity = jest.fn(() => validity && !input.problem);
    input.focus = jest.fn();
  }
  return element;
}

const choose = (element, name, value) => {
  const input = element.shadowRoot.querySelector(`[data-field="${name}"]`);
  input.name = name;
  input.dispatchEvent(new CustomEvent('change', { detail: { value } }));
};

const ask = (element) => element.shadowRoot.querySelector('[data-action="ask"]').click();

describe('c-report-request', () => {
  beforeEach(() =>
    jest.useFakeTimers({ doNotFake: ['setTimeout'], now: Date.parse('2026-11-20T12:00:00Z') }),
  );

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
    createRecord.mockReset().mockResolvedValue({ id: 'r1' });
  });

  it('offers the quarter up to today', async () => {
    const element = panel();
    await settled();
    const [from, to] = element.shadowRoot.querySelectorAll('lightning-input');
    expect([from.value, to.value, to.max]).toEqual(['2026-10-01', '2026-11-20', '2026-11-20']);
  });

  it('asks for a report of the chosen period, once', async () => {
    createRecord.mockResolvedValue({ id: 'r1' });
    const element = await readyToAsk();
    choose(element, 'from', '2026-11-01');
    ask(element);
    ask(element);
    await settled();
    expect(createRecord).toHaveBeenCalledTimes(1);
    expect(createRecord.mock.calls[0][0]).toEqual({
      apiName: 'Audit_Report__c',
      fields: {
        Period_From__c: '2026-11-01',
        Period_To__c: '2026-11-20',
        Time_Zone__c: 'America/Los_Angeles',
        Requested_By__c: '005000000000000000',
        Client_Key__c: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it('refuses a period that ends before it begins', async () => {
    const element = await readyToAsk();
    choose(element, 'to', '2026-09-01');
    ask(element);
    expect(element.shadowRoot.querySelector('[data-field="to"]').problem).toBe('c.Report_Order');
    expect(createRecord).not.toHaveBeenCalled();
  });

  it('shows why the org refused and repeats under the same key', async () => {
    createRecord.mockRejectedValueOnce({ body: { message: 'No.' } }).mockResolvedValue({ id: 'r1' });
    const element = await readyToAsk();
    ask(element);
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel').errors.body.message).toBe('No.');
    ask(element);
    await settled();
    const keys = createRecord.mock.calls.map(([input]) => input.fields.Client_Key__c);
    expect(keys[0]).toBe(keys[1]);
    expect(element.shadowRoot.querySelector('c-error-panel')).toBeNull();
  });

  it('takes a repeated key for the answer that was lost', async () => {
    createRecord.mockRejectedValue({
      body: {
        output: { errors: [{ errorCode: 'DUPLICATE_VALUE', message: 'duplicate', field: 'Client_Key__c' }] },
      },
    });
    const element = await readyToAsk();
    const toast = jest.fn();
    element.addEventListener('lightning__showtoast', toast);
    ask(element);
    await settled();
    expect(toast).toHaveBeenCalledTimes(1);
    expect(element.shadowRoot.querySelector('c-error-panel')).toBeNull();
  });

  it('lists reports with state, files and problems', async () => {
    const element = panel();
    const file = {
      Id: 'l1',
      ContentDocument: { Id: '069000000000001AAA', Title: 'report', FileExtension: 'html' },
    };
    graphql.emit(
      answerOf({
        Audit_Report__c: [
          report({
            State__c: { value: 'Ready', label: 'Ready' },
            Bundle_Digest__c: 'f'.repeat(64),
            ContentDocumentLinks: [file],
          }),
          report({
            Id: 'r2',
            State__c: { value: 'Failed', label: 'Failed' },
            Problem__c: 'The ledger is inconsistent.',
          }),
          report({ Id: 'r3', State__c: { value: 'Requested', label: 'Requested' } }),
        ],
      }),
    );
    await settled();
    const link = element.shadowRoot.querySelector('a');
    expect(link.textContent).toBe('report.html');
    expect(link.getAttribute('href')).toBe('/sfc/servlet.shepherd/document/download/069000000000001AAA');
    expect(element.shadowRoot.textContent).toContain('The ledger is inconsistent.');
    expect(element.shadowRoot.textContent).toContain('c.Report_Next_Failed');
    expect(element.shadowRoot.textContent).toContain('c.Report_Next_Requested');
  });

  it('asks again sooner while a report is being made', async () => {
    const refresh = jest.fn();
    panel();
    const emit = (state) =>
      graphql.emit(
        answerOf({ Audit_Report__c: [report({ State__c: { value: state, label: state } })] }),
        () => true,
        refresh,
      );
    emit('Requested');
    jest.advanceTimersByTime(10_000);
    expect(refresh).toHaveBeenCalledTimes(2);
    refresh.mockClear();
    emit('Ready');
    jest.advanceTimersByTime(15_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('lets those who may not ask read the list', async () => {
    const element = panel({ createable: false });
    await settled();
    expect(element.shadowRoot.querySelector('[data-action="ask"]')).toBeNull();
  });
});
