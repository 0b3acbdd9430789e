// Timers are faked here, which the accessibility check cannot bear: it has its own file.
import { createElement } from 'lwc';
import Countdown, { timeLeft } from 'c/countdown';

jest.mock('@salesforce/label/c.Countdown_Days_Hours', () => ({ default: '{0} d {1} h' }), { virtual: true });
jest.mock('@salesforce/label/c.Countdown_Hours_Minutes', () => ({ default: '{0} h {1} min' }), {
  virtual: true,
});
jest.mock('@salesforce/label/c.Countdown_Minutes_Seconds', () => ({ default: '{0} min {1} s' }), {
  virtual: true,
});

const NOW = Date.parse('2026-11-20T10:00:00Z');

describe('c-countdown', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  test.each([
    [2 * 86_400_000 + 3 * 3_600_000 + 59_000, '2 d 3 h'],
    [3 * 3_600_000 + 12 * 60_000 + 30_000, '3 h 12 min'],
    [59 * 60_000 + 59_999, '59 min 59 s'],
    [1_000, '0 min 1 s'],
    [0, 'c.Countdown_Ended'],
    [-5_000, 'c.Countdown_Ended'],
  ])('says %i ms as %s', (milliseconds, text) => {
    expect(timeLeft(milliseconds)).toBe(text);
  });

  it('ticks and turns urgent in the last hour', async () => {
    jest.useFakeTimers({ now: NOW });
    const element = createElement('c-countdown', { is: Countdown });
    element.until = '2026-11-20T11:00:01Z';
    document.body.appendChild(element);
    const timer = element.shadowRoot.querySelector('[role="timer"]');
    expect(timer.textContent).toBe('1 h 0 min');
    expect(timer.className).not.toContain('urgent');
    jest.advanceTimersByTime(2_000);
    await Promise.resolve();
    expect(timer.textContent).toBe('59 min 59 s');
    expect(timer.className).toContain('urgent');
  });

  it('shows nothing without an instant', () => {
    const element = createElement('c-countdown', { is: Countdown });
    document.body.appendChild(element);
    expect(element.shadowRoot.querySelector('[role="timer"]')).toBeNull();
  });
});
