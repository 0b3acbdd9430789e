import { LightningElement, api, wire } from 'lwc';
import { MessageContext, publish } from 'lightning/messageService';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { updateRecord } from 'lightning/uiRecordApi';
import REQUEST_OPENED from '@salesforce/messageChannel/Access_Request_Opened__c';
import ReasonModal from 'c/reasonModal';
import { formatLabel } from 'c/labelText';
import { actionsOf } from 'c/requestStates';
import { i18n } from './labels';

/**
 * The buttons for what a person may ask in this state. Fires `changed` when the org has taken a change, and `answer` when
 * a person wants to answer a question.
 */
export default class AccessRequestActions extends LightningElement {
  @api request;
  /** Object info of the request: whether the user may change it, and field labels. */
  @api objectInfo;

  i18n = i18n;
  isBusy = false;
  errors;
  refusedState;

  @wire(MessageContext) messageContext;

  get actions() {
    const { extend, ...changes } = actionsOf(this.request);
    const { createable, updateable } = this.objectInfo ?? {};
    return { ...(updateable && changes), extend: Boolean(createable && extend) };
  }

  /** What was refused is of interest as long as the request stands where it stood. */
  get shownErrors() {
    return this.refusedState === this.request.State__c ? this.errors : undefined;
  }

  get hasActions() {
    return Object.values(this.actions).some(Boolean);
  }

  handleEdit() {
    publish(this.messageContext, REQUEST_OPENED, { recordId: this.request.Id, action: 'edit' });
  }

  /** The form for a new request takes over what stays the same. */
  handleExtend() {
    publish(this.messageContext, REQUEST_OPENED, { recordId: this.request.Id, action: 'extend' });
  }

  async handleSubmit() {
    this.isBusy = true;
    this.errors = undefined;
    try {
      await updateRecord({ fields: { Id: this.request.Id, State__c: 'Submitted' } });
      this.tell(i18n.submitted);
    } catch (error) {
      this.errors = error;
      this.refusedState = this.request.State__c;
    } finally {
      this.isBusy = false;
    }
  }

  handleCancel() {
    return this.ask('Cancel_Reason__c', i18n.cancelled, {
      label: i18n.cancelTitle,
      explanation: i18n.cancelExplanation,
      confirmLabel: i18n.cancelConfirm,
      confirmVariant: 'destructive',
      changes: { State__c: 'Cancelled' },
    });
  }

  handleRevoke() {
    return this.ask('Revocation_Reason__c', i18n.revocationAsked, {
      label: i18n.revokeTitle,
      explanation: i18n.revokeExplanation,
      confirmLabel: i18n.revokeConfirm,
      confirmVariant: 'destructive',
      changes: { Revocation_Requested__c: true },
    });
  }

  handleAnswer() {
    this.dispatchEvent(new CustomEvent('answer'));
  }

  async ask(fieldName, doneText, dialog) {
    const field = this.objectInfo.fields[fieldName];
    const saved = await ReasonModal.open({
      size: 'small',
      recordId: this.request.Id,
      fieldName,
      fieldLabel: field?.label ?? fieldName,
      maxLength: field?.length,
      ...dialog,
    });
    if (saved) {
      this.tell(doneText);
    }
  }

  tell(text) {
    this.dispatchEvent(
      new ShowToastEvent({ title: formatLabel(text, this.request.Name), variant: 'success' }),
    );
    this.dispatchEvent(new CustomEvent('changed'));
  }
}
