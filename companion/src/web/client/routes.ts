/** Which view an address opens, and to which entry of the navigation it belongs. */
import type { Page } from './app.ts';
import type { PagePath } from './paths.ts';
import { absencePage } from './views/absence.ts';
import { accountPage } from './views/account.ts';
import { actPage, actsPage } from './views/acts.ts';
import { drillPage, drillsPage } from './views/drills.ts';
import { enrolPage } from './views/enrol.ts';
import { extendPage } from './views/extension.ts';
import { grantPage } from './views/grant.ts';
import { historyPage } from './views/history.ts';
import { inboxPage } from './views/inbox.ts';
import { passkeysPage } from './views/passkeys.ts';
import { requestPage } from './views/request.ts';
import { rosterPage } from './views/roster.ts';
import { rosterVersionPage, rosterVersionsPage } from './views/roster-versions.ts';
import { signInPage } from './views/sign-in.ts';

export interface Route {
  page: Page;
  /** Pages that a contact sees; the others are for people who are not signed in. */
  signedIn: boolean;
  /** The entry of the navigation that this page belongs to. */
  nav?: PagePath;
}

const own = (page: Page, nav: PagePath): Route => ({ page, signedIn: true, nav });
const open = (page: Page): Route => ({ page, signedIn: false });

export const ROUTES: Readonly<Record<PagePath, Route>> = {
  '/': own(inboxPage, '/'),
  '/requests/:org/:id': own(requestPage, '/'),
  '/requests/:org/:id/extend': own(extendPage, '/'),
  '/signatures': own(actsPage, '/signatures'),
  '/signatures/:type/:subject': own(actPage, '/signatures'),
  '/drills': own(drillsPage, '/account'),
  '/drills/:org/:id': own(drillPage, '/'),
  '/history': own(historyPage, '/history'),
  '/account': own(accountPage, '/account'),
  '/account/passkeys': own(passkeysPage, '/account'),
  '/account/absence': own(absencePage, '/account'),
  '/roster': own(rosterPage, '/account'),
  '/roster/versions': own(rosterVersionsPage, '/account'),
  '/roster/versions/:version': own(rosterVersionPage, '/account'),
  '/sign-in': open(signInPage),
  '/enrol/:token': open(enrolPage),
  '/grants/:token': open(grantPage),
  '/grants/:token/decline': open(grantPage),
};
