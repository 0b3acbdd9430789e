import { createElement } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import ReasonModal from 'c/reasonModal';
import { settled } from '../../../../../test/access-request';

function openDialog(text) {
  const element = createElement('c-reason-modal', { is: ReasonModal });
  Object.assign(element, {
    label: 'Cancel this request?',
    recordId: 'a01',
    fieldName: 'Cancel_Reason__c',
    fieldLabel: 'Cancel Reason',
    confirmLabel: 'Cancel it',
    changes: { State__c: 'Cancelled' },
  });
  document.body.appendChild(element);
  const input = element.shadowRoot.querySelector('lightning-textarea');
  input.value = text;
  input.setCustomValidity = jest.fn();
  input.reportValidity = jest.fn(() => text.trim() !== '');
  input.focus = jest.fn();
  const closed = jest.fn();
  element.addEventListener('close', (event) => closed(event.detail));
  const confirm = element.shadowRoot.querySelector('[data-name="confirm"]');
  return { element, input, closed, confirm };
}

describe('c-reason-modal', () => {
  afterEach(() => {
    document.body.replaceChildren();
    updateRecord.mockReset().mockResolvedValue({});
  });

  it('saves the text with its changes and closes', async () => {
    const { element, closed, confirm } = openDialog('  Solved without access.  ');
    confirm.click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({
      fields: { Id: 'a01', Cancel_Reason__c: 'Solved without access.', State__c: 'Cancelled' },
    });
    expect(closed).toHaveBeenCalledWith(true);
    await expect(element).toBeAccessible();
  });

  it('asks for words before it saves', async () => {
    const { input, closed, confirm } = openDialog('   ');
    confirm.click();
    await settled();
    expect(input.setCustomValidity).toHaveBeenCalledWith('c.Reason_Missing');
    expect(input.focus).toHaveBeenCalled();
    expect(updateRecord).not.toHaveBeenCalled();
    expect(closed).not.toHaveBeenCalled();
  });

  it('stays open with the text when the org refuses', async () => {
    updateRecord.mockRejectedValue({ body: { message: 'The request is closed.' } });
    const { element, input, closed, confirm } = openDialog('Solved.');
    confirm.click();
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel').errors.body.message).toBe(
      'The request is closed.',
    );
    expect(input.value).toBe('Solved.');
    expect(closed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('leaves everything as it is', () => {
    const { element, closed } = openDialog('');
    element.shadowRoot.querySelector('lightning-button').click();
    expect(closed).toHaveBeenCalledWith(false);
    expect(updateRecord).not.toHaveBeenCalled();
  });
});
