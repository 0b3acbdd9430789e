import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import ModeProposals from 'c/modeProposals';
import { answerOf } from '../../../../../test/graphql-answer';
import { settled } from '../../../../../test/access-request';

const proposal = (state, values = {}) => ({
  Id: state,
  Name: 'GMP-0001',
  Mode__c: { value: 'Standard', label: 'Standard' },
  Effective_Date__c: '2026-12-01',
  Time_Zone__c: 'Europe/Berlin',
  Reason__c: 'The contract ends.',
  State__c: { value: state, label: state.replaceAll('_', ' ') },
  In_Force_From__c: null,
  Signed_By__c: null,
  Result__c: null,
  Proposed_By__r: { Name: 'Priya Nair' },
  ...values,
});

function panel() {
  const element = createElement('c-mode-proposals', { is: ModeProposals });
  document.body.appendChild(element);
  return element;
}

async function shown(rows, refresh) {
  const element = panel();
  graphql.emit(answerOf({ Governance_Proposal__c: rows }), () => true, refresh);
  await settled();
  return element;
}

const textOf = (element) => element.shadowRoot.textContent;

describe('c-mode-proposals', () => {
  afterEach(() => document.body.replaceChildren());

  it('says that it is loading, then that nothing was proposed', async () => {
    const element = panel();
    await settled();
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    await expect(element).toBeAccessible();
    graphql.emit(answerOf({ Governance_Proposal__c: [] }));
    await settled();
    expect(element.shadowRoot.querySelector('lightning-spinner')).toBeNull();
    expect(textOf(element)).toContain('c.Mode_Proposal_Empty');
    await expect(element).toBeAccessible();
  });

  it('says what could not be read, and what to do', async () => {
    const element = panel();
    graphql.emitErrors([{ message: 'down' }]);
    await settled();
    expect(element.shadowRoot.querySelector('lightning-spinner')).toBeNull();
    expect(element.shadowRoot.querySelector('c-error-panel')).toMatchObject({
      heading: 'c.Mode_Proposal_List_Error',
      nextStep: 'c.Error_Next_Access',
    });
    await expect(element).toBeAccessible();
  });

  it.each([
    ['Proposed', 'Next_Proposed'],
    ['Waiting_for_signature', 'Next_Waiting'],
    ['Waiting_for_second_signature', 'Next_Second'],
    ['Accepted', 'Next_Accepted'],
    ['Turned_down', 'Next_Turned_Down'],
    ['Taken_back', 'Next_Taken_Back'],
    ['Refused', 'Next_Refused'],
  ])('shows %s with what follows [A7 A23]', async (state, label) => {
    const element = await shown([proposal(state)]);
    expect(textOf(element)).toContain(`c.Mode_Proposal_${label}`);
    expect(textOf(element)).toContain('The contract ends.');
    expect(textOf(element)).toContain('Priya Nair');
    expect(element.shadowRoot.querySelector('c-status-badge').label).toBe(state.replaceAll('_', ' '));
    await expect(element).toBeAccessible();
  });

  it('tells a mode that is in force from one that is still to be, and names who signed [A7]', async () => {
    const signed = { Signed_By__c: 'Marit Jansen, Friedrich Albers' };
    const past = await shown([proposal('Accepted', { ...signed, In_Force_From__c: '2020-01-01T00:00:00Z' })]);
    expect(textOf(past)).toContain('c.Mode_Proposal_In_Force');
    expect(textOf(past)).not.toContain('c.Mode_Proposal_In_Force_Later');
    expect(textOf(past)).toContain('c.Mode_Proposal_Signed_By Marit Jansen, Friedrich Albers');
    document.body.replaceChildren();
    const later = await shown([proposal('Accepted', { In_Force_From__c: '2999-01-01T00:00:00Z' })]);
    expect(textOf(later)).toContain('c.Mode_Proposal_In_Force_Later');
  });

  it('names who turned it down and why [A7]', async () => {
    const element = await shown([
      proposal('Turned_down', { Signed_By__c: 'Marit Jansen', Result__c: 'Not before the audit.' }),
    ]);
    expect(textOf(element)).toContain('c.Mode_Proposal_Turned_Down_By Marit Jansen');
    expect(element.shadowRoot.querySelector('c-instant-text').value).toBe('Not before the audit.');
  });

  it('tells the form whether a proposal waits, and reads anew when another was made', async () => {
    const refresh = jest.fn();
    const element = await shown([proposal('Waiting_for_signature')], refresh);
    const form = element.shadowRoot.querySelector('c-mode-proposal-form');
    expect(form.isWaiting).toBe(true);
    form.dispatchEvent(new CustomEvent('proposed'));
    expect(refresh).toHaveBeenCalledTimes(1);
    graphql.emit(answerOf({ Governance_Proposal__c: [proposal('Accepted')] }));
    await settled();
    expect(form.isWaiting).toBe(false);
  });
});
