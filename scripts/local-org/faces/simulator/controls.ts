/** Cards of the simulator that are no outsider's: grants without signing in, the stand-in's switches, what was written. */
import type { Engine } from '../../state/engine.ts';
import { html, type Html } from '../chrome/html.ts';
import { GRANTEES } from '../settings/login-access.ts';
import { option, personOption, select, when, type AuditRow, type Person } from './fields.ts';

export function grantCard(people: readonly Person[]): Html {
  return html`<section class="faces-card" aria-labelledby="grant-title">
    <h2 id="grant-title">A user's grant, without signing in</h2>
    <p>The same as the user's own page does it. Good for a grant that nobody asked for.</p>
    <form data-command="grant">
      <div class="faces-fields">
        ${select('grant-user', 'username', 'User', people.map(personOption), true)}
        ${select(
          'grant-to',
          'to',
          'Grants access to',
          GRANTEES.map(({ kind, label }) => option(kind, label)),
        )}
        ${select(
          'grant-duration',
          'duration',
          'Duration',
          ['1 day', '3 days', '1 week', '1 month', '1 year', 'none'].map((word) =>
            option(word, word === 'none' ? 'No access' : word),
          ),
        )}
      </div>
      <div class="faces-actions">
        <button class="slds-button slds-button_neutral" type="submit">Save the grant</button>
      </div>
    </form>
  </section>`;
}

export function switchCard({ switches }: Engine): Html {
  const toggle = (command: string, field: string, on: boolean, label: string, hint: string) =>
    html`<form data-command="${command}">
      <input type="hidden" name="${field}" value="${String(!on)}" data-type="boolean" />
      <p><strong>${label}: ${on ? 'on' : 'off'}.</strong> ${hint}</p>
      <button class="slds-button slds-button_neutral" type="submit">
        Turn ${label.toLowerCase()} ${on ? 'off' : 'on'}
      </button>
    </form>`;
  return html`<section class="faces-card" aria-labelledby="switch-title">
    <h2 id="switch-title">Switches of the stand-in</h2>
    ${toggle('licence', 'eventLog', switches.eventLogLicence, 'Event log licence', 'With it, logins by Salesforce staff are logged with the case id. Few orgs have it.')}
    <hr />
    ${toggle('push', 'on', switches.push, 'Push of changes', 'Off, subscribers of change events hear nothing.')}
  </section>`;
}

export function auditCard(rows: readonly AuditRow[]): Html {
  return html`<section class="faces-card" aria-labelledby="audit-title">
    <h2 id="audit-title">What the org wrote down</h2>
    <p>The newest rows of the set-up audit trail.</p>
    <div class="faces-table" tabindex="0" role="region" aria-label="Newest rows of the audit trail">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Action</th>
            <th scope="col">Text</th>
            <th scope="col">Created by</th>
            <th scope="col">Delegate</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ at, action, display, by, delegate }) =>
              html`<tr>
                <td>${when(at)}</td>
                <td><code>${action}</code></td>
                <td>${display}</td>
                <td>${by}</td>
                <td>${delegate}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
