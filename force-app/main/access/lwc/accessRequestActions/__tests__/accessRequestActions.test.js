import { createElement } from 'lwc';
import { publish } from 'lightning/messageService';
import { updateRecord } from 'lightning/uiRecordApi';
import ReasonModal from 'c/reasonModal';
import AccessRequestActions from 'c/accessRequestActions';
import { objectInfoOf, settled } from '../../../../../test/access-request';

function actionsFor(state, rights, fields = {}) {
  const element = createElement('c-access-request-actions', { is: AccessRequestActions });
  element.request = { Id: 'a01', Name: 'AR-000001', State__c: state, ...fields };
  element.objectInfo = objectInfoOf(rights);
  const changed = jest.fn();
  const toast = jest.fn();
  element.addEventListener('changed', changed);
  element.addEventListener('lightning__showtoast', toast);
  document.body.appendChild(element);
  const button = (name) => element.shadowRoot.querySelector(`[data-action="${name}"]`);
  return { element, changed, toast, button };
}

describe('c-access-request-actions', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
    updateRecord.mockResolvedValue({});
  });

  it('submits a draft', async () => {
    const { element, changed, toast, button } = actionsFor('Draft');
    button('submit').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: 'a01', State__c: 'Submitted' } });
    expect(changed).toHaveBeenCalledTimes(1);
    expect(toast).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('shows why a draft was not submitted', async () => {
    updateRecord.mockRejectedValue({ body: { message: 'Purpose is missing.' } });
    const { element, changed, button } = actionsFor('Draft');
    button('submit').click();
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel').errors.body.message).toBe('Purpose is missing.');
    expect(changed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    element.request = { Id: 'a01', Name: 'AR-000001', State__c: 'Submitted' };
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel')).toBeNull();
  });

  it('hands a draft to the form', () => {
    actionsFor('Draft').button('edit').click();
    expect(publish.mock.calls[0][2]).toEqual({ recordId: 'a01', action: 'edit' });
  });

  it('hands an approved request to the form, to be extended, by whoever may raise one [D102]', () => {
    const actions = actionsFor('Window_open');
    expect(actions.button('extend')).toBeNull();
    const window = { Window_End__c: '2099-01-01T12:00:00.000Z' };
    const open = actionsFor('Window_open', undefined, window);
    open.button('extend').click();
    expect(publish.mock.calls[0][2]).toEqual({ recordId: 'a01', action: 'extend' });
    expect(actionsFor('Window_open', { createable: false }, window).button('extend')).toBeNull();
    expect(actionsFor('Completed', { updateable: false }, window).button('extend')).not.toBeNull();
    const past = { Window_End__c: '2020-01-01T12:00:00.000Z' };
    expect(actionsFor('Completed', undefined, past).button('extend')).toBeNull();
  });

  test.each([
    ['Awaiting_decision', 'cancel', 'Cancel_Reason__c', { State__c: 'Cancelled' }],
    ['Window_open', 'revoke', 'Revocation_Reason__c', { Revocation_Requested__c: true }],
  ])('in state %s asks for a text before it will %s', async (state, action, fieldName, changes) => {
    ReasonModal.open.mockResolvedValue(true);
    const { element, changed, button } = actionsFor(state);
    button(action).click();
    await settled();
    expect(ReasonModal.open.mock.calls[0][0]).toMatchObject({ recordId: 'a01', fieldName });
    expect(ReasonModal.open.mock.calls[0][0].changes).toEqual(changes);
    expect(changed).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('leads to the field for the answer while a contact waits for one [B47]', () => {
    const { element, button } = actionsFor('More_information');
    const answer = jest.fn();
    element.addEventListener('answer', answer);
    button('answer').click();
    expect(answer).toHaveBeenCalledTimes(1);
    expect(ReasonModal.open).not.toHaveBeenCalled();
  });

  it('changes nothing when the dialog is left', async () => {
    ReasonModal.open.mockResolvedValue(undefined);
    const { changed, button } = actionsFor('Awaiting_decision');
    button('cancel').click();
    await settled();
    expect(changed).not.toHaveBeenCalled();
  });

  it('offers nothing to those who may only read, or when nothing is left to ask', async () => {
    const { element } = actionsFor('Draft', { updateable: false });
    expect(element.shadowRoot.querySelector('lightning-button')).toBeNull();
    await expect(element).toBeAccessible();
    expect(actionsFor('Denied').element.shadowRoot.querySelector('lightning-button')).toBeNull();
  });
});
