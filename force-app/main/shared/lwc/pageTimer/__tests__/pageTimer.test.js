import { everyVisible } from 'c/pageTimer';

function setVisibility(state) {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
  document.dispatchEvent(new CustomEvent('visibilitychange'));
}

describe('c-page-timer', () => {
  let stop;
  const task = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    task.mockClear();
  });

  afterEach(() => {
    stop();
    setVisibility('visible');
    jest.useRealTimers();
  });

  it('repeats while the page is visible', () => {
    stop = everyVisible(15_000, task);
    jest.advanceTimersByTime(45_000);
    expect(task).toHaveBeenCalledTimes(3);
  });

  it('rests in the background and runs at once on return', () => {
    stop = everyVisible(15_000, task);
    setVisibility('hidden');
    jest.advanceTimersByTime(60_000);
    expect(task).not.toHaveBeenCalled();
    setVisibility('visible');
    expect(task).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(15_000);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it('ends for good', () => {
    stop = everyVisible(15_000, task);
    stop();
    setVisibility('visible');
    jest.advanceTimersByTime(60_000);
    expect(task).not.toHaveBeenCalled();
  });
});
