import { createElement } from 'lwc';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import ModeProposalForm from 'c/modeProposalForm';
import { settled } from '../../../../../test/access-request';

const MODES = [
  { label: 'Standard', value: 'Standard' },
  { label: 'Opt-out enabled', value: 'Opt_out_enabled' },
];

async function form({ createable = true, isWaiting = false } = {}) {
  const element = createElement('c-mode-proposal-form', { is: ModeProposalForm });
  element.isWaiting = isWaiting;
  document.body.appendChild(element);
  getObjectInfo.emit({ createable, defaultRecordTypeId: '012000000000000AAA' });
  getPicklistValuesByRecordType.emit({ picklistFieldValues: { Mode__c: { values: MODES } } });
  await settled();
  for (const input of element.shadowRoot.querySelectorAll('[data-name]')) {
    input.setCustomValidity = jest.fn((message) => Object.assign(input, { problem: message }));
    input.reportValidity = jest.fn(() => !input.problem);
    input.focus = jest.fn();
  }
  return element;
}

const inputOf = (element, name) => element.shadowRoot.querySelector(`[data-name="${name}"]`);
const enter = (element, values) => {
  for (const [name, value] of Object.entries(values)) {
    inputOf(element, name).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  }
};
const FILLED = { Mode__c: 'Standard', Effective_Date__c: '2026-12-01', Reason__c: 'The contract ends.' };
const propose = (element) => element.shadowRoot.querySelector('[data-action="propose"]').click();

describe('c-mode-proposal-form', () => {
  afterEach(() => {
    document.body.replaceChildren();
    createRecord.mockReset().mockResolvedValue({ id: 'p1' });
  });

  it('proposes a mode with its first day and a reason, once [A7]', async () => {
    createRecord.mockResolvedValue({ id: 'p1' });
    const element = await form();
    const proposed = jest.fn();
    element.addEventListener('proposed', proposed);
    enter(element, FILLED);
    propose(element);
    propose(element);
    await settled();
    expect(createRecord).toHaveBeenCalledTimes(1);
    expect(createRecord.mock.calls[0][0]).toEqual({
      apiName: 'Governance_Proposal__c',
      fields: {
        ...FILLED,
        Time_Zone__c: 'America/Los_Angeles',
        Proposed_By__c: '005000000000000000',
        Client_Key__c: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(proposed).toHaveBeenCalledTimes(1);
    expect(inputOf(element, 'Reason__c').value).toBe('');
    await expect(element).toBeAccessible();
  });

  it('asks for a reason that says something', async () => {
    const element = await form();
    enter(element, { ...FILLED, Reason__c: '  ' });
    propose(element);
    expect(inputOf(element, 'Reason__c').problem).toBe('c.Form_Value_Missing');
    expect(inputOf(element, 'Reason__c').focus).toHaveBeenCalled();
    expect(createRecord).not.toHaveBeenCalled();
  });

  it('says what the chosen mode means, and that a proposal that waits is replaced [A7 A8]', async () => {
    const element = await form({ isWaiting: true });
    expect(element.shadowRoot.textContent).toContain('c.Mode_Proposal_Replaces');
    enter(element, { Mode__c: 'Opt_out_enabled' });
    await settled();
    expect(element.shadowRoot.textContent).toContain('c.Governance_Opt_Out_Means');
    enter(element, { Mode__c: 'Standard' });
    await settled();
    expect(element.shadowRoot.textContent).toContain('c.Governance_Standard_Means');
  });

  it('keeps what was entered when the org refuses, and repeats under the same key', async () => {
    createRecord.mockRejectedValueOnce({ body: { message: 'No.' } }).mockResolvedValue({ id: 'p1' });
    const element = await form();
    enter(element, FILLED);
    propose(element);
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel').errors.body.message).toBe('No.');
    expect(inputOf(element, 'Reason__c').value).toBe('The contract ends.');
    await expect(element).toBeAccessible();
    propose(element);
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
    const element = await form();
    const proposed = jest.fn();
    element.addEventListener('proposed', proposed);
    enter(element, FILLED);
    propose(element);
    await settled();
    expect(proposed).toHaveBeenCalledTimes(1);
    expect(element.shadowRoot.querySelector('c-error-panel')).toBeNull();
  });

  it('shows nothing to those who may not propose [A7]', async () => {
    const element = await form({ createable: false });
    expect(element.shadowRoot.querySelector('section')).toBeNull();
  });
});
