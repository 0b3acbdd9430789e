import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import CONTACT from '@salesforce/schema/Authorization_Contact__c';
import ContactModal from 'c/contactModal';
import { statusOf } from 'c/governanceFacts';
import { recordsOf } from 'c/graphqlRecords';
import { formatLabel } from 'c/labelText';
import { everyVisible } from 'c/pageTimer';
import editTitle from '@salesforce/label/c.Contact_Edit_Title';
import errorHeading from '@salesforce/label/c.Roster_Load_Error';
import errorNext from '@salesforce/label/c.Error_Next_Access';
import inForce from '@salesforce/label/c.Governance_Title';
import loading from '@salesforce/label/c.Loading';
import newContact from '@salesforce/label/c.Roster_New';
import newTitle from '@salesforce/label/c.Contact_New_Title';
import none from '@salesforce/label/c.Governance_None';
import noneNext from '@salesforce/label/c.Governance_None_Next';
import refresh from '@salesforce/label/c.Roster_Refresh';
import saved from '@salesforce/label/c.Contact_Saved';
import savedBeforeSeal from '@salesforce/label/c.Contact_Saved_Before_Seal';
import title from '@salesforce/label/c.Roster_Title';
import { ROSTER_QUERY } from './query';

const REFRESH_MILLISECONDS = 15_000;

/** The roster: who decides, what is wrong with it, what waits for a signature, and who is asked when. */
export default class AuthorizationContacts extends LightningElement {
  i18n = { errorHeading, errorNext, inForce, loading, newContact, none, noneNext, refresh, title };
  contacts;
  status;
  objectInfo;
  picklists;
  errors;

  @wire(getObjectInfo, { objectApiName: CONTACT })
  wiredObjectInfo({ data }) {
    this.objectInfo = data;
  }

  @wire(getPicklistValuesByRecordType, { objectApiName: CONTACT, recordTypeId: '$recordTypeId' })
  wiredPicklists({ data }) {
    this.picklists = data;
  }

  @wire(graphql, { query: ROSTER_QUERY })
  wiredRoster({ data, errors, refresh: reload }) {
    this.reload = reload;
    this.errors = errors;
    if (data) {
      this.contacts = recordsOf(data, 'Authorization_Contact__c');
      this.status = statusOf(recordsOf(data, 'Governance_Status__c')[0]);
    }
  }

  connectedCallback() {
    this.stop = everyVisible(REFRESH_MILLISECONDS, () => this.refresh());
  }

  disconnectedCallback() {
    this.stop();
  }

  get recordTypeId() {
    return this.objectInfo?.defaultRecordTypeId;
  }

  get isLoading() {
    return !this.contacts && !this.errors;
  }

  get hasContacts() {
    return this.contacts?.length > 0;
  }

  get isSealed() {
    return this.contacts?.some((contact) => contact.Roster_State__c === 'Sealed') ?? false;
  }

  get canCreate() {
    return Boolean(this.objectInfo?.createable && this.picklists);
  }

  get canEdit() {
    return Boolean(this.objectInfo?.updateable && this.picklists);
  }

  /** Asks the org again. */
  async refresh() {
    await this.reload?.();
  }

  handleNew() {
    return this.open(newTitle, undefined);
  }

  handleEdit(event) {
    const contact = this.contacts.find(({ Id }) => Id === event.detail.id);
    return this.open(formatLabel(editTitle, contact.Name), contact);
  }

  async open(label, contact) {
    const name = await ContactModal.open({
      size: 'small',
      label,
      contact,
      fieldInfos: this.objectInfo.fields,
      picklists: this.picklists,
      isSealed: this.isSealed,
    });
    if (name) {
      const text = formatLabel(this.isSealed ? saved : savedBeforeSeal, name);
      this.dispatchEvent(new ShowToastEvent({ title: text, variant: 'success' }));
      await this.refresh();
    }
  }
}
