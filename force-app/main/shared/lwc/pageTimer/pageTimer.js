/**
 * Runs `task` every `milliseconds` while the page is visible, and at once when it becomes visible again: what a person
 * looks at is fresh, and a page in the background asks the org for nothing.
 *
 * @param {number} milliseconds
 * @param {() => void} task
 * @returns {() => void} ends the repetition
 */
export function everyVisible(milliseconds, task) {
  let timer;
  const stop = () => clearInterval(timer);
  const start = () => {
    stop();
    // The repetition is the purpose; it ends with the component that asked for it.
    // eslint-disable-next-line @lwc/lwc/no-async-operation
    timer = setInterval(task, milliseconds);
  };
  const onVisibilityChange = () => {
    if (document.visibilityState === 'hidden') {
      stop();
      return;
    }
    task();
    start();
  };
  document.addEventListener('visibilitychange', onVisibilityChange);
  if (document.visibilityState !== 'hidden') {
    start();
  }
  return () => {
    stop();
    document.removeEventListener('visibilitychange', onVisibilityChange);
  };
}
