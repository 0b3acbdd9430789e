/** Looks every two seconds whether something came in, and then renews the list alone: the opened message stays as it is. */
const PAUSE = 2_000;

async function renew() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#list');
  const shown = document.querySelector('#list');
  if (!fresh || !shown || fresh.innerHTML === shown.innerHTML) return;
  const focused = document.activeElement?.getAttribute('href');
  shown.replaceChildren(...fresh.childNodes);
  if (focused) shown.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

async function watch() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (document.visibilityState !== 'visible') continue;
    try {
      await renew();
    } catch {
      // The mailbox is being restarted; the list stays as it is until it answers again.
      continue;
    }
  }
}

watch();
