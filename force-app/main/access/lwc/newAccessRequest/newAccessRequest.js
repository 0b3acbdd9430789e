import { LightningElement, wire } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import { APPLICATION_SCOPE, MessageContext, publish, subscribe, unsubscribe } from 'lightning/messageService';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { createRecord, getFieldValue, getRecord, updateRecord } from 'lightning/uiRecordApi';
import REQUEST_OPENED from '@salesforce/messageChannel/Access_Request_Opened__c';
import ACCESS_REQUEST from '@salesforce/schema/Access_Request__c';
import USER_ID from '@salesforce/user/Id';
import { hasErrorCode } from 'c/ldsErrors';
import { formatLabel } from 'c/labelText';
import { DRAFT_FIELDS, valuesOfDraft, valuesOfExtension } from './draft';
import { i18n } from './labels';

const newKey = () => crypto.randomUUID();

/** A person asks that somebody from outside may enter the org. What is typed stays until the org has taken it. */
export default class NewAccessRequest extends LightningElement {
  i18n = i18n;
  objectInfo;
  picklists;
  loadErrors;
  errors;
  values = {};
  /** Sent with every attempt, so that a second click or a lost answer makes no second request. */
  clientKey = newKey();
  draftId;
  /** Id of the record whose values the form takes up, and whether a new request is to extend it. */
  draftToOpen;
  isExtension = false;
  draftFields = DRAFT_FIELDS;
  savingState;
  isSaved = false;
  /** A new or taken-up form takes the focus once it stands on the page. */
  wantsFocus = false;

  @wire(MessageContext) messageContext;

  @wire(getObjectInfo, { objectApiName: ACCESS_REQUEST })
  wiredObjectInfo({ data, error }) {
    this.objectInfo = data;
    this.loadErrors = error;
  }

  @wire(getPicklistValuesByRecordType, { objectApiName: ACCESS_REQUEST, recordTypeId: '$recordTypeId' })
  wiredPicklists({ data, error }) {
    this.picklists = data;
    this.loadErrors = error ?? this.loadErrors;
  }

  @wire(getRecord, { recordId: '$draftToOpen', fields: '$draftFields' })
  wiredDraft({ data, error }) {
    this.errors = error;
    if (data) {
      this.openRecord(data);
    }
  }

  connectedCallback() {
    this.subscription = subscribe(
      this.messageContext,
      REQUEST_OPENED,
      (message) => this.handleMessage(message),
      { scope: APPLICATION_SCOPE },
    );
  }

  disconnectedCallback() {
    unsubscribe(this.subscription);
  }

  renderedCallback() {
    const form = this.template.querySelector('c-access-request-form');
    if (this.wantsFocus && form) {
      this.wantsFocus = false;
      form.focus();
    }
  }

  get recordTypeId() {
    return this.objectInfo?.defaultRecordTypeId;
  }

  get isReady() {
    return Boolean(this.objectInfo && this.picklists);
  }

  get mayCreate() {
    return this.objectInfo?.createable;
  }

  get isSaving() {
    return Boolean(this.savingState);
  }

  get progress() {
    return this.savingState === 'Draft' ? i18n.savingDraft : i18n.submitting;
  }

  /** What is pressed in an emergency says so. */
  get submitLabel() {
    return this.values.Break_Glass__c ? i18n.submitBreakGlass : i18n.submit;
  }

  get cardTitle() {
    return this.draftId && !this.isSaved ? i18n.titleDraft : i18n.title;
  }

  /** What the request extends, in a sentence; undefined for one that extends none. */
  get extensionNote() {
    return this.values.Extends__c ? formatLabel(i18n.extends, this.values.Extends__c$name) : undefined;
  }

  get isDirty() {
    return !this.isSaved && Object.values(this.values).some(Boolean);
  }

  handleValueChange(event) {
    const { name, value } = event.detail;
    this.values = { ...this.values, [name]: value };
  }

  handleSaveDraft() {
    return this.save('Draft');
  }

  handleSubmit() {
    return this.save('Submitted');
  }

  async save(state) {
    const form = this.template.querySelector('c-access-request-form');
    if (this.isSaving || !form.validate({ isDraft: state === 'Draft' })) {
      return;
    }
    this.savingState = state;
    this.errors = undefined;
    try {
      await this.store({ ...this.content, State__c: state, Client_Key__c: this.clientKey });
      this.announce();
    } catch (error) {
      if (hasErrorCode(error, 'DUPLICATE_VALUE', 'Client_Key__c')) {
        this.announce();
      } else {
        this.errors = error;
      }
    } finally {
      this.savingState = undefined;
    }
  }

  get content() {
    const { content } = this.template.querySelector('c-access-request-form');
    const { Extends__c } = this.values;
    return Extends__c ? { ...content, Extends__c } : content;
  }

  store(fields) {
    return this.draftId
      ? updateRecord({ fields: { Id: this.draftId, ...fields } })
      : createRecord({
          apiName: ACCESS_REQUEST.objectApiName,
          fields: { ...fields, Requested_By__c: USER_ID },
        });
  }

  announce() {
    this.isSaved = true;
    this.tellSaved();
  }

  /** Lists beside this panel read anew: when it was saved, and when the companion has moved it on. */
  tellSaved() {
    publish(this.messageContext, REQUEST_OPENED, { action: 'saved' });
  }

  handleShow(event) {
    publish(this.messageContext, REQUEST_OPENED, { recordId: event.detail.recordId, action: 'show' });
  }

  handleAnother() {
    this.startWith({}, newKey());
    this.wantsFocus = true;
  }

  handleMessage({ action, recordId }) {
    if (action === 'edit' || action === 'extend') {
      this.takeUp(recordId, action === 'extend');
    }
  }

  async takeUp(recordId, isExtension) {
    const mayReplace =
      !this.isDirty ||
      (await LightningConfirm.open({
        label: i18n.replaceTitle,
        message: i18n.replaceMessage,
        theme: 'warning',
      }));
    if (mayReplace) {
      this.isExtension = isExtension;
      this.draftToOpen = recordId;
    }
  }

  openRecord(record) {
    if (this.isExtension) {
      this.startWith(valuesOfExtension(record, getFieldValue), newKey());
    } else {
      this.startWith(
        valuesOfDraft(record, getFieldValue),
        getFieldValue(record, 'Access_Request__c.Client_Key__c') ?? newKey(),
      );
      this.draftId = record.id;
    }
    this.draftToOpen = undefined;
    this.wantsFocus = true;
  }

  startWith(values, clientKey) {
    this.values = values;
    this.clientKey = clientKey;
    this.draftId = undefined;
    this.errors = undefined;
    this.isSaved = false;
  }
}
