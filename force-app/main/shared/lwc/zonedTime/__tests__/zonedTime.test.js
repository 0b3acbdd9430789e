import { createElement } from 'lwc';
import ZonedTime from 'c/zonedTime';

describe('c-zoned-time', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows the instant in the zone of the user and names the zone', async () => {
    const element = createElement('c-zoned-time', { is: ZonedTime });
    element.value = '2026-11-20T10:00:00Z';
    document.body.appendChild(element);
    const time = element.shadowRoot.querySelector('lightning-formatted-date-time');
    expect(time.value).toBe('2026-11-20T10:00:00Z');
    expect(time.timeZone).toBe('America/Los_Angeles');
    expect(time.timeZoneName).toBe('short');
    await expect(element).toBeAccessible();
  });

  it('shows nothing without an instant', () => {
    const element = createElement('c-zoned-time', { is: ZonedTime });
    document.body.appendChild(element);
    expect(element.shadowRoot.childElementCount).toBe(0);
  });
});
