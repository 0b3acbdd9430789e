import { createElement } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import { publish, subscribe } from 'lightning/messageService';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { createRecord, getRecord, updateRecord } from 'lightning/uiRecordApi';
import NewAccessRequest from 'c/newAccessRequest';
import { objectInfoOf, picklistsOf, settled } from '../../../../../test/access-request';

async function panel({ createable = true } = {}) {
  const element = createElement('c-new-access-request', { is: NewAccessRequest });
  document.body.appendChild(element);
  getObjectInfo.emit(objectInfoOf({ createable }));
  getPicklistValuesByRecordType.emit(picklistsOf());
  await settled();
  return element;
}

const formOf = (element) => element.shadowRoot.querySelector('c-access-request-form');
const receiptOf = (element) => element.shadowRoot.querySelector('c-access-request-receipt');
const click = (element, action) => element.shadowRoot.querySelector(`[data-action="${action}"]`).click();

function type(element, name, value) {
  formOf(element).dispatchEvent(new CustomEvent('valuechange', { detail: { name, value } }));
}

async function filled() {
  const element = await panel();
  type(element, 'Support_Case_Number__c', '48211906');
  await settled();
  formOf(element).validate = jest.fn(() => true);
  return element;
}

const draftRecord = {
  id: 'a0D',
  apiName: 'Access_Request__c',
  fields: {
    Support_Case_Number__c: { value: '777' },
    Target_User__c: { value: '005A' },
    Target_User__r: { value: { fields: { Name: { value: 'Ada Morgan' } } } },
    Client_Key__c: { value: 'draft-key' },
  },
};

const askToEdit = (recordId) => subscribe.mock.calls.at(-1)[2]({ recordId, action: 'edit' });

