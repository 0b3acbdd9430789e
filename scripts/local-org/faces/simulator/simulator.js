/** Sends the page's forms as JSON and shows what came of them. */
const REMEMBERED = 'simulator-outcome';
const outcome = document.getElementById('outcome');

/** Field values of a form; empty ones are left out, so that the server's defaults hold. */
function valuesOf(form) {
  const entries = [...new FormData(form)].filter(([, value]) => value !== '');
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      form.elements[name].dataset?.type === 'boolean' ? value === 'true' : value,
    ]),
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
  clock: ({ now }) => `The org's clock shows ${now}.`,
};

async function send(form) {
  const { command } = form.dataset;
  const answer = await fetch(`/simulator/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(valuesOf(form)),
  });
  const body = await answer.json();
  if (!answer.ok) {
    show('error', body[0]?.message ?? `The org answered ${answer.status}.`);
    return;
  }
  sessionStorage.setItem(REMEMBERED, SAID[command](body));
  location.reload();
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
