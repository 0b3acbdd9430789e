import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import CONTACT from '@salesforce/schema/Authorization_Contact__c';
import beforeSeal from '@salesforce/label/c.Contact_Before_Seal';
import cancel from '@salesforce/label/c.Contact_Cancel';
import errorHeading from '@salesforce/label/c.Contact_Error';
import errorNext from '@salesforce/label/c.Error_Next_Keep';
import nothing from '@salesforce/label/c.Contact_Nothing';
import readHourly from '@salesforce/label/c.Contact_Read_Hourly';
import save from '@salesforce/label/c.Contact_Save';
import saving from '@salesforce/label/c.Saving';
import takesEffect from '@salesforce/label/c.Contact_Takes_Effect';
import zoneUnknown from '@salesforce/label/c.Contact_Zone_Unknown';
import { draftOf, fieldsToSave, isKnownZone, nameLength } from './fields';

/**
 * A new or edited contact. It closes with the contact's name when the org has taken it; when the org refuses, the dialog
 * stays open with what was entered.
 */
export default class ContactModal extends LightningModal {
  /** Row of Authorization_Contact__c; undefined for a new one. */
  @api contact;
  /** Fields of the object by API name: labels and help texts. */
  @api fieldInfos = {};
  @api picklists;
  /** Whether the founding roster was sealed: changes wait for a signature from then on. */
  @api isSealed = false;

  i18n = { cancel, errorHeading, errorNext, nothing, readHourly, save, saving };
  nameLength = nameLength;
  draft;
  userName;
  before;
  isSaving = false;
  isUnchanged = false;
  errors;

  connectedCallback() {
    this.draft = draftOf(this.contact, TIME_ZONE);
    this.userName = this.contact?.User__r?.Name;
    this.before = this.contact ? { ...this.draft } : undefined;
  }

  get statement() {
    return this.isSealed ? takesEffect : beforeSeal;
  }

  get isEdit() {
    return Boolean(this.contact);
  }

  get labels() {
    return Object.fromEntries(
      Object.keys(this.draft).map((name) => [name, this.fieldInfos[name]?.label ?? name]),
    );
  }

  get help() {
    return Object.fromEntries(
      Object.keys(this.draft).map((name) => [name, this.fieldInfos[name]?.inlineHelpText]),
    );
  }

  get roles() {
    return this.picklists?.picklistFieldValues?.Role__c?.values ?? [];
  }

  get languages() {
    return this.picklists?.picklistFieldValues?.Language__c?.values ?? [];
  }

  handleChange(event) {
    const { name } = event.target.dataset;
    const isCheckbox = event.target.type === 'checkbox';
    const value = isCheckbox ? event.target.checked : event.detail.value;
    this.draft = { ...this.draft, [name]: name === 'Level__c' ? Number(value) : value };
    this.isUnchanged = false;
  }

  handleUser(event) {
    const { value, name } = event.detail;
    this.draft = { ...this.draft, User__c: value ?? null };
    this.userName = name;
    this.isUnchanged = false;
  }

  handleCancel() {
    this.close(undefined);
  }

  validate() {
    const zone = this.template.querySelector('[data-name="Time_Zone__c"]');
    zone.setCustomValidity(isKnownZone(this.draft.Time_Zone__c) ? '' : zoneUnknown);
    const inputs = [...this.template.querySelectorAll('[data-checked]')];
    const faulty = inputs.filter((input) => !input.reportValidity());
    faulty[0]?.focus();
    return faulty.length === 0;
  }

  async handleSave() {
    if (this.isSaving || !this.validate()) {
      return;
    }
    const fields = fieldsToSave(this.draft, this.before);
    if (Object.keys(fields).length === 0) {
      this.isUnchanged = true;
      return;
    }
    this.isSaving = true;
    this.errors = undefined;
    try {
      await (this.contact
        ? updateRecord({ fields: { Id: this.contact.Id, ...fields } })
        : createRecord({ apiName: CONTACT.objectApiName, fields }));
      this.close(this.draft.Name);
    } catch (error) {
      this.errors = error;
    } finally {
      this.isSaving = false;
    }
  }
}