describe('c-new-access-request', () => {
  beforeEach(() => {
    jest.clearAllMocks();
    createRecord.mockReset().mockResolvedValue({ id: 'a01' });
    updateRecord.mockReset().mockResolvedValue({ id: 'a0D' });
  });

  afterEach(() => document.body.replaceChildren());

  it('shows the form when fields and choices are known', async () => {
    const element = await panel();
    expect(formOf(element).objectInfo.apiName).toBe('Access_Request__c');
    expect(getPicklistValuesByRecordType.getLastConfig().recordTypeId).toBe('012000000000000AAA');
    await expect(element).toBeAccessible();
  });

  it('takes over case, user and purpose for an extension; necessity and hours are asked anew [D102]', async () => {
    const element = await panel();
    subscribe.mock.calls.at(-1)[2]({ recordId: 'a0D', action: 'extend' });
    await settled();
    const field = (value) => ({ value });
    getRecord.emit({
      ...draftRecord,
      fields: {
        ...draftRecord.fields,
        ...{ Name: field('AR-000001'), Purpose__c: field('Look at the sync.') },
        ...{ Necessity__c: field('Seen only here.'), Hours_Wanted__c: field(4) },
      },
    });
    await settled();
    expect(element.shadowRoot.querySelector('[data-extension]')).not.toBeNull();
    expect(formOf(element).values).toMatchObject({
      ...{ Support_Case_Number__c: '777', Target_User__c: '005A', Purpose__c: 'Look at the sync.' },
    });
    expect(formOf(element).values).not.toHaveProperty('Necessity__c');
    expect(formOf(element).values).not.toHaveProperty('Hours_Wanted__c');
    formOf(element).validate = jest.fn(() => true);
    await expect(element).toBeAccessible();
    click(element, 'submit');
    await settled();
    const [{ fields }] = createRecord.mock.calls[0];
    expect(fields).toMatchObject({ Extends__c: 'a0D', Support_Case_Number__c: '777' });
    expect(fields.Client_Key__c).not.toBe('draft-key');
    expect(updateRecord).not.toHaveBeenCalled();
  });

  it('is loading before that', async () => {
    const element = createElement('c-new-access-request', { is: NewAccessRequest });
    document.body.appendChild(element);
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  test.each([
    ['draft', 'Draft', true],
    ['submit', 'Submitted', false],
  ])('saves by %s in the state %s', async (action, state, isDraft) => {
    const element = await filled();
    click(element, action);
    await settled();
    expect(createRecord.mock.calls[0][0]).toMatchObject({
      apiName: 'Access_Request__c',
      fields: { Support_Case_Number__c: '48211906', State__c: state, Requested_By__c: '005000000000000000' },
    });
    expect(receiptOf(element).clientKey).toBe(createRecord.mock.calls[0][0].fields.Client_Key__c);
    expect(publish.mock.calls[0][2]).toEqual({ action: 'saved' });
    receiptOf(element).dispatchEvent(new CustomEvent('statechange'));
    expect(publish.mock.calls[1][2]).toEqual({ action: 'saved' });
    expect(isDraft).toBe(action === 'draft');
    await expect(element).toBeAccessible();
  });

  it('sends nothing while the form is not valid', async () => {
    const element = await filled();
    formOf(element).validate = jest.fn(() => false);
    click(element, 'submit');
    await settled();
    expect(formOf(element).validate).toHaveBeenCalledWith({ isDraft: false });
    expect(createRecord).not.toHaveBeenCalled();
  });

  it('makes one request of two clicks and shows progress meanwhile [A2]', async () => {
    let answer;
    createRecord.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const element = await filled();
    click(element, 'submit');
    click(element, 'submit');
    await settled();
    expect(element.shadowRoot.textContent).toContain('c.New_Request_Submitting');
    expect(formOf(element).disabled).toBe(true);
    await expect(element).toBeAccessible();
    answer({ id: 'a01' });
    await settled();
    expect(createRecord).toHaveBeenCalledTimes(1);
  });

  it('loses nothing when the org refuses and repeats under the same key', async () => {
    createRecord.mockRejectedValueOnce({ body: { message: 'A rule says no.' } });
    const element = await filled();
    click(element, 'submit');
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel').errors.body.message).toBe('A rule says no.');
    expect(formOf(element).values.Support_Case_Number__c).toBe('48211906');
    await expect(element).toBeAccessible();
    formOf(element).validate = jest.fn(() => true);
    click(element, 'submit');
    await settled();
    const keys = createRecord.mock.calls.map(([input]) => input.fields.Client_Key__c);
    expect(keys[0]).toBe(keys[1]);
    expect(receiptOf(element)).not.toBeNull();
  });

  it('takes a key the org already has for the answer that was lost', async () => {
    createRecord.mockRejectedValue({
      body: {
        output: { errors: [{ errorCode: 'DUPLICATE_VALUE', message: 'duplicate', field: 'Client_Key__c' }] },
      },
    });
    const element = await filled();
    click(element, 'submit');
    await settled();
    expect(receiptOf(element)).not.toBeNull();
  });

  it('begins anew with an empty form and another key', async () => {
    const element = await filled();
    click(element, 'submit');
    await settled();
    const firstKey = receiptOf(element).clientKey;
    receiptOf(element).dispatchEvent(new CustomEvent('another'));
    await settled();
    expect(formOf(element).values).toEqual({});
    formOf(element).validate = jest.fn(() => true);
    click(element, 'submit');
    await settled();
    expect(receiptOf(element).clientKey).not.toBe(firstKey);
  });

  it('takes the focus back into the form for another request', async () => {
    const element = await filled();
    click(element, 'submit');
    await settled();
    const focus = jest.spyOn(HTMLElement.prototype, 'focus');
    receiptOf(element).dispatchEvent(new CustomEvent('another'));
    await settled();
    expect(focus.mock.contexts[0].dataset.field).toBe('Support_Case_Number__c');
    focus.mockRestore();
  });

  it('asks the other panel to show what was saved', async () => {
    const element = await filled();
    click(element, 'submit');
    await settled();
    receiptOf(element).dispatchEvent(new CustomEvent('show', { detail: { recordId: 'a01' } }));
    expect(publish.mock.calls.at(-1)[2]).toEqual({ recordId: 'a01', action: 'show' });
  });

  it('takes a draft up again and saves it in its place', async () => {
    const element = await panel();
    await askToEdit('a0D');
    await settled();
    expect(getRecord.getLastConfig().recordId).toBe('a0D');
    getRecord.emit(draftRecord);
    await settled();
    expect(formOf(element).values).toMatchObject({
      Support_Case_Number__c: '777',
      Target_User__c$name: 'Ada Morgan',
    });
    formOf(element).validate = jest.fn(() => true);
    click(element, 'submit');
    await settled();
    expect(updateRecord.mock.calls[0][0].fields).toMatchObject({
      Id: 'a0D',
      State__c: 'Submitted',
      Client_Key__c: 'draft-key',
    });
    expect(createRecord).not.toHaveBeenCalled();
  });

  it('asks before a draft replaces what was typed', async () => {
    LightningConfirm.open = jest.fn().mockResolvedValue(false);
    const element = await filled();
    await askToEdit('a0D');
    await settled();
    expect(LightningConfirm.open).toHaveBeenCalledTimes(1);
    expect(formOf(element).values.Support_Case_Number__c).toBe('48211906');
  });

  it('tells those who may not make requests what to do', async () => {
    const element = await panel({ createable: false });
    expect(formOf(element)).toBeNull();
    expect(element.shadowRoot.textContent).toContain('c.New_Request_Not_Allowed');
    await expect(element).toBeAccessible();
  });

  it('shows an error when the form cannot be prepared', async () => {
    const element = createElement('c-new-access-request', { is: NewAccessRequest });
    document.body.appendChild(element);
    getObjectInfo.error({ message: 'no such object' });
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel')).not.toBeNull();
    await expect(element).toBeAccessible();
  });
});
