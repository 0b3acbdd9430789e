import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import AccessRequestDetail from 'c/accessRequestDetail';
import { answerOf } from '../../../../../test/graphql-answer';
import { objectInfoOf, picklistsOf, requestRow, settled } from '../../../../../test/access-request';

function detail() {
  const element = createElement('c-access-request-detail', { is: AccessRequestDetail });
  Object.assign(element, {
    recordId: 'a00000000000001AAA',
    objectInfo: objectInfoOf(),
    picklists: picklistsOf(),
  });
  document.body.appendChild(element);
  return element;
}

const answer = (rows, more = {}) =>
  answerOf({
    Access_Request__c: rows,
    Access_Request_Event__c: [],
    Access_Decision__c: [],
    Login_Grant__c: [],
    Observed_Access__c: [],
    ...more,
  });

const headings = (element) =>
  [...element.shadowRoot.querySelectorAll('h4')].map((heading) => heading.textContent);

describe('c-access-request-detail', () => {
  afterEach(() => document.body.replaceChildren());

  it('is loading until the org answers', async () => {
    const element = detail();
    await settled();
    expect(graphql.getLastConfig().variables).toEqual({ id: 'a00000000000001AAA' });
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('is loading until the org has told the timeline, too', async () => {
    const element = detail();
    const told = [];
    // The request's own query stands first.
    graphql.emit(answer([requestRow()]), () => told.push('') === 1);
    await settled();
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    expect(element.shadowRoot.querySelector('article')).toBeNull();
    graphql.emit(answer([requestRow()]));
    await settled();
    expect(element.shadowRoot.querySelector('lightning-spinner')).toBeNull();
    expect(element.shadowRoot.querySelector('article')).not.toBeNull();
  });

  it('links the request that it extends and those that extend it [D102]', async () => {
    const element = detail();
    const opened = jest.fn();
    element.addEventListener('open', (event) => opened(event.detail));
    const before = { Id: 'a00000000000000AAA', Name: 'AR-000000' };
    const after = {
      Id: 'a00000000000002AAA',
      Name: 'AR-000002',
      State__c: { value: 'Denied', label: 'Denied' },
    };
    graphql.emit(answer([requestRow({ Extends__r: before })], { extensions: [after] }));
    await settled();
    const links = [...element.shadowRoot.querySelectorAll('[data-request]')];
    expect(links.map(({ dataset }) => dataset.request)).toEqual([before.Id, after.Id]);
    await expect(element).toBeAccessible();
    links[1].click();
    expect(opened).toHaveBeenCalledWith({ recordId: after.Id });
  });

  it('shows state, path, deadline, facts and timeline', async () => {
    const element = detail();
    const entry = {
      Id: 'e1',
      Kind__c: { value: 'Notice', label: 'Notice' },
      At__c: '2026-11-20T10:00:00Z',
      Summary__c: 'Sent',
    };
    graphql.emit(answer([requestRow()], { Access_Request_Event__c: [entry] }));
    await settled();
    expect(element.shadowRoot.querySelector('c-status-badge').label).toBe('Awaiting decision');
    expect(element.shadowRoot.querySelector('lightning-progress-indicator').currentStep).toBe(
      'Awaiting_decision',
    );
    expect(element.shadowRoot.querySelector('c-countdown').until).toBe('2099-01-01T12:00:00.000Z');
    const facts = element.shadowRoot.querySelector('c-fact-list').facts;
    expect(facts.find((fact) => fact.label === 'Purpose').text).toBe('The nightly export fails.');
    expect(facts.find((fact) => fact.label === 'Target User').text).toBe('Ada Morgan');
    expect(element.shadowRoot.querySelector('c-access-request-timeline').entries[0].Summary__c).toBe('Sent');
    expect(headings(element)).not.toContain('c.Detail_Window');
    expect(element.shadowRoot.activeElement.textContent).toBe('c.Detail_Title');
    await expect(element).toBeAccessible();
  });

  it('shows window and grant with its unavoidable end once there is an approval [A12] [B68]', async () => {
    const element = detail();
    graphql.emit(
      answer([
        requestRow({
          State__c: 'Window_open',
          Window_Start__c: '2026-11-20T10:00:00Z',
          Window_End__c: '2099-11-20T14:00:00Z',
          Grant_Step__c: { value: 'Asked', label: 'Asked' },
          Grant_End__c: '2026-11-21',
          Revocation_Requested__c: true,
          Frozen__c: true,
        }),
      ]),
    );
    await settled();
    expect(headings(element)).toEqual(expect.arrayContaining(['c.Detail_Window', 'c.Detail_Grant']));
    const [, windowList, grantList] = element.shadowRoot.querySelectorAll('c-fact-list');
    expect(windowList.facts[1].at).toBe('2099-11-20T14:00:00Z');
    expect(grantList.facts).toEqual([
      expect.objectContaining({ text: 'Asked' }),
      expect.objectContaining({ date: '2026-11-21' }),
    ]);
    expect(element.shadowRoot.textContent).toContain('c.Detail_Revocation_Asked');
    expect(element.shadowRoot.textContent).toContain('c.Detail_Frozen');
    await expect(element).toBeAccessible();
  });

  it('marks break-glass for ever: opened without approval, or refused, with its review [D112]', async () => {
    const element = detail();
    const emergency = {
      Break_Glass__c: true,
      Break_Glass_Reason__c: 'Payments stand still.',
      Break_Glass_Review__c: { value: 'Justified', label: 'Justified' },
    };
    const times = { Window_Start__c: '2026-11-20T10:00:00Z', Window_End__c: '2026-11-20T10:45:00Z' };
    graphql.emit(answer([requestRow({ State__c: 'Completed', ...times, ...emergency })]));
    await settled();
    expect(element.shadowRoot.querySelector('[data-break-glass]').label).toBe('c.Break_Glass_Badge');
    expect(element.shadowRoot.textContent).toContain('c.Detail_Break_Glass_Opened');
    const facts = [...element.shadowRoot.querySelectorAll('c-fact-list')].flatMap((list) => list.facts);
    expect(facts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Payments stand still.', 'Justified']),
    );
    await expect(element).toBeAccessible();
  });

  it('shows the approvals of what was submitted, and none of a draft', async () => {
    const element = detail();
    graphql.emit(answer([requestRow({ Approvals_Needed__c: 2, Approvals_Given__c: 0 })]));
    await settled();
    const progress = element.shadowRoot.querySelector('c-access-request-progress');
    expect(progress.request.Approvals_Needed__c).toBe(2);
    graphql.emit(answer([requestRow({ State__c: 'Draft' })]));
    await settled();
    expect(element.shadowRoot.querySelector('c-access-request-progress')).toBeNull();
  });

  it('brings whoever wants to answer to the field below the question [B47]', async () => {
    const element = detail();
    graphql.emit(answer([requestRow({ State__c: 'More_information' })]));
    await settled();
    const questions = element.shadowRoot.querySelector('c-access-request-questions');
    const focused = jest.spyOn(questions.shadowRoot.querySelector('lightning-textarea'), 'focus');
    element.shadowRoot.querySelector('c-access-request-actions').dispatchEvent(new CustomEvent('answer'));
    expect(focused).toHaveBeenCalledTimes(1);
  });

  it('says when there is no such request', async () => {
    const element = detail();
    graphql.emit(answer([]));
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel').errors).toBe('c.Detail_Gone');
    await expect(element).toBeAccessible();
  });

  it('shows an error and tries again', async () => {
    const refresh = jest.fn();
    const element = detail();
    graphql.emitErrors([{ message: 'down' }], () => true, refresh);
    await settled();
    const panel = element.shadowRoot.querySelector('c-error-panel');
    expect(panel.errors[0].message).toBe('down');
    panel.dispatchEvent(new CustomEvent('retry'));
    expect(refresh).toHaveBeenCalledTimes(2);
    await expect(element).toBeAccessible();
  });

  it('asks again after a change and every 15 seconds, and goes back', async () => {
    jest.useFakeTimers();
    const refresh = jest.fn().mockResolvedValue();
    const changed = jest.fn();
    const back = jest.fn();
    const element = detail();
    element.addEventListener('changed', changed);
    element.addEventListener('back', back);
    graphql.emit(answer([requestRow()]), () => true, refresh);
    jest.advanceTimersByTime(15_000);
    jest.useRealTimers();
    await settled();
    expect(refresh).toHaveBeenCalledTimes(2);
    element.shadowRoot.querySelector('c-access-request-actions').dispatchEvent(new CustomEvent('changed'));
    await settled();
    expect(refresh).toHaveBeenCalledTimes(4);
    expect(changed).toHaveBeenCalledTimes(1);
    element.shadowRoot.querySelector('[data-action="back"]').click();
    expect(back).toHaveBeenCalledTimes(1);
  });
});
