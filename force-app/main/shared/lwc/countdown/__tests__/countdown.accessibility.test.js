import { createElement } from 'lwc';
import Countdown from 'c/countdown';

describe('c-countdown', () => {
  it('is accessible', async () => {
    const element = createElement('c-countdown', { is: Countdown });
    element.until = '2099-01-01T00:00:00Z';
    document.body.appendChild(element);
    await expect(element).toBeAccessible();
  });
});
