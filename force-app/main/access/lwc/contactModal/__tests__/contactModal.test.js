import { createElement } from 'lwc';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import ContactModal from 'c/contactModal';
import { settled } from '../../../../../test/access-request';
import { contactPicklists } from '../../../../../test/roster';

const FRIEDRICH = {
  Id: 'a02',
  Name: 'Friedrich Albers',
  Address__c: 'friedrich@bank.example',
  Role__c: 'Compliance_lead',
  Level__c: 2,
  Active__c: true,
  May_Decide__c: true,
  Channels__c: null,
  Language__c: 'de',
  Time_Zone__c: 'Europe/Berlin',
  User__c: '005000000000001AAA',
  User__r: { Name: 'Friedrich Albers' },
};

function modal(properties) {
  const element = createElement('c-contact-modal', { is: ContactModal });
  Object.assign(element, { label: 'Contact', picklists: contactPicklists(), isSealed: true, ...properties });
  document.body.appendChild(element);
  const find = (selector) => element.shadowRoot.querySelector(selector);
  for (const input of element.shadowRoot.querySelectorAll('[data-checked]')) {
    input.reportValidity = jest.fn(() => true);
    input.setCustomValidity = jest.fn();
    input.focus = jest.fn();
  }
  const closed = jest.fn();
  element.addEventListener('close', (event) => closed(event.detail));
  const type = (name, value) =>
    find(`[data-name="${name}"]`).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  const save = async () => {
    find('[data-name="save"]').click();
    await settled();
  };
  return { element, find, type, save, closed };
}

describe('c-contact-modal', () => {
  afterEach(() => {
    document.body.replaceChildren();
    createRecord.mockReset().mockResolvedValue({});
    updateRecord.mockReset().mockResolvedValue({});
  });

  it('creates a contact and says that it takes effect by a signature only [A10]', async () => {
    const { element, type, save, closed } = modal();
    expect(element.shadowRoot.textContent).toContain('c.Contact_Takes_Effect');
    type('Name', 'Nora Kern');
    type('Address__c', 'nora@bank.example');
    type('Role__c', 'Security_lead');
    type('Level__c', '3');
    await save();
    expect(createRecord).toHaveBeenCalledWith({
      apiName: 'Authorization_Contact__c',
      fields: expect.objectContaining({ Name: 'Nora Kern', Level__c: 3, Active__c: true, User__c: null }),
    });
    expect(closed).toHaveBeenCalledWith('Nora Kern');
    await expect(element).toBeAccessible();
  });

  it('saves of an edited contact what differs', async () => {
    const { element, find, type, save, closed } = modal({ contact: FRIEDRICH, isSealed: false });
    expect(element.shadowRoot.textContent).toContain('c.Contact_Before_Seal');
    await save();
    expect(updateRecord).not.toHaveBeenCalled();
    expect(element.shadowRoot.textContent).toContain('c.Contact_Nothing');
    type('Level__c', '1');
    find('c-user-picker').dispatchEvent(new CustomEvent('change', { detail: {} }));
    await save();
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: 'a02', Level__c: 1, User__c: null } });
    expect(closed).toHaveBeenCalledWith('Friedrich Albers');
  });

  it('refuses a time zone that no calendar knows, at its field', async () => {
    const { find, type, save } = modal({ contact: FRIEDRICH });
    const zone = find('[data-name="Time_Zone__c"]');
    zone.reportValidity = jest.fn(() => false);
    type('Time_Zone__c', 'Berlin');
    await save();
    expect(zone.setCustomValidity).toHaveBeenCalledWith('c.Contact_Zone_Unknown');
    expect(zone.focus).toHaveBeenCalled();
    expect(updateRecord).not.toHaveBeenCalled();
  });

  it('stays open with what was entered when the org refuses', async () => {
    updateRecord.mockRejectedValue({ body: { message: 'Roster state is sealed elsewhere.' } });
    const { element, find, type, save, closed } = modal({ contact: FRIEDRICH });
    type('Level__c', '1');
    await save();
    expect(find('c-error-panel').errors.body.message).toBe('Roster state is sealed elsewhere.');
    expect(closed).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
});
