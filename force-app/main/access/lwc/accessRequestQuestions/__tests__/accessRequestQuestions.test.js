import { createElement } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import AccessRequestQuestions from 'c/accessRequestQuestions';
import { objectInfoOf, settled } from '../../../../../test/access-request';

const ENTRIES = [
  {
    Id: 'e1',
    Kind__c: 'Question',
    Kind__c$label: 'Question',
    Actor__c: 'Marit Jansen',
    At__c: '2026-11-20T10:00:00Z',
    Summary__c: 'Marit Jansen asks: Which import…',
    Text_Values__c: JSON.stringify({ text: 'Which import fails, and since when?' }),
  },
  { Id: 'e2', Kind__c: 'Notice', Summary__c: 'Mail was handed over' },
];

function questions(state, { updateable = true, entries = ENTRIES } = {}) {
  const element = createElement('c-access-request-questions', { is: AccessRequestQuestions });
  Object.assign(element, {
    request: { Id: 'a01', Name: 'AR-000001', State__c: state },
    entries,
    objectInfo: objectInfoOf({ updateable }),
  });
  document.body.appendChild(element);
  const input = element.shadowRoot.querySelector('lightning-textarea');
  if (input) {
    input.setCustomValidity = jest.fn();
    input.reportValidity = jest.fn(() => (input.value ?? '').trim() !== '');
    input.focus = jest.fn();
  }
  const changed = jest.fn();
  element.addEventListener('changed', changed);
  return { element, input, changed, send: element.shadowRoot.querySelector('[data-action="send"]') };
}

describe('c-access-request-questions', () => {
  afterEach(() => {
    document.body.replaceChildren();
    updateRecord.mockReset().mockResolvedValue({});
  });

  it('shows the whole question and takes the answer below it [B47 D112]', async () => {
    const { element, input, changed, send } = questions('More_information');
    expect(element.shadowRoot.textContent).toContain('Which import fails, and since when?');
    expect(element.shadowRoot.textContent).not.toContain('handed over');
    input.value = '  The nightly one, since Monday. ';
    send.click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({
      fields: { Id: 'a01', Answer__c: 'The nightly one, since Monday.' },
    });
    expect(changed).toHaveBeenCalledTimes(1);
    expect(input.value).toBe('');
    await expect(element).toBeAccessible();
  });

  it('asks for words, and keeps them when the org refuses', async () => {
    const { element, input, changed, send } = questions('More_information');
    send.click();
    await settled();
    expect(input.setCustomValidity).toHaveBeenCalledWith('c.Questions_Missing');
    expect(updateRecord).not.toHaveBeenCalled();
    input.value = 'Since Monday.';
    updateRecord.mockRejectedValue({ body: { message: 'The request is closed.' } });
    send.click();
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel').errors.body.message).toBe(
      'The request is closed.',
    );
    expect(input.value).toBe('Since Monday.');
    expect(changed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('offers no field when nobody waits for an answer, or to those who may only read', async () => {
    expect(questions('Awaiting_decision').input).toBeNull();
    expect(questions('More_information', { updateable: false }).input).toBeNull();
    const { element } = questions('Awaiting_decision', { entries: [] });
    expect(element.shadowRoot.querySelector('section')).toBeNull();
  });
});
