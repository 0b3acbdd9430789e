import { LightningElement, api } from 'lwc';
import { contentOf, isMistyped, missingFields, sectionsFor } from './fields';
import caseMistyped from '@salesforce/label/c.Form_Break_Glass_Mistyped';
import requiredNote from '@salesforce/label/c.Form_Required_Note';
import valueMissing from '@salesforce/label/c.Form_Value_Missing';

const KIND_FLAGS = {
  text: 'isText',
  number: 'isNumber',
  choice: 'isChoice',
  radio: 'isRadio',
  long: 'isLong',
  tick: 'isTick',
};

/** The fields of a request. Fires `valuechange` with `{name, value}`; it keeps nothing itself, so nothing is lost with it. */
export default class AccessRequestForm extends LightningElement {
  /** Object info of the request: labels, help and lengths. */
  @api objectInfo;
  /** Picklist values by record type. */
  @api picklists;
  /** Field values by API name; `Target_User__c$name` is the picked user's name. */
  @api values = {};
  @api disabled = false;

  i18n = { requiredNote, valueMissing };
  /** Fields that the last validation found wrong; typing in them takes the message away at once. */
  faults = new Set();

  get sections() {
    return sectionsFor(this.values).map(({ heading, intro, follows, fields }) => ({
      heading,
      intro,
      follows: follows?.(this.values),
      fields: fields.map((field) => this.viewOf(field)),
    }));
  }

  viewOf(field) {
    const info = this.objectInfo?.fields?.[field.name] ?? {};
    return {
      name: field.name,
      [KIND_FLAGS[field.kind] ?? 'isUser']: true,
      fieldClass: ['long', 'radio', 'tick'].includes(field.kind) ? 'field field_long' : 'field',
      label: info.label ?? field.name,
      help: info.inlineHelpText ?? undefined,
      maxLength: info.length || undefined,
      required: !field.optional,
      value: this.values[field.name] ?? '',
      // The base component takes any text, the empty one too, as ticked.
      isTicked: this.values[field.name] === true,
      options: this.optionsOf(field.name),
    };
  }

  optionsOf(name) {
    const values = this.picklists?.picklistFieldValues?.[name]?.values ?? [];
    return values.map(({ label, value }) => ({ label, value }));
  }

  get targetName() {
    return this.values.Target_User__c$name;
  }

  /** The content as the org stores it. */
  @api
  get content() {
    return contentOf(this.values);
  }

  @api
  focus() {
    this.template.querySelector('[data-field]')?.focus();
  }

  /**
   * Shows what is missing or malformed and moves the focus to the first such field.
   *
   * @param {{isDraft: boolean}} options
   * @returns {boolean} whether it may be saved
   */
  @api
  validate({ isDraft }) {
    const missing = missingFields(this.values, { isDraft });
    const faulty = [...this.template.querySelectorAll('[data-field]')].filter(
      (input) => !this.check(input, missing.includes(input.dataset.field), isDraft),
    );
    this.faults = new Set(faulty.map((input) => input.dataset.field));
    faulty[0]?.focus();
    return faulty.length === 0;
  }

  check(input, isMissing, isDraft) {
    if (input.dataset.kind === 'user') {
      input.showProblem(isMissing ? valueMissing : '');
      return !isMissing;
    }
    if (input.dataset.kind === 'tick') {
      return true;
    }
    if (!isDraft && !isMissing && input.dataset.field === 'Break_Glass_Confirmation__c') {
      input.setCustomValidity(isMistyped(this.values) ? caseMistyped : '');
      return input.reportValidity();
    }
    if (isDraft && !isMissing && !this.values[input.dataset.field]) {
      return true;
    }
    input.setCustomValidity(isMissing ? valueMissing : '');
    return input.reportValidity();
  }

  handleChange(event) {
    const input = event.target;
    if (this.faults.has(input.dataset.field)) {
      input.setCustomValidity('');
      input.reportValidity();
    }
    this.report(input.dataset.field, event.detail.value);
  }

  handleTick(event) {
    this.report(event.target.dataset.field, event.target.checked);
  }

  handleUserChange(event) {
    event.target.showProblem('');
    this.report('Target_User__c', event.detail.value);
    this.report('Target_User__c$name', event.detail.name);
  }

  report(name, value) {
    this.dispatchEvent(new CustomEvent('valuechange', { detail: { name, value } }));
  }
}
