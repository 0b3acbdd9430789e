import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import back from '@salesforce/label/c.Reason_Back';
import errorHeading from '@salesforce/label/c.Reason_Error';
import errorNext from '@salesforce/label/c.Error_Next_Keep';
import missing from '@salesforce/label/c.Reason_Missing';
import saving from '@salesforce/label/c.Saving';

/**
 * Asks for one text and saves it together with `changes`. It closes with `true` when the org has taken it; when the org
 * refuses, the dialog stays open with the text untouched.
 */
export default class ReasonModal extends LightningModal {
  @api recordId;
  /** What will happen, in one or two sentences. */
  @api explanation;
  @api fieldLabel;
  /** API name of the field that takes the text. */
  @api fieldName;
  /** Further field values written in the same update. */
  @api changes = {};
  @api confirmLabel;
  @api confirmVariant = 'brand';
  @api maxLength = 255;

  i18n = { back, errorHeading, errorNext, missing, saving };
  isSaving = false;
  errors;

  handleBack() {
    this.close(false);
  }

  async handleConfirm() {
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
      await updateRecord({ fields: { Id: this.recordId, [this.fieldName]: text, ...this.changes } });
      this.close(true);
    } catch (error) {
      this.errors = error;
    } finally {
      this.isSaving = false;
    }
  }
}
