import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import AccessRequestList from 'c/accessRequestList';
import { answerOf } from '../../../../../test/graphql-answer';
import { objectInfoOf, requestRow, settled } from '../../../../../test/access-request';

function list() {
  const element = createElement('c-access-request-list', { is: AccessRequestList });
  element.objectInfo = objectInfoOf();
  document.body.appendChild(element);
  return element;
}

const choose = (element, value) =>
  element.shadowRoot
    .querySelector('lightning-radio-group')
    .dispatchEvent(new CustomEvent('change', { detail: { value } }));

describe('c-access-request-list', () => {
  afterEach(() => document.body.replaceChildren());

  it('is loading until the org answers', async () => {
    const element = list();
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows number, case, user, state and the time left [D99]', async () => {
    const element = list();
    graphql.emit(answerOf({ Access_Request__c: [requestRow()] }));
    await settled();
    const row = element.shadowRoot.querySelector('tbody tr');
    expect(row.textContent).toContain('AR-000001');
    expect(row.textContent).toContain('48211906');
    expect(row.textContent).toContain('Ada Morgan');
    expect(row.querySelector('c-status-badge').label).toBe('Awaiting decision');
    expect(row.querySelector('c-countdown').until).toBe('2099-01-01T12:00:00.000Z');
    expect(element.shadowRoot.querySelector('th').textContent).toBe('Access Request');
    await expect(element).toBeAccessible();
  });

  it('marks break-glass in words, and lists it by itself [D112]', async () => {
    const element = list();
    graphql.emit(answerOf({ Access_Request__c: [requestRow({ Break_Glass__c: true })] }));
    await settled();
    expect(element.shadowRoot.querySelector('[data-break-glass]').label).toBe('c.Break_Glass_Badge');
    choose(element, 'emergency');
    await settled();
    expect(graphql.getLastConfig().variables.where).toEqual({ Break_Glass__c: { eq: true } });
    await expect(element).toBeAccessible();
  });

  it('opens a request and takes the focus back to it', async () => {
    const element = list();
    const open = jest.fn();
    element.addEventListener('open', (event) => open(event.detail));
    graphql.emit(answerOf({ Access_Request__c: [requestRow()] }));
    await settled();
    element.shadowRoot.querySelector('[data-id]').click();
    expect(open).toHaveBeenCalledWith({ recordId: 'a00000000000001AAA' });
    element.focusRequest('a00000000000001AAA');
    expect(element.shadowRoot.activeElement.dataset.id).toBe('a00000000000001AAA');
  });

  it('filters by what is open, mine, or all', async () => {
    const element = list();
    await settled();
    expect(graphql.getLastConfig().variables.where.State__c.in).toContain('Window_open');
    choose(element, 'mine');
    await settled();
    expect(graphql.getLastConfig().variables.where).toEqual({
      Requested_By__c: { eq: '005000000000000000' },
    });
    choose(element, 'all');
    await settled();
    expect(graphql.getLastConfig().variables.where).toEqual({});
  });

  test.each([
    ['open', 'c.List_Empty_Open'],
    ['mine', 'c.List_Empty_Mine'],
    ['all', 'c.List_Empty_All'],
  ])('says that nothing is there under the filter %s, and what to do', async (filter, text) => {
    const element = list();
    choose(element, filter);
    graphql.emit(answerOf({ Access_Request__c: [] }));
    await settled();
    expect(element.shadowRoot.textContent).toContain(text);
    expect(element.shadowRoot.textContent).toContain('c.List_Empty_Next');
    await expect(element).toBeAccessible();
  });

  it('shows an error, keeps the rows it had, and tries again', async () => {
    const refresh = jest.fn();
    const element = list();
    graphql.emit(answerOf({ Access_Request__c: [requestRow()] }));
    await settled();
    graphql.emitErrors([{ message: 'down' }], () => true, refresh);
    await settled();
    expect(element.shadowRoot.querySelectorAll('tbody tr')).toHaveLength(1);
    const panel = element.shadowRoot.querySelector('c-error-panel');
    expect(panel.errors[0].message).toBe('down');
    await expect(element).toBeAccessible();
    panel.dispatchEvent(new CustomEvent('retry'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('asks the org again every 15 seconds', () => {
    jest.useFakeTimers();
    const refresh = jest.fn();
    list();
    graphql.emit(answerOf({ Access_Request__c: [] }), () => true, refresh);
    jest.advanceTimersByTime(30_000);
    jest.useRealTimers();
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('shows more rows on demand', async () => {
    const element = list();
    graphql.emit(answerOf({ Access_Request__c: [requestRow()] }, { totalCount: 60, hasNextPage: true }));
    await settled();
    const more = [...element.shadowRoot.querySelectorAll('lightning-button')].at(-1);
    expect(more.label).toBe('c.List_More');
    more.click();
    await settled();
    expect(graphql.getLastConfig().variables.first).toBe(50);
  });
});
