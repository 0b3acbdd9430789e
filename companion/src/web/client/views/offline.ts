import type { App } from '../app.ts';
import { el, fill, icon } from '../dom.ts';
import { strings } from '../strings.ts';

/** A line below the header for as long as this device says that it is offline. */
export function offlineNotice(app: App): HTMLElement {
  const place = el('div', { class: 'offline', hidden: navigator.onLine });
  const say = (text: string) => {
    fill(place, icon('warning'), el('span', {}, text));
    app.announce(text);
  };
  addEventListener('offline', () => {
    place.hidden = false;
    say(strings.app.offline);
  });
  addEventListener('online', () => {
    place.hidden = true;
    app.announce(strings.app.online);
  });
  if (!navigator.onLine) say(strings.app.offline);
  return place;
}
