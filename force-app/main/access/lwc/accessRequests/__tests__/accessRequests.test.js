import { createElement } from 'lwc';
import { subscribe } from 'lightning/messageService';
import { CurrentPageReference } from 'lightning/navigation';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import AccessRequests from 'c/accessRequests';
import { objectInfoOf, picklistsOf, settled } from '../../../../../test/access-request';

async function panel() {
  const element = createElement('c-access-requests', { is: AccessRequests });
  document.body.appendChild(element);
  getObjectInfo.emit(objectInfoOf());
  getPicklistValuesByRecordType.emit(picklistsOf());
  await settled();
  return element;
}

const listOf = (element) => element.shadowRoot.querySelector('c-access-request-list');
const detailOf = (element) => element.shadowRoot.querySelector('c-access-request-detail');
const hear = (message) => subscribe.mock.calls.at(-1)[2](message);

async function open(element) {
  listOf(element).dispatchEvent(new CustomEvent('open', { detail: { recordId: 'a01' } }));
  await settled();
}

describe('c-access-requests', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('begins with the list', async () => {
    const element = await panel();
    expect(listOf(element).objectInfo.apiName).toBe('Access_Request__c');
    expect(detailOf(element)).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows one request in place of the list, and the list again with the focus where it was', async () => {
    const element = await panel();
    listOf(element).focusRequest = jest.fn();
    await open(element);
    expect(detailOf(element).recordId).toBe('a01');
    expect(listOf(element).parentElement.className).toBe('slds-hide');
    await expect(element).toBeAccessible();
    detailOf(element).dispatchEvent(new CustomEvent('back'));
    await settled();
    expect(detailOf(element)).toBeNull();
    expect(listOf(element).focusRequest).toHaveBeenCalledWith('a01');
  });

  it('shows the request another panel names', async () => {
    const element = await panel();
    hear({ action: 'show', recordId: 'a02' });
    await settled();
    expect(detailOf(element).recordId).toBe('a02');
    expect(element.shadowRoot.querySelector('lightning-tabset').activeTabValue).toBe('requests');
  });

  it('shows the request that the address names', async () => {
    const element = await panel();
    CurrentPageReference.emit({
      type: 'standard__navItemPage',
      attributes: {},
      state: { c__request: 'a03' },
    });
    await settled();
    expect(detailOf(element).recordId).toBe('a03');
    CurrentPageReference.emit({ type: 'standard__navItemPage', attributes: {}, state: {} });
    await settled();
    expect(detailOf(element).recordId).toBe('a03');
  });

  it('asks again when a request was saved or changed', async () => {
    const element = await panel();
    listOf(element).refresh = jest.fn();
    hear({ action: 'saved' });
    await open(element);
    detailOf(element).refresh = jest.fn();
    detailOf(element).dispatchEvent(new CustomEvent('changed'));
    hear({ action: 'saved' });
    expect(listOf(element).refresh).toHaveBeenCalledTimes(3);
    expect(detailOf(element).refresh).toHaveBeenCalledTimes(1);
  });

  it('shows an error when states and headings cannot be read', async () => {
    const element = createElement('c-access-requests', { is: AccessRequests });
    document.body.appendChild(element);
    getObjectInfo.error({ message: 'no such object' });
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel')).not.toBeNull();
    await expect(element).toBeAccessible();
  });
});
