import { createElement } from 'lwc';
import InstantText, { partsOf } from 'c/instantText';

describe('c-instant-text', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows each instant of a sentence on the clock of the reader, and the words around it as they are', async () => {
    const element = createElement('c-instant-text', { is: InstantText });
    element.value = 'The window is open from 2026-11-20 10:00 UTC to 2026-11-20 13:00 UTC';
    document.body.appendChild(element);
    const times = [...element.shadowRoot.querySelectorAll('c-zoned-time')].map(({ value }) => value);
    expect(times).toEqual(['2026-11-20T10:00:00Z', '2026-11-20T13:00:00Z']);
    expect(element.shadowRoot.textContent).toBe('The window is open from  to ');
    await expect(element).toBeAccessible();
  });

  test.each([
    ['at 2026-11-20T10:00:59.5Z at the earliest', [{ text: 'at ' }, { at: '2026-11-20T10:00:00Z' }]],
    ['hours 09:00 to 17:00 (Europe/Berlin)', [{ text: 'hours 09:00 to 17:00 (Europe/Berlin)' }]],
    [null, []],
  ])('parts %s', (sentence, parts) => {
    expect(partsOf(sentence).slice(0, parts.length)).toEqual(parts);
    expect(partsOf(sentence).length - parts.length).toBe(sentence?.endsWith('earliest') ? 1 : 0);
  });
});
