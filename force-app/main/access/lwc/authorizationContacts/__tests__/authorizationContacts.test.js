import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import AuthorizationContacts from 'c/authorizationContacts';
import ContactModal from 'c/contactModal';
import { answerOf } from '../../../../../test/graphql-answer';
import { settled } from '../../../../../test/access-request';
import { contactPicklists, contactRow, statusRow } from '../../../../../test/roster';

jest.mock('c/contactModal', () => ({ __esModule: true, default: { open: jest.fn() } }));

function roster({ createable = true, updateable = true } = {}) {
  const element = createElement('c-authorization-contacts', { is: AuthorizationContacts });
  document.body.appendChild(element);
  getObjectInfo.emit({
    createable,
    updateable,
    defaultRecordTypeId: '012000000000000AAA',
    fields: { Name: { label: 'Name' } },
  });
  getPicklistValuesByRecordType.emit(contactPicklists());
  return { element, find: (selector) => element.shadowRoot.querySelector(selector) };
}

const answer = (contacts, statuses = [statusRow()]) =>
  answerOf({ Authorization_Contact__c: contacts, Governance_Status__c: statuses });

describe('c-authorization-contacts', () => {
  afterEach(() => {
    document.body.replaceChildren();
    ContactModal.open.mockReset();
  });

  it('is loading, then shows the roster, who is asked, and what is in force [A7 A10 U15]', async () => {
    const { element, find } = roster();
    await settled();
    expect(find('lightning-spinner')).not.toBeNull();
    graphql.emit(answer([contactRow()]));
    await settled();
    expect(find('lightning-spinner')).toBeNull();
    expect(find('c-roster-levels').contacts).toHaveLength(1);
    expect(find('c-roster-notices').isSealed).toBe(true);
    expect(find('c-roster-asking')).not.toBeNull();
    expect(find('c-governance-summary').status.policyVersion).toBe('Default-411e3565d7f40c1e');
    await expect(element).toBeAccessible();
  });

  it('leaves room for what to do first while there is nobody, and nothing was reported', async () => {
    const { element, find } = roster();
    graphql.emit(answer([], []));
    await settled();
    expect(find('c-roster-levels')).toBeNull();
    expect(find('c-roster-notices').contacts).toEqual([]);
    expect(element.shadowRoot.textContent).toContain('c.Governance_None_Next');
    await expect(element).toBeAccessible();
  });

  it('shows an error and tries again', async () => {
    const refresh = jest.fn();
    const { element, find } = roster();
    graphql.emitErrors([{ message: 'down' }], () => true, refresh);
    await settled();
    find('c-error-panel').dispatchEvent(new CustomEvent('retry'));
    expect(refresh).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('opens the form for a new contact and for one to be edited, and reads again when it is saved', async () => {
    const refresh = jest.fn().mockResolvedValue();
    const toast = jest.fn();
    const { element, find } = roster();
    element.addEventListener('lightning__showtoast', toast);
    graphql.emit(answer([contactRow()]), () => true, refresh);
    await settled();
    ContactModal.open.mockResolvedValue(undefined);
    find('[data-action="new"]').click();
    await settled();
    expect(ContactModal.open.mock.calls[0][0]).toMatchObject({ contact: undefined, isSealed: true });
    expect(refresh).not.toHaveBeenCalled();
    ContactModal.open.mockResolvedValue('Marit Jansen');
    find('c-roster-levels').dispatchEvent(new CustomEvent('edit', { detail: { id: 'a02000000000001AAA' } }));
    await settled();
    expect(ContactModal.open.mock.calls[1][0].contact.Name).toBe('Marit Jansen');
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(toast).toHaveBeenCalledTimes(1);
  });

  it('offers no form to those who may only read', async () => {
    const { find } = roster({ createable: false, updateable: false });
    graphql.emit(answer([contactRow()]));
    await settled();
    expect(find('[data-action="new"]')).toBeNull();
    expect(find('c-roster-levels').canEdit).toBe(false);
  });

  it('asks again every 15 seconds while the page is visible', async () => {
    jest.useFakeTimers();
    const refresh = jest.fn();
    roster();
    graphql.emit(answer([contactRow()]), () => true, refresh);
    jest.advanceTimersByTime(15_000);
    jest.useRealTimers();
    await settled();
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
