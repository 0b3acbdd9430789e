import { createElement } from 'lwc';
import RosterNotices from 'c/rosterNotices';

function notices(properties) {
  const element = createElement('c-roster-notices', { is: RosterNotices });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return { element, text: element.shadowRoot.textContent };
}

const STATUS = { alarms: [], waiting: [] };
const MARIT = { Id: 'c1', Name: 'Marit Jansen' };

describe('c-roster-notices', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what to do first where nobody can decide [U15]', async () => {
    const { element, text } = notices({ contacts: [], status: undefined });
    expect(text).toContain('c.Roster_Empty_Next');
    expect(element.shadowRoot.querySelectorAll('ol li')).toHaveLength(3);
    await expect(element).toBeAccessible();
  });

  it('says that the roster must be sealed', async () => {
    const { element, text } = notices({ contacts: [MARIT], status: STATUS, isSealed: false });
    expect(text).toContain('c.Roster_Not_Sealed');
    await expect(element).toBeAccessible();
  });

  it('shows alarms with what to do, and what waits for a signature [A10 U15]', async () => {
    const { element, text } = notices({
      contacts: [MARIT],
      isSealed: true,
      status: {
        alarms: [{ title: 'Only Marit can decide', nextStep: 'Add another.', since: '2026-11-20T08:00:00Z' }],
        waiting: [
          { kind: 'Roster', change: 'Changed', contact: 'c1' },
          { kind: 'Mode', mode: 'Standard', from: '2026-12-01T00:00:00Z' },
        ],
      },
    });
    expect(text).toContain('Add another.');
    expect(text).toContain('c.Waiting_Changed');
    const times = [...element.shadowRoot.querySelectorAll('c-zoned-time')].map(({ value }) => value);
    expect(times).toEqual(['2026-11-20T08:00:00Z', '2026-12-01T00:00:00Z']);
    expect(text).not.toContain('c.Roster_Not_Sealed');
    await expect(element).toBeAccessible();
  });

  it('says so when nothing is to be done', async () => {
    const { element, text } = notices({ contacts: [MARIT], isSealed: true, status: STATUS });
    expect(text).toContain('c.Roster_No_Alarms');
    expect(text).toContain('c.Roster_Nothing_Waits');
    await expect(element).toBeAccessible();
  });
});
