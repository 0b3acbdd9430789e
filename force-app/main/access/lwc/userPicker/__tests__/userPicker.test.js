import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import UserPicker from 'c/userPicker';
import { answerOf } from '../../../../../test/graphql-answer';
import { settled } from '../../../../../test/access-request';

const USERS = answerOf({
  User: [
    { Id: '005000000000001AAA', Name: 'Ada Morgan', Username: 'ada@bank.example' },
    { Id: '005000000000002AAA', Name: 'Adam Reed', Username: 'adam@bank.example' },
  ],
});

function picker(properties = {}) {
  const element = createElement('c-user-picker', { is: UserPicker });
  Object.assign(element, { label: 'Target User', required: true, ...properties });
  const changed = jest.fn();
  element.addEventListener('change', (event) => changed(event.detail));
  document.body.appendChild(element);
  return { element, changed, input: element.shadowRoot.querySelector('input') };
}

const press = (input, key) => input.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
const optionsOf = (element) => [...element.shadowRoot.querySelectorAll('[role="option"]')];

describe('c-user-picker', () => {
  afterEach(() => document.body.replaceChildren());

  it('offers the users found and reports the one clicked', async () => {
    const { element, changed, input } = picker();
    input.click();
    graphql.emit(USERS);
    await settled();
    expect(input.getAttribute('aria-expanded')).toBe('true');
    expect(optionsOf(element)[1].textContent).toContain('adam@bank.example');
    await expect(element).toBeAccessible();
    optionsOf(element)[1].dispatchEvent(new MouseEvent('mousedown', { cancelable: true }));
    await settled();
    expect(changed).toHaveBeenCalledWith({ value: '005000000000002AAA', name: 'Adam Reed' });
    expect(input.getAttribute('aria-expanded')).toBe('false');
  });

  it('is worked with the keyboard alone', async () => {
    const { element, changed, input } = picker();
    graphql.emit(USERS);
    press(input, 'ArrowDown');
    await settled();
    expect(optionsOf(element)[0].getAttribute('aria-selected')).toBe('true');
    press(input, 'ArrowUp');
    await settled();
    expect(input.getAttribute('aria-activedescendant')).toContain('option-1');
    press(input, 'Enter');
    expect(changed).toHaveBeenCalledWith({ value: '005000000000002AAA', name: 'Adam Reed' });
  });

  it('closes on Escape without a pick', async () => {
    const { changed, input } = picker();
    graphql.emit(USERS);
    press(input, 'ArrowDown');
    press(input, 'Escape');
    await settled();
    expect(input.getAttribute('aria-expanded')).toBe('false');
    expect(changed).not.toHaveBeenCalled();
  });

  it('looks for what was typed, after a pause', async () => {
    jest.useFakeTimers();
    const { input } = picker();
    input.value = 'mor';
    input.dispatchEvent(new CustomEvent('input'));
    jest.advanceTimersByTime(250);
    jest.useRealTimers();
    await settled();
    expect(graphql.getLastConfig().variables).toEqual({ term: '%mor%' });
  });

  it('takes the pick back when the name is changed or cleared', async () => {
    const { element, changed, input } = picker({ value: '005000000000001AAA', valueName: 'Ada Morgan' });
    expect(input.value).toBe('Ada Morgan');
    element.shadowRoot.querySelector('lightning-button-icon').click();
    expect(changed).toHaveBeenCalledWith({ value: undefined, name: undefined });
    input.value = 'Ad';
    input.dispatchEvent(new CustomEvent('input'));
    expect(changed).toHaveBeenCalledTimes(2);
    await expect(element).toBeAccessible();
  });

  it('says when nobody has that name', async () => {
    const { element, input } = picker();
    input.click();
    graphql.emit(answerOf({ User: [] }));
    await settled();
    expect(element.shadowRoot.textContent).toContain('c.User_Picker_None');
    await expect(element).toBeAccessible();
  });

  it('shows an error', async () => {
    const { element } = picker();
    graphql.emitErrors([{ message: 'no access to users' }]);
    await settled();
    expect(element.shadowRoot.querySelector('c-error-panel').errors[0].message).toBe('no access to users');
    await expect(element).toBeAccessible();
  });

  it('shows what is wrong with the field', async () => {
    const { element, input } = picker();
    element.showProblem('Complete this field.');
    await settled();
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(element.shadowRoot.textContent).toContain('Complete this field.');
    await expect(element).toBeAccessible();
  });
});
