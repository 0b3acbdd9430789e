import { createElement } from 'lwc';
import AccessRequestProgress from 'c/accessRequestProgress';

const MARIT = { id: 'c1', name: 'Marit Jansen', role: 'Security lead' };
const INGRID = { id: 'c2', name: 'Ingrid Holm, LL.M.', role: 'Compliance lead' };

let number = 0;
const entry = (key, values, more = {}) => ({
  Id: `e${(number += 1)}`,
  Kind__c: key.startsWith('notice') ? 'Notice' : 'Policy',
  At__c: '2026-11-20T10:00:00Z',
  Text_Key__c: key,
  Text_Values__c: JSON.stringify(values),
  ...more,
});
const asked = (level, ...contacts) => entry('ladder.asked', { level, contacts });
const decision = (contact, kind, more = {}) => ({
  Id: `d${(number += 1)}`,
  Decision__c: kind,
  Authorization_Contact__c: contact.id,
  Authorization_Contact__r: { Name: contact.name },
  Received_At__c: '2026-11-20T11:00:00Z',
  Effective_At__c: '2026-11-20T11:00:01Z',
  ...more,
});

function progress(values) {
  const element = createElement('c-access-request-progress', { is: AccessRequestProgress });
  Object.assign(element, values, {
    request: {
      State__c: 'Awaiting_decision',
      Approvals_Given__c: 0,
      Approvals_Needed__c: 2,
      Deadline__c: '2099-01-01T12:00:00Z',
      ...values.request,
    },
  });
  document.body.appendChild(element);
  const all = (selector) => [...element.shadowRoot.querySelectorAll(selector)];
  return {
    element,
    badges: () => all('c-status-badge').map(({ label }) => label),
    text: () => element.shadowRoot.textContent,
    all,
  };
}

describe('c-access-request-progress', () => {
  afterEach(() => document.body.replaceChildren());

  it('lists who was asked on which level, what reached them and who has answered [D107 U16]', async () => {
    const { element, badges, text, all } = progress({
      entries: [
        asked(1, MARIT),
        entry(
          'notice.request.accepted',
          { contact: 'c1', to: MARIT.name },
          { Summary__c: 'Mail was handed over' },
        ),
        asked(2, INGRID),
        entry('ladder.reminded', { percent: 25, contacts: [INGRID] }),
        asked(3),
      ],
      decisions: [decision(MARIT, 'Approve')],
      request: { Approvals_Given__c: 1, Roles_Missing__c: 'Compliance lead' },
    });
    expect(badges()).toEqual(['c.Progress_Approved', 'c.Progress_Silent']);
    expect(all('.who').map((node) => node.textContent)).toEqual([
      'Marit JansenSecurity lead',
      'Ingrid Holm, LL.M.Compliance lead',
    ]);
    expect(text()).toContain('Mail was handed over');
    expect(text()).toContain('c.Progress_Reminded_At');
    expect(text()).toContain('c.Progress_Nobody');
    expect(text()).toContain('Compliance lead');
    expect(all('lightning-progress-bar')[0].value).toBe(50);
    await expect(element).toBeAccessible();
  });

  it('says what comes next in the order of time, each with the time left [U16]', () => {
    const { all } = progress({
      request: {
        Next_Level__c: 2,
        Next_Level_At__c: '2098-06-01T12:00:00Z',
        Next_Reminder_At__c: '2098-01-01T12:00:00Z',
      },
    });
    expect(all('.step').map((step) => step.querySelector('span').textContent)).toEqual([
      'c.Progress_Next_Reminder',
      'c.Progress_Next_Level',
      'c.Progress_Deadline',
    ]);
    expect(all('c-countdown').map(({ until }) => until)).toEqual([
      '2098-01-01T12:00:00Z',
      '2098-06-01T12:00:00Z',
      '2099-01-01T12:00:00Z',
    ]);
  });

  it('shows approvals that ended with the reason, and no withdrawal as an answer of its own [D104]', async () => {
    const ended = { Ended_At__c: '2026-11-20T12:00:00Z', Ended_Because__c: 'Voided: the roster has changed' };
    const { element, badges, text } = progress({
      entries: [asked(1, MARIT, INGRID)],
      decisions: [
        decision(MARIT, 'Approve', ended),
        decision(MARIT, 'Withdraw'),
        decision(INGRID, 'Ask_for_more'),
        decision(INGRID, 'Approve', { Effective_At__c: null }),
      ],
    });
    expect(badges()).toEqual([
      'c.Progress_Approval_Ended',
      'c.Progress_Asked_More',
      'c.Progress_Approval_Pending',
    ]);
    expect(text()).toContain('Voided: the roster has changed');
    await expect(element).toBeAccessible();
  });

  it('names notices that did not arrive, and what to do [D109]', async () => {
    const failed = { Summary__c: 'Mail to Marit Jansen could not be delivered' };
    const { element, text } = progress({
      entries: [asked(1, MARIT), entry('notice.request.failed', { contact: 'c1' }, failed)],
    });
    expect(text()).toContain('c.Progress_Failed_Title');
    expect(text()).toContain('c.Progress_Failed_Next');
    await expect(element).toBeAccessible();
  });

  it('keeps people apart who were told and may not decide', () => {
    const { badges, text } = progress({
      entries: [entry('notice.request.accepted', { contact: 'c9', to: 'Works Council' })],
    });
    expect(text()).toContain('Works Council');
    expect(badges()).toEqual(['c.Progress_Told_Only']);
  });

  it('says that nobody was asked yet, and stops the clocks when it is over', async () => {
    const waiting = progress({ request: { State__c: 'Submitted', Approvals_Needed__c: null } });
    expect(waiting.text()).toContain('c.Progress_Not_Asked');
    expect(waiting.all('c-countdown')).toEqual([]);
    const emergency = {
      State__c: 'Window_open',
      Break_Glass__c: true,
      Window_Start__c: '2026-11-21T02:00:00Z',
    };
    expect(progress({ request: emergency }).text()).toContain('c.Progress_Break_Glass');
    await expect(waiting.element).toBeAccessible();
    const over = progress({
      entries: [asked(1, MARIT), { ...asked(2, INGRID), Text_Values__c: '{"broken' }],
      request: { State__c: 'Expired' },
    });
    expect(over.badges()).toEqual(['c.Progress_No_Answer']);
    expect(over.all('c-countdown')).toEqual([]);
  });
});
