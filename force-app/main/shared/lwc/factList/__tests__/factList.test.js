import { createElement } from 'lwc';
import FactList from 'c/factList';

describe('c-fact-list', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows texts, instants and days, and says when a value is missing', async () => {
    const element = createElement('c-fact-list', { is: FactList });
    element.facts = [
      { label: 'Purpose', text: 'Line one', long: true },
      { label: 'Start', at: '2026-11-20T10:00:00Z' },
      { label: 'Ends', date: '2026-11-21', help: 'Until midnight.' },
      { label: 'Outcome' },
    ];
    document.body.appendChild(element);
    const values = [...element.shadowRoot.querySelectorAll('dd')];
    expect(values[0].textContent).toBe('Line one');
    expect(values[1].querySelector('c-zoned-time').value).toBe('2026-11-20T10:00:00Z');
    expect(values[2].querySelector('lightning-formatted-date-time').timeZone).toBe('UTC');
    expect(values[3].textContent).toBe('c.Fact_Empty');
    expect(element.shadowRoot.querySelector('lightning-helptext').content).toBe('Until midnight.');
    await expect(element).toBeAccessible();
  });
});
