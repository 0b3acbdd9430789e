import { createElement } from 'lwc';
import StatusBadge from 'c/statusBadge';

describe('c-status-badge', () => {
  afterEach(() => document.body.replaceChildren());

  test.each([
    ['success', 'utility:success'],
    ['error', 'utility:error'],
    ['no such tone', 'utility:record'],
  ])('shows word, icon and colour of the tone %s', async (tone, iconName) => {
    const element = createElement('c-status-badge', { is: StatusBadge });
    Object.assign(element, { tone, label: 'Window open' });
    document.body.appendChild(element);
    expect(element.shadowRoot.textContent).toContain('Window open');
    expect(element.shadowRoot.querySelector('lightning-icon').iconName).toBe(iconName);
    await expect(element).toBeAccessible();
  });
});
