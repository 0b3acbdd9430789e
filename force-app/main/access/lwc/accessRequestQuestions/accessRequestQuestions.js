import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { updateRecord } from 'lightning/uiRecordApi';
import { formatLabel } from 'c/labelText';
import { actionsOf } from 'c/requestStates';
import answered from '@salesforce/label/c.Answer_Done';
import errorHeading from '@salesforce/label/c.Questions_Error';
import errorNext from '@salesforce/label/c.Error_Next_Keep';
import field from '@salesforce/label/c.Questions_Field';
import missing from '@salesforce/label/c.Questions_Missing';
import note from '@salesforce/label/c.Questions_Note';
import saving from '@salesforce/label/c.Saving';
import send from '@salesforce/label/c.Questions_Send';
import title from '@salesforce/label/c.Questions_Title';
import { questionsOf } from './questions';

/** Contacts' questions in order, and the field for the answer while one waits. Fires `changed` when it is saved. */
export default class AccessRequestQuestions extends LightningElement {
  @api request;
  /** Timeline entries, oldest first. */
  @api entries = [];
  /** Object info of the request: whether the user may change it, and how long an answer may be. */
  @api objectInfo;

  i18n = { errorHeading, errorNext, field, missing, note, saving, send, title };
  isSaving = false;
  errors;

  get rows() {
    return questionsOf(this.entries).map((row) => ({
      ...row,
      rowClass: row.isAnswer ? 'row row_answer' : 'row',
    }));
  }

  get isShown() {
    return this.rows.length > 0 || this.canAnswer;
  }

  get canAnswer() {
    return Boolean(this.objectInfo?.updateable) && actionsOf(this.request).answer;
  }

  get maxLength() {
    return this.objectInfo?.fields?.Answer__c?.length;
  }

  /** Brings the field for the answer to the person who asked for it. */
  @api
  focusAnswer() {
    this.template.querySelector('lightning-textarea')?.focus();
  }

  async handleSend() {
    const input = this.template.querySelector('lightning-textarea');
    const text = (input.value ?? '').trim();
    input.setCustomValidity(text ? '' : missing);
    if (!input.reportValidity() || this.isSaving) {
      input.focus();
      return;
    }
    this.isSaving = true;
    this.errors = undefined;
    try {
      await updateRecord({ fields: { Id: this.request.Id, Answer__c: text } });
      input.value = '';
      const saved = formatLabel(answered, this.request.Name);
      this.dispatchEvent(new ShowToastEvent({ title: saved, variant: 'success' }));
      this.dispatchEvent(new CustomEvent('changed'));
    } catch (error) {
      this.errors = error;
    } finally {
      this.isSaving = false;
    }
  }
}
