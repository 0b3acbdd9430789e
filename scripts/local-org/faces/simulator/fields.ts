/** What the cards of the simulator's page are made of. */
import { html, type Html } from '../chrome/html.ts';

export interface Person {
  username: string;
  name: string;
  profile: string;
  /** What the user grants at present, in words; empty for nothing. */
  grants: string;
}
export interface AuditRow {
  at: string;
  action: string;
  display: string;
  by: string;
  delegate: string;
}

const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
/** A moment as a person reads it, in UTC. */
export const when = (instant: string) =>
  html`<time datetime="${instant}"
    >${WHEN.format(Temporal.Instant.from(instant).epochMilliseconds)} UTC</time
  >`;

export const option = (value: string, label: string) => html`<option value="${value}">${label}</option>`;
/** What the person grants stands before the username, which a narrow list cuts off. */
export const personOption = ({ username, name, grants }: Person) =>
  option(username, `${name}${grants === '' ? '' : ` · ${grants}`} (${username})`);

/** A labelled pick list. */
export function select(
  id: string,
  name: string,
  label: string,
  options: readonly Html[],
  wide = false,
  field = '',
): Html {
  return html`<div class="${wide ? 'faces-wide' : ''}" data-field="${field}">
    <label for="${id}">${label}</label>
    <div class="slds-select_container">
      <select class="slds-select" id="${id}" name="${name}">
        ${options}
      </select>
    </div>
  </div>`;
}
