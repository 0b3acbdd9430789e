import { LightningElement } from 'lwc';
import type { AppModel, TabModel } from '../../model.ts';
import { goTo } from '../../platform/navigation.ts';
import { chooseApp, openApp, session } from '../../platform/session.ts';

/** The App Launcher: the apps that are open to the user, and all tabs of them, found by typing. */
export default class AppLauncher extends LightningElement {
  isOpen = false;
  sought = '';
  #justOpened = false;

  /** At once, so that the first letter typed is not lost. */
  renderedCallback(): void {
    if (!this.#justOpened) return;
    this.#justOpened = false;
    this.template.querySelector('input')?.focus();
  }

  get expanded(): string {
    return String(this.isOpen);
  }

  get isHidden(): boolean {
    return !this.isOpen;
  }

  get apps() {
    const open = openApp()?.name;
    return session()
      .apps.filter(({ label, tabs }) => tabs.length > 0 && this.fits(label))
      .map(({ name, label, description }) => ({
        ...{ name, label, description },
        current: name === open ? 'true' : null,
      }));
  }

  get items(): TabModel[] {
    const tabs = new Map(session().apps.flatMap((app) => app.tabs.map((tab) => [tab.name, tab] as const)));
    return [...tabs.values()]
      .filter(({ label }) => this.fits(label))
      .sort((left, right) => left.label.localeCompare(right.label));
  }

  get hasApps(): boolean {
    return this.apps.length > 0;
  }

  get hasItems(): boolean {
    return this.items.length > 0;
  }

  get isEmpty(): boolean {
    return !this.hasApps && !this.hasItems;
  }

  get found(): string {
    return `${this.apps.length} apps, ${this.items.length} items`;
  }

  private fits(label: string): boolean {
    return label.toLowerCase().includes(this.sought.trim().toLowerCase());
  }

  handleToggle(): void {
    if (this.isOpen) return this.close();
    this.sought = '';
    this.isOpen = true;
    this.#justOpened = true;
  }

  handleSearch(event: Event): void {
    this.sought = (event.target as HTMLInputElement).value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.isOpen) return;
    this.close();
    this.template.querySelector<HTMLElement>('[data-toggle]')?.focus();
  }

  handleLeave(event: FocusEvent): void {
    const panel = event.currentTarget as HTMLElement;
    if (event.relatedTarget && !panel.contains(event.relatedTarget as Node)) this.close();
  }

  handleApp(event: Event): void {
    const { name } = (event.currentTarget as HTMLElement).dataset;
    const app: AppModel | undefined = session().apps.find((one) => one.name === name);
    const first = app?.tabs[0];
    if (!app || !first) return;
    chooseApp(app.name);
    this.close();
    goTo(first.address);
  }

  handleItem(): void {
    this.close();
  }

  private close(): void {
    this.isOpen = false;
  }
}
