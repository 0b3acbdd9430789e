import { createElement } from 'lwc';
import AccessRequestTimeline from 'c/accessRequestTimeline';

function timelineOf(entries) {
  const element = createElement('c-access-request-timeline', { is: AccessRequestTimeline });
  element.entries = entries;
  document.body.appendChild(element);
  return element;
}

describe('c-access-request-timeline', () => {
  afterEach(() => document.body.replaceChildren());

  it('tells what happened in the order it is given', async () => {
    const element = timelineOf([
      {
        Id: 'e1',
        Kind__c: 'Notice',
        Kind__c$label: 'Notice',
        At__c: '2026-11-20T10:00:00Z',
        Summary__c: 'Mail sent',
        Actor__c: 'Mara Lind',
      },
      {
        Id: 'e2',
        Kind__c: 'Alarm',
        Kind__c$label: 'Alarm',
        At__c: '2026-11-20T11:00:00Z',
        Summary__c: 'Record altered',
      },
      {
        Id: 'e3',
        Kind__c: 'Later_kind',
        Kind__c$label: 'Later kind',
        At__c: '2026-11-20T12:00:00Z',
        Summary__c: 'New',
      },
    ]);
    const items = [...element.shadowRoot.querySelectorAll('li')];
    expect(items.map((item) => item.querySelector('p').textContent)).toEqual([
      'Notice',
      'Alarm',
      'Later kind',
    ]);
    expect(items[0].textContent).toContain('Mara Lind');
    expect(items[1].className).toContain('alarm');
    expect(items[2].querySelector('lightning-icon').iconName).toBe('utility:record');
    await expect(element).toBeAccessible();
  });

  it('says when there is nothing yet', async () => {
    const element = timelineOf([]);
    expect(element.shadowRoot.textContent).toBe('c.Timeline_None');
    await expect(element).toBeAccessible();
  });
});
