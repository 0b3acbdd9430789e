import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import GovernanceBanner from 'c/governanceBanner';
import { answerOf } from '../../../../../test/graphql-answer';
import { settled } from '../../../../../test/access-request';
import { statusRow } from '../../../../../test/roster';

const mockNavigate = jest.fn();
jest.mock('lightning/navigation', () => {
  const Navigate = Symbol('Navigate');
  const NavigationMixin = (Base) =>
    class extends Base {
      [Navigate](page) {
        mockNavigate(page);
      }
    };
  NavigationMixin.Navigate = Navigate;
  return { NavigationMixin };
});

function banner() {
  const element = createElement('c-governance-banner', { is: GovernanceBanner });
  document.body.appendChild(element);
  return { element, find: (selector) => element.shadowRoot.querySelector(selector) };
}

describe('c-governance-banner', () => {
  afterEach(() => {
    document.body.replaceChildren();
    mockNavigate.mockReset();
  });

  it('is loading until the org answers', async () => {
    const { element, find } = banner();
    await settled();
    expect(find('lightning-spinner')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows the mode and leads to what needs somebody [A7 A8 U15]', async () => {
    const { element, find } = banner();
    const alarms = JSON.stringify([{ title: 'a' }, { title: 'b' }]);
    const waiting = JSON.stringify([{ kind: 'Founding_policy' }]);
    graphql.emit(answerOf({ Governance_Status__c: [statusRow({ Alarms__c: alarms, Waiting__c: waiting })] }));
    await settled();
    expect(find('c-governance-summary').status.mode).toBe('Opt_out_enabled');
    expect(find('[data-action="alarms"]').textContent).toBe('c.Governance_Alarm_Many');
    find('[data-action="waiting"]').click();
    expect(mockNavigate).toHaveBeenCalledWith({
      type: 'standard__navItemPage',
      attributes: { apiName: 'Access_Roster' },
    });
    await expect(element).toBeAccessible();
  });

  it('says what to do while the companion has not reported', async () => {
    const { element, find } = banner();
    graphql.emit(answerOf({ Governance_Status__c: [] }));
    await settled();
    expect(element.shadowRoot.textContent).toContain('c.Governance_None_Next');
    expect(find('c-governance-summary')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows an error and tries again', async () => {
    const refresh = jest.fn();
    const { element, find } = banner();
    graphql.emitErrors([{ message: 'down' }], () => true, refresh);
    await settled();
    find('c-error-panel').dispatchEvent(new CustomEvent('retry'));
    expect(refresh).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });
});
