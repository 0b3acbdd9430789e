import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import AccessRequestReceipt from 'c/accessRequestReceipt';
import { answerOf } from '../../../../../test/graphql-answer';
import { requestRow, settled } from '../../../../../test/access-request';

function receipt() {
  const element = createElement('c-access-request-receipt', { is: AccessRequestReceipt });
  element.clientKey = 'key-1';
  document.body.appendChild(element);
  return element;
}

const answer = (row, notices = []) =>
  answerOf({ Access_Request__c: row ? [row] : [], Access_Request_Event__c: notices });

describe('c-access-request-receipt', () => {
  afterEach(() => document.body.replaceChildren());

  it('finds the request by the key it was saved under', async () => {
    receipt();
    await settled();
    expect(graphql.getLastConfig().variables).toEqual({ key: 'key-1' });
  });

  it('says who was asked and until when', async () => {
    const element = receipt();
    graphql.emit(answer(requestRow(), [{ Id: 'e1', Summary__c: 'Mara Lind, security lead, by mail' }]));
    await settled();
    const text = element.shadowRoot.textContent;
    expect(text).toContain('c.Next_Awaiting_decision');
    expect(text).toContain('Mara Lind, security lead, by mail');
    expect(element.shadowRoot.querySelector('c-countdown').until).toBe('2099-01-01T12:00:00.000Z');
    await expect(element).toBeAccessible();
  });

  it('shows that the policy is still at work', async () => {
    const element = receipt();
    graphql.emit(answer(requestRow({ State__c: 'Submitted', Deadline__c: null })));
    await settled();
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('tells each state that it sees, once, so that lists beside it read anew', async () => {
    const element = receipt();
    const changed = jest.fn();
    element.addEventListener('statechange', changed);
    const seen = (state) => graphql.emit(answer(requestRow({ State__c: state })));
    seen('Submitted');
    await settled();
    seen('Submitted');
    await settled();
    expect(changed).toHaveBeenCalledTimes(1);
    seen('Awaiting_decision');
    await settled();
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('shows the reasons of a refusal', async () => {
    const element = receipt();
    graphql.emit(answer(requestRow({ State__c: 'Refused_by_policy', Gate_Summary__c: 'Too long' })));
    await settled();
    expect(element.shadowRoot.querySelector('c-access-request-gates').summary).toBe('Too long');
    await expect(element).toBeAccessible();
  });

  it('asks again while it is looked at', async () => {
    jest.useFakeTimers();
    const refresh = jest.fn();
    receipt();
    graphql.emit(answer(requestRow()), () => true, refresh);
    jest.advanceTimersByTime(6000);
    jest.useRealTimers();
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('waits until the org knows the request', async () => {
    const element = receipt();
    graphql.emit(answer(undefined));
    await settled();
    expect(element.shadowRoot.querySelector('[data-action="show"]')).toBeNull();
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('offers to show the request and to make another', async () => {
    const element = receipt();
    const show = jest.fn();
    const another = jest.fn();
    element.addEventListener('show', (event) => show(event.detail));
    element.addEventListener('another', another);
    graphql.emit(answer(requestRow()));
    await settled();
    element.shadowRoot.querySelector('[data-action="show"]').click();
    element.shadowRoot.querySelector('[data-action="another"]').click();
    expect(show).toHaveBeenCalledWith({ recordId: 'a00000000000001AAA' });
    expect(another).toHaveBeenCalledTimes(1);
  });

  it('shows an error and keeps what it knew', async () => {
    const element = receipt();
    graphql.emit(answer(requestRow()));
    await settled();
    graphql.emitErrors([{ message: 'down' }]);
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel')).not.toBeNull();
    expect(element.shadowRoot.querySelector('[data-action="show"]')).not.toBeNull();
    await expect(element).toBeAccessible();
  });
});
