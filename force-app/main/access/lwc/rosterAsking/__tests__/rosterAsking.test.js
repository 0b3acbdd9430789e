import { createElement } from 'lwc';
import RosterAsking from 'c/rosterAsking';

const CONTACTS = [
  { Id: 'c1', Name: 'Marit Jansen', Away_Until__c: '2026-12-01T00:00:00Z' },
  { Id: 'c2', Name: 'Friedrich Albers' },
];

function asking(rules) {
  const element = createElement('c-roster-asking', { is: RosterAsking });
  Object.assign(element, { asking: rules, contacts: CONTACTS });
  document.body.appendChild(element);
  return element;
}

describe('c-roster-asking', () => {
  afterEach(() => document.body.replaceChildren());

  it('says for each kind of request who is asked, and when [D107 U15 U16]', async () => {
    const element = asking([
      {
        rule: 'Security incident',
        match: ['Security incident response', 'risk at least high'],
        quorum: 2,
        roles: ['Security lead'],
        deadlineMinutes: 240,
        ladder: [
          { level: 1, afterMinutes: 0, asked: ['c1'], told: ['c2'] },
          { level: 2, afterMinutes: 30, asked: [], told: [] },
        ],
      },
      { rule: null, match: [], quorum: 1, roles: [], deadlineMinutes: 720, ladder: [] },
    ]);
    const rows = [...element.shadowRoot.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
    expect(rows[0]).toContain('Security incident response, risk at least high');
    expect(rows[0]).toContain('Marit Jansen c.Asking_Away');
    expect(rows[0]).toContain('c.Asking_At_Once');
    expect(rows[0]).toContain('c.Asking_Nobody');
    expect(rows[0]).toContain('c.Asking_Told');
    expect(rows[1]).toContain('c.Asking_Default');
    await expect(element).toBeAccessible();
  });

  it('is one line where there are no rules, and nothing without a policy', () => {
    const [row] = asking([{ rule: null, quorum: 1, deadlineMinutes: 60 }]).shadowRoot.querySelectorAll(
      'tbody tr',
    );
    expect(row.textContent).toContain('c.Asking_Only');
    expect(asking([]).shadowRoot.querySelector('table')).toBeNull();
  });
});
