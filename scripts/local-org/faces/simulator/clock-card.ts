/** The org's clock, when log rows arrive, reset and scenarios. */
import type { Engine } from '../../state/engine.ts';
import { html, type Html } from '../chrome/html.ts';
import { when } from './fields.ts';

const STEPS: Readonly<Record<string, string>> = {
  PT10M: '+ 10 minutes',
  PT45M: '+ 45 minutes',
  PT1H: '+ 1 hour',
  P1D: '+ 1 day',
};

/** A button that sends one order. */
function button(
  command: string,
  label: string,
  fields: Readonly<Record<string, string | number | boolean>>,
): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) =>
      html`<input type="hidden" name="${name}" value="${String(value)}" data-type="${typeof value}" />`,
  );
  return html`<form data-command="${command}">
    ${inputs}<button class="slds-button slds-button_neutral" type="submit">${label}</button>
  </form>`;
}

export function clockCard({ clock, switches }: Engine): Html {
  const { speed } = clock;
  const pace = speed === 0 ? 'stands still' : speed === 1 ? 'runs' : `runs ${speed} times as fast`;
  const { least, most } = switches.eventLogArrival.current;
  const span = least === most ? String(least) : `${least} to ${most}`;
  return html`<section class="faces-card" aria-labelledby="clock-title">
    <h2 id="clock-title">The org's clock</h2>
    <p><strong>${when(clock.now().toString())}</strong>, and it ${pace}.</p>
    <div class="faces-actions">
      ${Object.entries(STEPS).map(([advance, label]) => button('clock', label, { advance }))}
      ${speed === 0 ? button('clock', 'Let it run', { speed: 1 }) : button('clock', 'Stop it', { freeze: true })}
      ${speed === 60 ? button('clock', 'Usual speed', { speed: 1 }) : button('clock', '60 times as fast', { speed: 60 })}
      ${button('clock', 'Back to now', { reset: true })}
    </div>
    <form data-command="clock">
      <div class="faces-fields faces-gap">
        <div>
          <label for="clock-set">Set to (UTC)</label>
          <input class="slds-input" id="clock-set" name="set" placeholder="2026-11-21T12:00:00Z" required />
        </div>
        <div><button class="slds-button slds-button_neutral" type="submit">Set</button></div>
      </div>
    </form>
    <hr />
    <p>
      <strong>Event log rows</strong> can be queried ${span} minutes after the event. Event log files come
      hours later.
    </p>
    <div class="faces-actions">
      ${button('event-log-delay', 'At once', { least: 0, most: 0 })}
      ${button('event-log-delay', '25 to 45 minutes', { least: 25, most: 45 })}
    </div>
  </section>`;
}

export function scenarioCard(steps: number | null): Html {
  return html`<section class="faces-card" aria-labelledby="scenario-title">
    <h2 id="scenario-title">Reset and scenarios</h2>
    <p>
      ${steps === null ? 'More happened since the start than a scenario holds.' : `${steps} things happened since the start or the last reset.`}
      A saved scenario lets them happen again, here or in another local org.
    </p>
    <div class="faces-actions">
      <a class="slds-button slds-button_neutral" href="/simulator/scenario" download="scenario.json"
        >Save the scenario</a
      >
      <form
        data-command="reset"
        data-sure="Everything since the seed is lost, and everybody is logged out. Reset?"
      >
        <button class="slds-button slds-button_neutral" type="submit">Reset the org</button>
      </form>
    </div>
    <form data-command="scenario">
      <div class="faces-fields faces-gap">
        <div>
          <label for="scenario-file">Play a scenario file</label>
          <input
            class="slds-input"
            id="scenario-file"
            name="file"
            type="file"
            accept="application/json"
            required
          />
        </div>
        <div><button class="slds-button slds-button_neutral" type="submit">Play</button></div>
      </div>
    </form>
  </section>`;
}
