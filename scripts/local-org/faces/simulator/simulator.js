/** Sends the page's forms as JSON and shows what came of them. */
const REMEMBERED = 'simulator-outcome';
const outcome = document.getElementById('outcome');

const TYPES = { boolean: (value) => value === 'true', number: Number };

/** Field values of a form; empty ones and hidden fields are left out, so that the server's defaults hold. */
function valuesOf(form) {
  const entries = [...new FormData(form)].filter(
    ([name, value]) => value !== '' && !form.elements[name].closest?.('[hidden]'),
  );
  return Object.fromEntries(
    entries.map(([name, value]) => [name, TYPES[form.elements[name].dataset?.type]?.(value) ?? value]),
  );
}

function show(tone, text) {
  const box = document.createElement('div');
  box.className = `faces-notice slds-notify slds-notify_alert slds-theme_${tone}`;
  const line = document.createElement('p');
  line.textContent = text;
  box.append(line);
  outcome.replaceChildren(box);
  outcome.scrollIntoView({ block: 'nearest' });
}

const SAID = {
  case: ({ number, id }) => `Support case ${number} is open, id ${id}.`,
  login: () => 'Logged in. The org has written its traces.',
  logout: () => 'Logged out.',
  grant: ({ outcome: result }) =>
    result === 'unchanged' ? 'Nothing changed: it was so already.' : `Login access ${result}.`,
  licence: ({ eventLog }) => `The event log licence is ${eventLog ? 'on' : 'off'}.`,
  push: ({ on }) => `Push is ${on ? 'on' : 'off'}.`,
  clock: ({ now, speed }) => `The org's clock shows ${now}${speed === 0 ? ' and stands still' : ''}.`,
  act: () => 'Done as the user. What the platform notes of it is written.',
  'event-log-delay': ({ least, most }) =>
    least === most
      ? `Event log rows come after ${least} minutes.`
      : `Event log rows come after ${least} to ${most} minutes.`,
  faults: ({ fault }) => `The fault ${fault.kind} is made.`,
  'clear-faults': () => 'Cleared.',
  reset: ({ milliseconds }) => `The org is as it was after the seed (${milliseconds} ms).`,
  scenario: ({ steps, now }) => `Played ${steps} steps. The org's clock shows ${now}.`,
};

/** The text of a scenario file, or the values of the form. */
async function bodyOf(form) {
  const file = form.elements.file?.files?.[0];
  return file ? file.text() : JSON.stringify(valuesOf(form));
}

async function send(form) {
  const { command, method = 'POST', path = command, sure } = form.dataset;
  if (sure && !globalThis.confirm(sure)) return;
  const answer = await fetch(`/simulator/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: method === 'DELETE' ? undefined : await bodyOf(form),
  });
  const text = await answer.text();
  const body = text === '' ? {} : JSON.parse(text);
  if (!answer.ok) {
    show('error', body[0]?.message ?? `The org answered ${answer.status}.`);
    return;
  }
  sessionStorage.setItem(REMEMBERED, SAID[command](body));
  location.reload();
}

/** Shows the fields that the chosen fault takes. */
function fitFields(form) {
  const wanted = form.elements.kind.selectedOptions[0].dataset.fields.split(' ');
  for (const box of form.querySelectorAll('[data-field]')) {
    const on = box.dataset.field.split(' ').filter(Boolean);
    box.hidden = !(on.length === 0 || on.includes('*') || on.some((name) => wanted.includes(name)));
  }
}
for (const form of document.querySelectorAll('form[data-kinds]')) {
  form.elements.kind.addEventListener('change', () => fitFields(form));
  fitFields(form);
}

document.addEventListener('submit', (event) => {
  if (!event.target.dataset.command) return;
  event.preventDefault();
  send(event.target).catch(() => show('error', 'The local org does not answer. Is it still running?'));
});

/** Only people of the chosen kind can be chosen; a publisher sends its one account. */
const kind = document.getElementById('login-actor');
const person = document.getElementById('login-person');
function offerPeople() {
  const groups = [...person.querySelectorAll('optgroup')];
  for (const group of groups) group.disabled = group.dataset.actor !== kind.value;
  const open = groups.find((group) => !group.disabled);
  person.disabled = !open;
  person.value = open?.querySelector('option')?.value ?? '';
}
kind.addEventListener('change', offerPeople);
offerPeople();

const remembered = sessionStorage.getItem(REMEMBERED);
sessionStorage.removeItem(REMEMBERED);
if (remembered) show('success', remembered);
