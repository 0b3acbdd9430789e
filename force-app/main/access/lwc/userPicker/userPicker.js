import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { recordsOf } from 'c/graphqlRecords';
import { formatLabel } from 'c/labelText';
import clear from '@salesforce/label/c.User_Picker_Clear';
import count from '@salesforce/label/c.User_Picker_Count';
import errorHeading from '@salesforce/label/c.User_Picker_Error';
import loading from '@salesforce/label/c.Loading';
import none from '@salesforce/label/c.User_Picker_None';
import placeholder from '@salesforce/label/c.User_Picker_Placeholder';
import required from '@salesforce/label/c.Required';

/** Long enough that a name is typed without a query per letter, short enough to feel immediate. */
const TYPING_PAUSE = 250;
const STEP_BY_KEY = { ArrowDown: 1, ArrowUp: -1 };

/**
 * A searchable pick of one active user, built as the combobox pattern of the ARIA practices. Fires `change` with
 * `{value, name}`.
 */
export default class UserPicker extends LightningElement {
  @api label;
  @api fieldLevelHelp;
  @api required = false;
  @api disabled = false;
  /** Id of the picked user. */
  @api value;
  /** Name of the picked user. */
  @api valueName;

  i18n = { clear, errorHeading, loading, none, placeholder, required };
  term = '';
  typed = '';
  users;
  errors;
  isOpen = false;
  activeIndex = -1;
  problem = '';

  @wire(graphql, {
    query: gql`
      query activeUsers($term: String) {
        uiapi {
          query {
            User(
              where: {
                and: [
                  { IsActive: { eq: true } }
                  { UserType: { eq: "Standard" } }
                  { or: [{ Name: { like: $term } }, { Username: { like: $term } }] }
                ]
              }
              orderBy: { Name: { order: ASC } }
              first: 8
            ) {
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                  Username {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `,
    variables: '$variables',
  })
  wiredUsers({ data, errors }) {
    this.errors = errors;
    this.users = data ? recordsOf(data, 'User') : undefined;
  }

  get variables() {
    return { term: `%${this.term}%` };
  }

  get options() {
    return (this.users ?? []).map((user, index) => ({
      ...user,
      key: `option-${index}`,
      isActive: index === this.activeIndex,
      optionClass: index === this.activeIndex ? 'option option_active' : 'option',
    }));
  }

  get isLoading() {
    return this.isOpen && !this.users && !this.errors;
  }

  get isEmpty() {
    return this.users?.length === 0;
  }

  get activeId() {
    return this.isOpen && this.activeIndex >= 0 ? `option-${this.activeIndex}` : null;
  }

  get expanded() {
    return String(this.isOpen);
  }

  get shown() {
    return this.value ? this.valueName : this.typed;
  }

  get announcement() {
    return this.isOpen && this.users ? formatLabel(count, this.users.length) : '';
  }

  get invalid() {
    return String(Boolean(this.problem));
  }

  get elementClass() {
    return `slds-form-element ${this.problem ? 'slds-has-error' : ''}`;
  }

  get comboboxClass() {
    return `slds-combobox slds-dropdown-trigger slds-dropdown-trigger_click ${this.isOpen ? 'slds-is-open' : ''}`;
  }

  /** Shows `message` under the field; an empty one takes it away. */
  @api
  showProblem(message) {
    this.problem = message;
  }

  @api
  focus() {
    this.template.querySelector('input').focus();
  }

  handleInput(event) {
    this.typed = event.target.value;
    this.isOpen = true;
    this.activeIndex = -1;
    if (this.value) {
      this.pick(undefined);
    }
    clearTimeout(this.typing);
    // A pause in typing is the only sign that a name is complete enough to be looked up.
    // eslint-disable-next-line @lwc/lwc/no-async-operation
    this.typing = setTimeout(() => {
      this.term = this.typed.trim();
    }, TYPING_PAUSE);
  }

  handleOpen() {
    this.isOpen = !this.disabled;
  }

  handleLeave() {
    this.isOpen = false;
    this.activeIndex = -1;
  }

  handleKey(event) {
    const step = STEP_BY_KEY[event.key];
    const size = this.options.length;
    if (step && size > 0) {
      event.preventDefault();
      this.activeIndex = this.isOpen ? (this.activeIndex + step + size) % size : 0;
      this.isOpen = true;
    } else if (event.key === 'Enter' && this.isOpen && this.activeIndex >= 0) {
      event.preventDefault();
      this.pick(this.users[this.activeIndex]);
    } else if (event.key === 'Escape' && this.isOpen) {
      event.stopPropagation();
      this.handleLeave();
    }
  }

  /** Before the input loses focus, so that the list is still there when the pointer goes up. */
  handlePick(event) {
    event.preventDefault();
    this.pick(this.users[Number(event.currentTarget.dataset.index)]);
  }

  handleClear() {
    this.typed = '';
    this.term = '';
    this.pick(undefined);
    this.focus();
  }

  pick(user) {
    this.problem = '';
    if (user) {
      this.isOpen = false;
      this.typed = '';
      this.term = '';
    }
    this.dispatchEvent(new CustomEvent('change', { detail: { value: user?.Id, name: user?.Name } }));
  }
}
