import { createElement } from 'lwc';
import AccessRequestForm from 'c/accessRequestForm';
import { objectInfoOf, picklistsOf, settled } from '../../../../../test/access-request';

const COMPLETE = {
  Support_Case_Number__c: ' 48211906 ',
  Requesting_Party__c: 'Salesforce_employee',
  Incident_Type__c: 'Support_escalation',
  Purpose__c: 'Export fails',
  Necessity__c: 'Not reproducible elsewhere',
  Data_Viewed__c: 'Yes',
  Target_User__c: '005000000000001AAA',
  Environment__c: 'Production',
  Hours_Wanted__c: '2.5',
};

function formWith(values) {
  const element = createElement('c-access-request-form', { is: AccessRequestForm });
  Object.assign(element, { objectInfo: objectInfoOf(), picklists: picklistsOf(), values });
  document.body.appendChild(element);
  const inputs = [...element.shadowRoot.querySelectorAll('[data-field]')];
  for (const input of inputs) {
    input.focus = jest.fn();
    if (input.dataset.kind !== 'user') {
      input.setCustomValidity = jest.fn((message) => Object.assign(input, { problem: message }));
      input.reportValidity = jest.fn(() => !input.problem);
    }
  }
  const inputOf = (name) => inputs.find((input) => input.dataset.field === name);
  return { element, inputOf };
}

describe('c-access-request-form', () => {
  afterEach(() => document.body.replaceChildren());

  it('takes labels, help, lengths and choices from the org [A4]', async () => {
    const { element, inputOf } = formWith({});
    expect(inputOf('Support_Case_Number__c').label).toBe('Support Case Number');
    expect(inputOf('Support_Case_Number__c').fieldLevelHelp).toBe('As support wrote it.');
    expect(inputOf('Support_Case_Number__c').maxLength).toBe(40);
    expect(inputOf('Environment__c').options).toEqual([
      { label: 'Production', value: 'Production' },
      { label: 'Sandbox', value: 'Sandbox' },
    ]);
    expect(inputOf('Data_Viewed__c').value).toBe('');
    await expect(element).toBeAccessible();
  });

  it('reports what is typed and keeps nothing itself', () => {
    const { element, inputOf } = formWith({});
    const heard = [];
    element.addEventListener('valuechange', (event) => heard.push(event.detail));
    inputOf('Purpose__c').dispatchEvent(new CustomEvent('change', { detail: { value: 'Because' } }));
    inputOf('Target_User__c').dispatchEvent(
      new CustomEvent('change', { detail: { value: '005000000000001AAA', name: 'Ada' } }),
    );
    expect(heard).toEqual([
      { name: 'Purpose__c', value: 'Because' },
      { name: 'Target_User__c', value: '005000000000001AAA' },
      { name: 'Target_User__c$name', value: 'Ada' },
    ]);
  });

  it('hands over trimmed texts and hours as a number', () => {
    const { element } = formWith(COMPLETE);
    expect(element.content).toMatchObject({
      Support_Case_Number__c: '48211906',
      Hours_Wanted__c: 2.5,
      Support_Case_Id__c: null,
    });
  });

  it('lets a complete request pass', () => {
    expect(formWith(COMPLETE).element.validate({ isDraft: false })).toBe(true);
  });

  it('wants every required field of a submitted request and goes to the first that is missing [A6] [B41] [B46] [B47]', async () => {
    const { element, inputOf } = formWith({
      ...COMPLETE,
      Purpose__c: '   ',
      Data_Viewed__c: '',
      Target_User__c: '',
    });
    expect(element.validate({ isDraft: false })).toBe(false);
    expect(inputOf('Purpose__c').problem).toBe('c.Form_Value_Missing');
    expect(inputOf('Data_Viewed__c').problem).toBe('c.Form_Value_Missing');
    expect(inputOf('Purpose__c').focus).toHaveBeenCalled();
    await settled();
    await expect(element).toBeAccessible();
  });

  it('takes a message away as soon as the field is typed in', () => {
    const { element, inputOf } = formWith({ ...COMPLETE, Purpose__c: '' });
    element.validate({ isDraft: false });
    expect(inputOf('Purpose__c').problem).toBe('c.Form_Value_Missing');
    inputOf('Purpose__c').dispatchEvent(new CustomEvent('change', { detail: { value: 'B' } }));
    expect(inputOf('Purpose__c').problem).toBe('');
  });

  it('wants no more than the case number of a draft', () => {
    expect(formWith({ Support_Case_Number__c: '48211906' }).element.validate({ isDraft: true })).toBe(true);
    expect(formWith({ Purpose__c: 'Because' }).element.validate({ isDraft: true })).toBe(false);
  });

  it('refuses what the input itself finds malformed', () => {
    const { element, inputOf } = formWith(COMPLETE);
    inputOf('Hours_Wanted__c').reportValidity = jest.fn(() => false);
    expect(element.validate({ isDraft: false })).toBe(false);
    expect(inputOf('Hours_Wanted__c').focus).toHaveBeenCalled();
  });

  it('offers break-glass once there is a case, and asks for reason and confirmation only when it is ticked [D112]', async () => {
    const named = ({ element }) =>
      [...element.shadowRoot.querySelectorAll('[data-field]')].map(({ dataset }) => dataset.field);
    expect(named(formWith({}))).not.toContain('Break_Glass__c');
    const calm = formWith(COMPLETE);
    expect(named(calm)).toContain('Break_Glass__c');
    expect(named(calm)).not.toContain('Break_Glass_Reason__c');
    // Anything else than `false` would show the box ticked: the base component takes an empty text as true.
    expect(calm.inputOf('Break_Glass__c').checked).toBe(false);
    expect(calm.element.content).toMatchObject({ Break_Glass__c: false, Break_Glass_Reason__c: null });
    const emergency = formWith({ ...COMPLETE, Break_Glass__c: true });
    expect(emergency.inputOf('Break_Glass__c').checked).toBe(true);
    expect(named(emergency)).toEqual(
      expect.arrayContaining(['Break_Glass_Reason__c', 'Break_Glass_Confirmation__c']),
    );
    expect(emergency.element.shadowRoot.querySelector('.follows').textContent).toContain(
      'c.Form_Break_Glass_Follows',
    );
    expect(emergency.element.validate({ isDraft: false })).toBe(false);
    expect(emergency.inputOf('Break_Glass_Reason__c').problem).toBe('c.Form_Value_Missing');
    await expect(emergency.element).toBeAccessible();
  });

  it('takes no other case number for the confirmation of break-glass [D112]', () => {
    const emergency = { ...COMPLETE, Break_Glass__c: true, Break_Glass_Reason__c: 'Payments stand still' };
    const wrong = formWith({ ...emergency, Break_Glass_Confirmation__c: '48211907' });
    expect(wrong.element.validate({ isDraft: false })).toBe(false);
    expect(wrong.inputOf('Break_Glass_Confirmation__c').problem).toBe('c.Form_Break_Glass_Mistyped');
    const right = formWith({ ...emergency, Break_Glass_Confirmation__c: '48211906' });
    expect(right.element.validate({ isDraft: false })).toBe(true);
    expect(right.element.content).toMatchObject({
      Break_Glass__c: true,
      Break_Glass_Confirmation__c: '48211906',
    });
  });
});
