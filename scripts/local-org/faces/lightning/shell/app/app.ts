import { LightningElement } from 'lwc';
import { currentPage, onPage } from '../../platform/navigation.ts';
import type { PageReference } from '../../platform/pages.ts';
import { openApp, session } from '../../platform/session.ts';

/** The frame of every page: app, tabs, who is signed in; below it the page that the address names. */
export default class App extends LightningElement {
  reference: PageReference | undefined = currentPage();
  app = openApp();
  isMenuOpen = false;
  #leave: (() => void) | undefined;

  connectedCallback(): void {
    this.#leave = onPage((reference) => {
      this.reference = reference;
      this.app = openApp();
      this.updateTitle();
      const main = this.template.querySelector<HTMLElement>('main');
      main?.focus();
      scrollTo(0, 0);
    });
    this.updateTitle();
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  get appLabel(): string {
    return this.app?.label ?? session().organizationName;
  }

  get userName(): string {
    return session().userName;
  }

  get initials(): string {
    return session()
      .userName.split(' ')
      .map((part) => part[0] ?? '')
      .slice(0, 2)
      .join('')
      .toUpperCase();
  }

  get tabs() {
    return (this.app?.tabs ?? []).map((tab) => {
      const isActive = tab.name === this.activeTab;
      return {
        ...tab,
        current: isActive ? 'page' : null,
      };
    });
  }

  private get activeTab(): string | undefined {
    const { apiName, objectApiName } = this.reference?.attributes ?? {};
    return apiName ?? objectApiName;
  }

  get pageName(): string | undefined {
    const name = this.reference?.attributes['apiName'];
    return this.reference?.type === 'standard__navItemPage' && name && session().pages[name]
      ? name
      : undefined;
  }

  get listObject(): string | undefined {
    const name = this.reference?.attributes['objectApiName'] ?? '';
    return this.reference?.type === 'standard__objectPage' && session().objects[name] ? name : undefined;
  }

  get listView(): string | undefined {
    return this.reference?.state['filterName'];
  }

  get recordId(): string | undefined {
    const { recordId, objectApiName = '' } = this.reference?.attributes ?? {};
    return session().objects[objectApiName] ? recordId : undefined;
  }

  get recordObject(): string | undefined {
    return this.reference?.attributes['objectApiName'];
  }

  get hasApp(): boolean {
    return Boolean(this.app?.tabs.length);
  }

  get emptyTitle(): string {
    return this.hasApp ? 'There is no such page' : 'No app is open to you';
  }

  get emptyText(): string {
    return this.hasApp
      ? 'It does not exist, or your permission sets do not open it.'
      : 'None of your permission sets opens an app. Your personal settings are open to you all the same.';
  }

  get isHome(): boolean {
    return this.reference?.type === 'standard__namedPage' && this.hasApp;
  }

  private updateTitle(): void {
    const tab = this.app?.tabs.find(({ name }) => name === this.activeTab);
    document.title = [tab?.label, this.appLabel, session().organizationName].filter(Boolean).join(' | ');
  }

  handleMenu(): void {
    this.isMenuOpen = !this.isMenuOpen;
  }

  handleMenuLeave(event: FocusEvent): void {
    const menu = event.currentTarget as HTMLElement;
    if (!menu.contains(event.relatedTarget as Node | null)) this.isMenuOpen = false;
  }

  handleMenuKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    this.isMenuOpen = false;
    this.template.querySelector<HTMLElement>('[data-menu]')?.focus();
  }

  get hasSetup(): boolean {
    return session().hasSetup;
  }

  get menuExpanded(): string {
    return String(this.isMenuOpen);
  }

  get menuHidden(): boolean {
    return !this.isMenuOpen;
  }

  handleSkip(): void {
    this.template.querySelector<HTMLElement>('main')?.focus();
  }
}
