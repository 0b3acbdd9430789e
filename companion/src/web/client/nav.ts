/** What the navigation offers. */
import type { IconName } from './dom.ts';
import type { PagePath } from './paths.ts';
import { strings } from './strings.ts';

export interface NavEntry {
  path: PagePath;
  icon: IconName;
  label: () => string;
}

/** In the order in which they stand; four fit on the narrowest phone. */
export const NAV: readonly NavEntry[] = [
  { path: '/', icon: 'inbox', label: () => strings.inbox.title },
  { path: '/signatures', icon: 'key', label: () => strings.acts.title },
  { path: '/history', icon: 'history', label: () => strings.history.title },
  { path: '/account', icon: 'person', label: () => strings.account.navigation },
];
