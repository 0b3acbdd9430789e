import { createElement } from 'lwc';
import GovernanceSummary from 'c/governanceSummary';
import { statusOf } from 'c/governanceFacts';
import { statusRow } from '../../../../../test/roster';

function summary(values) {
  const { Mode__c: mode, ...row } = statusRow(values);
  const element = createElement('c-governance-summary', { is: GovernanceSummary });
  element.status = statusOf({ ...row, Mode__c: mode.value, Mode__c$label: mode.label });
  document.body.appendChild(element);
  return element;
}

describe('c-governance-summary', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what the mode means, since when, and who signed [A7 A8]', async () => {
    const element = summary();
    const { textContent } = element.shadowRoot;
    expect(element.shadowRoot.querySelector('c-status-badge').label).toBe('Opt-out enabled');
    expect(textContent).toContain('c.Governance_Opt_Out_Means');
    expect(textContent).toContain('Marit Jansen');
    // Nobody has signed the policy.
    expect(textContent).toContain('c.Governance_Unsigned');
    await expect(element).toBeAccessible();
  });

  it('says so when no mode was set and no roster sealed', async () => {
    const element = summary({
      Mode__c: { value: 'Standard', label: 'Standard' },
      Mode_Since__c: null,
      Roster_Version__c: null,
    });
    expect(element.shadowRoot.textContent).toContain('c.Governance_Standard_Means');
    expect(element.shadowRoot.textContent).toContain('c.Governance_Not_Sealed');
    await expect(element).toBeAccessible();
  });
});
