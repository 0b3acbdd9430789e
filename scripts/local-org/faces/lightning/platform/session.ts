/** What `/session.js` tells the page before anything else runs. */
import type { AppModel, PageModel } from '../model.ts';

declare global {
  var __ORG__: PageModel;
}

/** The signed-in user, the apps he sees, and the shape of their pages. */
export const session = (): PageModel => globalThis.__ORG__;

/** Where the browser's tab keeps which app is open in it. */
const CHOSEN = 'app';

/** The app that is open: the one chosen in this tab of the browser, else the first. */
export function openApp(): AppModel | undefined {
  const { apps } = session();
  const chosen = sessionStorage.getItem(CHOSEN);
  return apps.find(({ name }) => name === chosen) ?? apps[0];
}

/** Opens an app in this tab of the browser. */
export function chooseApp(name: string): void {
  sessionStorage.setItem(CHOSEN, name);
}
