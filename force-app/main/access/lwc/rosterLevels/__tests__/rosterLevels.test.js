import { createElement } from 'lwc';
import RosterLevels from 'c/rosterLevels';

const contact = (values) => ({
  Id: values.Name,
  Level__c: 1,
  Active__c: true,
  May_Decide__c: true,
  Passkeys__c: 1,
  Standing__c: 'In_force',
  Standing__c$label: 'In force',
  Role__c$label: 'Security lead',
  ...values,
});

function levels(contacts, canEdit = true) {
  const element = createElement('c-roster-levels', { is: RosterLevels });
  Object.assign(element, { contacts, canEdit });
  document.body.appendChild(element);
  const all = (selector) => [...element.shadowRoot.querySelectorAll(selector)];
  return { element, all, badges: () => all('c-status-badge').map(({ label, tone }) => [label, tone]) };
}

describe('c-roster-levels', () => {
  afterEach(() => document.body.replaceChildren());

  it('lists people by level with what stands of each [A10 A27 U15]', async () => {
    const { element, all, badges } = levels([
      contact({
        Name: 'Marit',
        Away_Until__c: '2026-12-01T23:00:00Z',
        Last_Key_Use__c: '2026-11-20T09:00:00Z',
      }),
      contact({ Name: 'Works council', May_Decide__c: false, Channels__c: 'mail\nsiem' }),
      contact({
        Name: 'Friedrich',
        Level__c: 2,
        Passkeys__c: 0,
        Keys_Waiting__c: 1,
        Standing__c: 'Change_waits',
        Standing__c$label: 'Change waits for a signature',
        Unsigned_Change__c: 'Level: 2 instead of 1',
      }),
    ]);
    expect(all('h3').map(({ textContent }) => textContent)).toEqual(['c.Roster_Level_1', 'c.Roster_Level']);
    expect(badges()).toEqual([
      ['In force', 'success'],
      ['c.Roster_One_Key', 'neutral'],
      ['In force', 'success'],
      ['c.Roster_Told_Only', 'info'],
      ['Change waits for a signature', 'warning'],
      ['c.Roster_No_Key', 'warning'],
    ]);
    const text = element.shadowRoot.textContent;
    expect(text).toContain('Level: 2 instead of 1');
    expect(text).toContain('mail, siem');
    expect(text).toContain('c.Roster_Keys_Waiting');
    expect(all('c-zoned-time').map(({ value }) => value)).toContain('2026-12-01T23:00:00Z');
    await expect(element).toBeAccessible();
  });

  it('puts those who are off the roster last, and says what was not read yet', async () => {
    const { element, all, badges } = levels([
      contact({ Name: 'Gone', Active__c: false, Standing__c: 'Off_the_roster', Standing__c$label: 'Off' }),
      contact({ Name: 'New', Level__c: 3, Standing__c: null, Standing__c$label: null, Passkeys__c: null }),
    ]);
    expect(all('h3').at(-1).textContent).toBe('c.Roster_Off');
    expect(badges()[0]).toEqual(['c.Roster_Not_Read', 'neutral']);
    await expect(element).toBeAccessible();
  });

  it('hands a contact to be edited, and offers it to nobody who may only read', () => {
    const { element, all } = levels([contact({ Name: 'Marit' })]);
    const edit = jest.fn();
    element.addEventListener('edit', (event) => edit(event.detail.id));
    all('button')[0].click();
    expect(edit).toHaveBeenCalledWith('Marit');
    expect(levels([contact({ Name: 'Marit' })], false).all('button')).toEqual([]);
  });
});
