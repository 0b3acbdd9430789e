/** Notices on this device: on or off, by the contact himself. */
import { api } from '../api.ts';
import type { App } from '../app.ts';
import { canSubscribe, needsInstalling, subscribe, subscription, unsubscribe } from '../devices.ts';
import { el, fill, type Child } from '../dom.ts';
import { strings } from '../strings.ts';
import { problemNotice } from './problem.ts';

const words = strings.account.devices;

export function deviceNotices(app: App): Child {
  const section = el('section', { class: 'sheet' }, el('h2', {}, words.title), el('p', {}, words.text));
  if (!canSubscribe()) {
    section.append(el('p', { class: 'soft' }, needsInstalling() ? words.install : words.impossible));
    return section;
  }
  const place = el('div', {});
  section.append(place);
  const show = async () => {
    const [on, { count }] = await Promise.all([subscription(), api.devices()]);
    const button = el(
      'button',
      { type: 'button', onclick: () => void turn(on === null).catch(failed) },
      on === null ? words.turnOn : words.turnOff,
    );
    fill(
      place,
      el('p', { role: 'status' }, on === null ? words.off : words.on, count > 0 && ` ${words.count(count)}`),
      el('p', { class: 'actions' }, button),
    );
  };
  const turn = async (on: boolean) => {
    if (on) await turnOn(app);
    else await turnOff();
    await show();
  };
  const failed = (error: unknown) => fill(place, problemNotice(error));
  void show().catch(failed);
  return section;
}

async function turnOn(app: App): Promise<void> {
  const { publicKey } = await api.devices();
  const made = await subscribe(publicKey);
  if (made) await api.addDevice(made);
  app.announce(made ? words.on : words.refused);
}

async function turnOff(): Promise<void> {
  const endpoint = await unsubscribe();
  if (endpoint !== null) await api.removeDevice(endpoint);
}
