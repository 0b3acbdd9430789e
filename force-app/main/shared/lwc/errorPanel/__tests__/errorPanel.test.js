import { createElement } from 'lwc';
import ErrorPanel from 'c/errorPanel';

function panelWith(properties) {
  const element = createElement('c-error-panel', { is: ErrorPanel });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

describe('c-error-panel', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what went wrong and what to do, as an alert', async () => {
    const element = panelWith({
      heading: 'Not saved',
      errors: new Error('Too long'),
      nextStep: 'Shorten it.',
    });
    const alert = element.shadowRoot.querySelector('[role="alert"]');
    expect(alert.textContent).toContain('Not saved');
    expect(alert.textContent).toContain('Too long');
    expect(alert.textContent).toContain('Shorten it.');
    expect(element.shadowRoot.querySelector('lightning-button')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('has a heading of its own when the panel gives none', () => {
    expect(panelWith({ errors: 'x' }).shadowRoot.textContent).toContain('c.Error_Title');
  });

  it('offers to try again', async () => {
    const element = panelWith({ errors: 'x', canRetry: true });
    const retry = jest.fn();
    element.addEventListener('retry', retry);
    element.shadowRoot.querySelector('lightning-button').click();
    expect(retry).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });
});
