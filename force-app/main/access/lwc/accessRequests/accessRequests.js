import { LightningElement, wire } from 'lwc';
import { APPLICATION_SCOPE, MessageContext, subscribe, unsubscribe } from 'lightning/messageService';
import { CurrentPageReference } from 'lightning/navigation';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import REQUEST_OPENED from '@salesforce/messageChannel/Access_Request_Opened__c';
import ACCESS_REQUEST from '@salesforce/schema/Access_Request__c';
import errorHeading from '@salesforce/label/c.Requests_Load_Error';
import errorNext from '@salesforce/label/c.Error_Next_Access';
import reports from '@salesforce/label/c.Requests_Tab_Reports';
import requests from '@salesforce/label/c.Requests_Tab_Requests';
import title from '@salesforce/label/c.Requests_Title';

/** The requests as a list or one of them, and the audit reports. */
export default class AccessRequests extends LightningElement {
  i18n = { errorHeading, errorNext, reports, requests, title };
  objectInfo;
  picklists;
  errors;
  selectedId;
  activeTab = 'requests';
  /** Runs once after the next rendering, when what was asked for stands on the page. */
  afterRender;

  @wire(MessageContext) messageContext;

  @wire(getObjectInfo, { objectApiName: ACCESS_REQUEST })
  wiredObjectInfo({ data, error }) {
    this.objectInfo = data;
    this.errors = error;
  }

  @wire(getPicklistValuesByRecordType, { objectApiName: ACCESS_REQUEST, recordTypeId: '$recordTypeId' })
  wiredPicklists({ data, error }) {
    this.picklists = data;
    this.errors = error ?? this.errors;
  }

  /** A link such as `/lightning/n/…?c__request=ID`, in a mail for example, opens that request. */
  @wire(CurrentPageReference)
  wiredPage(page) {
    const recordId = page?.state?.c__request;
    if (recordId) {
      this.handleMessage({ action: 'show', recordId });
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
    const task = this.afterRender;
    this.afterRender = undefined;
    task?.();
  }

  get recordTypeId() {
    return this.objectInfo?.defaultRecordTypeId;
  }

  get listClass() {
    return this.selectedId ? 'slds-hide' : '';
  }

  get list() {
    return this.template.querySelector('c-access-request-list');
  }

  handleMessage({ action, recordId }) {
    if (action === 'show') {
      this.activeTab = 'requests';
      this.select(recordId);
    } else if (action === 'saved') {
      this.list?.refresh();
      this.template.querySelector('c-access-request-detail')?.refresh();
    }
  }

  handleTab(event) {
    this.activeTab = event.target.value;
  }

  handleOpen(event) {
    this.select(event.detail.recordId);
  }

  handleBack() {
    const recordId = this.selectedId;
    this.selectedId = undefined;
    this.afterRender = () => this.list.focusRequest(recordId);
  }

  handleChanged() {
    this.list.refresh();
  }

  select(recordId) {
    this.selectedId = recordId;
  }
}
