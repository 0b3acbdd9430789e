import { createElement } from 'lwc';
import AccessRequestGates from 'c/accessRequestGates';

const GATES = JSON.stringify([
  { gate: 'Case number present', state: 'open', reason: 'The case is 48211906.' },
  {
    gate: 'Duration within policy',
    state: 'closed',
    reason: '30 hours are over the limit.',
    until: '2026-11-21T00:00:00Z',
  },
  { gate: 'Target can grant', state: 'unknown', reason: 'The setting could not be read.' },
]);

function gatesWith(properties) {
  const element = createElement('c-access-request-gates', { is: AccessRequestGates });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

describe('c-access-request-gates', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows each gate with its verdict in words and its reason', async () => {
    const element = gatesWith({ gates: GATES });
    const icons = [...element.shadowRoot.querySelectorAll('lightning-icon')].map(
      (icon) => icon.alternativeText,
    );
    expect(icons).toEqual(['c.Gate_Open', 'c.Gate_Closed', 'c.Gate_Unknown']);
    const reasons = [...element.shadowRoot.querySelectorAll('c-instant-text')].map(({ value }) => value);
    expect(reasons).toContain('30 hours are over the limit.');
    expect(element.shadowRoot.querySelector('c-zoned-time').value).toBe('2026-11-21T00:00:00Z');
    await expect(element).toBeAccessible();
  });

  it('can show the problems alone', () => {
    const element = gatesWith({ gates: GATES, problemsOnly: true });
    expect(element.shadowRoot.querySelectorAll('li')).toHaveLength(2);
  });

  test.each(['not json', '{"gate":1}'])(
    'falls back to the summary when the verdicts are %s',
    async (gates) => {
      const element = gatesWith({ gates, summary: 'Duration within policy: closed' });
      expect(element.shadowRoot.textContent).toBe('Duration within policy: closed');
      await expect(element).toBeAccessible();
    },
  );

  it('says that the policy has not spoken', async () => {
    const element = gatesWith({});
    expect(element.shadowRoot.textContent).toBe('c.Gate_None');
    await expect(element).toBeAccessible();
  });
});
