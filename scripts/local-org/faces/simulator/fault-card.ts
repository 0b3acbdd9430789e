/** What is out of order at present, and a form for more. */
import type { FaultState } from '../../faults/registry.ts';
import { html, type Html } from '../chrome/html.ts';
import { option, select, when } from './fields.ts';

/** What each kind does, in words; the fields that it takes beside the common ones. */
const KINDS: Readonly<Record<string, { label: string; fields: readonly string[] }>> = {
  'session-expired': { label: 'Session expired (401)', fields: ['request'] },
  'request-limit': { label: 'Request limit exceeded (403)', fields: ['request'] },
  'too-many-requests': { label: 'Too many requests (429)', fields: ['request', 'retryAfter'] },
  unavailable: { label: 'Server unavailable (503)', fields: ['request', 'retryAfter'] },
  slow: { label: 'Slow answers', fields: ['request', 'milliseconds'] },
  drop: { label: 'Connection dropped', fields: ['request', 'when'] },
  truncate: { label: 'Answer cut off', fields: ['request', 'bytes'] },
  'clock-skew': { label: 'Date header off', fields: ['request', 'seconds'] },
  'lost-permission': { label: 'Permission lost', fields: ['user', 'permission'] },
  'missing-licence': { label: 'Licence missing', fields: [] },
  'api-usage': { label: 'API requests used up', fields: ['used'] },
  'late-event-log': { label: 'Event log rows late', fields: ['least'] },
  'drop-events': { label: 'Change events lost', fields: ['times'] },
  'hold-events': { label: 'Change events held back', fields: [] },
  'gap-events': { label: 'Change events as gaps', fields: ['times'] },
  'replay-gap': { label: 'Retained events lost', fields: [] },
};

const labelOf = (kind: string) => KINDS[kind]?.label ?? kind;

export function faultCard(faults: readonly FaultState[], usernames: readonly string[]): Html {
  return html`<section class="faces-card" aria-labelledby="fault-title">
    <h2 id="fault-title">Faults</h2>
    <p>
      What clients of this org meet until it is cleared. The same over HTTP:
      <code>POST /simulator/faults</code>.
    </p>
    ${
      faults.length === 0
        ? html`<p class="faces-quiet">Everything is in order.</p>`
        : html`<div class="faces-table" tabindex="0" role="region" aria-label="Faults">
              <table class="faces-stack">
                <thead>
                  <tr>
                    <th scope="col">Fault</th>
                    <th scope="col">Meets</th>
                    <th scope="col">Hits</th>
                    <th scope="col">Since</th>
                    <th scope="col"><span class="slds-assistive-text">Action</span></th>
                  </tr>
                </thead>
                <tbody>
                  ${faults.map(row)}
                </tbody>
              </table>
            </div>
            <form data-command="clear-faults" data-method="DELETE" data-path="faults">
              <div class="faces-actions">
                <button class="slds-button slds-button_neutral" type="submit">Clear all faults</button>
              </div>
            </form>
            <hr />`
    }
    ${form(usernames)}
  </section>`;
}

function row({ id, fault, since, hits, left }: FaultState): Html {
  const { kind, ...details } = fault;
  const shown = Object.entries(details).filter(
    ([name, value]) => value !== undefined && !(name === 'skip' && value === 0),
  );
  const state = left === 0 ? 'over' : left === null ? 'until cleared' : `${left} more`;
  return html`<tr>
    <th scope="row">${labelOf(kind)}</th>
    <td>
      ${shown.length === 0 ? 'everything' : shown.map(([name, value]) => `${name} ${String(value)}`).join(', ')}
    </td>
    <td>${hits} · ${state}</td>
    <td>${when(since)}</td>
    <td>
      <form data-command="clear-faults" data-method="DELETE" data-path="faults/${id}">
        <button class="slds-button slds-button_neutral" type="submit" aria-label="Clear ${labelOf(kind)}">
          Clear
        </button>
      </form>
    </td>
  </tr>`;
}

function field(name: string, label: string, more: Html, on: string): Html {
  return html`<div data-field="${on}">
    <label for="fault-${name}">${label}</label>
    <input class="slds-input" id="fault-${name}" name="${name}" autocomplete="off" ${more} />
  </div>`;
}

function form(usernames: readonly string[]): Html {
  const number = (min: number) => html`type="number" min="${min}" data-type="number"`;
  const kinds = Object.entries(KINDS).map(
    ([kind, { label, fields }]) =>
      html`<option value="${kind}" data-fields="${fields.join(' ')}">${label}</option>`,
  );
  return html`<form data-command="faults" data-kinds>
    <div class="faces-fields">
      ${select('fault-kind', 'kind', 'Fault', kinds)}
      ${field('path', 'Path (* and ** stand for anything)', html`placeholder="/services/data/*/query"`, 'request')}
      ${select('fault-method', 'method', 'Method', [option('', 'Any'), ...['GET', 'POST', 'PATCH', 'DELETE'].map((name) => option(name, name))], false, 'request')}
      ${select('fault-user', 'user', 'User', [option('', 'Any'), ...usernames.map((name) => option(name, name))], false, 'request user')}
      ${field('times', 'Times (empty = until cleared)', number(1), 'request times')}
      ${field('skip', 'After so many', number(0), 'request')}
      ${field('milliseconds', 'Milliseconds', number(0), 'milliseconds')}
      ${field('retryAfter', 'Retry after (seconds)', number(0), 'retryAfter')}
      ${select('fault-when', 'when', 'When', [option('before', 'Before it is done'), option('after', 'After it is done')], false, 'when')}
      ${field('bytes', 'Bytes that arrive', number(0), 'bytes')}
      ${field('seconds', 'Seconds (− = behind)', html`type="number" data-type="number"`, 'seconds')}
      ${field('permission', 'Permission', html`placeholder="ViewSetup"`, 'permission')}
      ${field('used', 'Requests used', number(0), 'used')} ${field('max', 'Of at most', number(1), 'used')}
      ${field('least', 'At least (minutes)', number(0), 'least')}
      ${field('most', 'At most (minutes)', number(0), 'least')}
      ${field('for', 'Lasts (ISO 8601, empty = until cleared)', html`placeholder="PT10M"`, '*')}
    </div>
    <div class="faces-actions">
      <button class="slds-button slds-button_neutral" type="submit">Make the fault</button>
    </div>
  </form>`;
}
