/** The world outside the org on one page: open a support case, log in as a user, log out; and the stand-in's switches. */
import type { ApiResponse } from '../../api/route.ts';
import type { Engine } from '../../state/engine.ts';
import { html, type Html } from '../chrome/html.ts';
import { page } from '../chrome/layout.ts';
import type { FaultState } from '../../faults/registry.ts';
import { GRANTEES } from '../settings/login-access.ts';
import type { OpenLogin } from './logins.ts';
import { SUPPORT_ENGINEERS, type SupportCase } from './outsiders.ts';
import { clockCard, scenarioCard } from './clock-card.ts';
import { auditCard, grantCard, switchCard } from './controls.ts';
import { faultCard } from './fault-card.ts';
import { option, personOption, select, when, type AuditRow, type Person } from './fields.ts';
import { worldOf } from './world.ts';

export interface PageState {
  people: readonly Person[];
  rows: readonly AuditRow[];
  faults: readonly FaultState[];
}

export function simulatorPage(org: Engine, { people, rows, faults }: PageState): ApiResponse {
  const { logins, cases } = worldOf(org);
  const body = html` <h1 class="faces-title">Simulator</h1>
    <p class="faces-lead">
      You are the world outside the org. What you do here leaves the traces that the platform would leave, and
      nothing else happens: whoever watches the org has to find them.
    </p>
    <div id="outcome" role="status" aria-live="polite"></div>
    <div class="faces-columns">
      <div>${caseCard(cases)}${loginCard(people, cases)}${openCard([...logins.values()])}</div>
      <div>${grantCard(people)}${clockCard(org)}${switchCard(org)}</div>
    </div>
    ${faultCard(
      faults,
      people.map(({ username }) => username),
    )}
    ${scenarioCard(org.journal.entries?.length ?? null)} ${auditCard(rows)}`;
  return page({
    title: 'Simulator',
    place: 'Simulator',
    person: null,
    body,
    scripts: ['/assets/simulator.js'],
  });
}

function caseCard([newest]: readonly SupportCase[]): Html {
  return html`<section class="faces-card" aria-labelledby="case-title">
    <h2 id="case-title">1 · A support case</h2>
    <p>
      Cases live in Salesforce's own support organisation, never in this org. An administrator enters number
      and id in the access request.
    </p>
    ${newest && html`<p>Newest case: <strong>${newest.number}</strong>, id <code>${newest.id}</code></p>`}
    <form data-command="case">
      <button class="slds-button slds-button_neutral" type="submit">Open a support case</button>
    </form>
  </section>`;
}

function loginCard(people: readonly Person[], cases: readonly SupportCase[]): Html {
  const admins = people.filter(({ profile }) => profile === 'System Administrator');
  return html`<section class="faces-card" aria-labelledby="login-title">
    <h2 id="login-title">2 · Log in as a user</h2>
    <p>
      Support and publishers need the user's grant; own administrators only where the policies ask for it.
    </p>
    <form data-command="login">
      <div class="faces-fields">
        ${select('login-actor', 'actor', 'Who logs in', [option('support', 'Salesforce Support'), option('publisher', GRANTEES[1]?.label ?? 'Publisher'), option('admin', 'Own administrator')])}
        ${select('login-person', 'actorUsername', 'As which person', [
          html`<optgroup label="Salesforce Support" data-actor="support">
            ${SUPPORT_ENGINEERS.map(({ username, name }) => option(username, name))}
          </optgroup>`,
          html`<optgroup label="Own administrators" data-actor="admin">
            ${admins.map(({ username, name }) => option(username, name))}
          </optgroup>`,
        ])}
        ${select('login-as', 'as', 'Logs in as', people.map(personOption), true)}
        <div>
          <label for="login-case">Support case id</label>
          <input
            class="slds-input"
            id="login-case"
            name="caseId"
            maxlength="40"
            list="cases"
            value="${cases[0]?.id ?? ''}"
            autocomplete="off"
          />
          <datalist id="cases">${cases.map(({ id, number }) => option(id, number))}</datalist>
        </div>
        ${select('login-shape', 'shape', 'Form of the audit row', [option('granting', 'User granted, delegate named'), option('delegate', 'Actor as creator')])}
      </div>
      <div class="faces-actions">
        <button class="slds-button slds-button_brand" type="submit">Log in</button>
      </div>
    </form>
  </section>`;
}

function openCard(logins: readonly OpenLogin[]): Html {
  const row = ({ id, actor, target, since }: OpenLogin) =>
    html`<tr>
      <th scope="row">${actor.name}</th>
      <td>${target.name}</td>
      <td>${when(since)}</td>
      <td class="faces-row-actions">
        <form data-command="act">
          <input type="hidden" name="loginId" value="${id}" />
          <button
            class="slds-button slds-button_neutral"
            type="submit"
            aria-label="Open a page as ${actor.name}, who is ${target.name}"
          >
            Open a page
          </button>
        </form>
        <form data-command="logout">
          <input type="hidden" name="loginId" value="${id}" />
          <button
            class="slds-button slds-button_neutral"
            type="submit"
            aria-label="Log out ${actor.name}, who is ${target.name}"
          >
            Log out
          </button>
        </form>
      </td>
    </tr>`;
  return html`<section class="faces-card" aria-labelledby="open-title">
    <h2 id="open-title">3 · Logged in now</h2>
    ${
      logins.length === 0
        ? html`<p class="faces-quiet">Nobody.</p>`
        : html`<div class="faces-table" tabindex="0" role="region" aria-label="Logged in now">
            <table>
              <thead>
                <tr>
                  <th scope="col">Who</th>
                  <th scope="col">As</th>
                  <th scope="col">Since</th>
                  <th scope="col"><span class="slds-assistive-text">Action</span></th>
                </tr>
              </thead>
              <tbody>
                ${logins.map(row)}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}
