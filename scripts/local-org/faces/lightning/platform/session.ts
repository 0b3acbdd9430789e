/** What `/session.js` tells the page before anything else runs. */
import type { PageModel } from '../model.ts';

declare global {
  var __ORG__: PageModel;
}

/** The signed-in user, the apps he sees, and the shape of their pages. */
export const session = (): PageModel => globalThis.__ORG__;
