import { LightningElement, api, wire } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import PROPOSAL from '@salesforce/schema/Governance_Proposal__c';
import USER_ID from '@salesforce/user/Id';
import { dayIn } from 'c/calendarDay';
import { formatLabel } from 'c/labelText';
import { hasErrorCode } from 'c/ldsErrors';
import { i18n } from './labels';

const MEANS = { Standard: i18n.standardMeans, Opt_out_enabled: i18n.optOutMeans };

/** Proposes a governance mode. It raises `proposed` when the org has taken it, and shows nothing to who may not propose. */
export default class ModeProposalForm extends LightningElement {
  /** Whether a proposal waits, whose place another one would take. */
  @api isWaiting = false;

  i18n = i18n;
  zoneText = formatLabel(i18n.zone, TIME_ZONE);
  today = dayIn(TIME_ZONE, new Date());
  clientKey = crypto.randomUUID();
  draft = { Mode__c: undefined, Effective_Date__c: undefined, Reason__c: '' };
  info;
  picklists;
  errors;
  isSending = false;

  @wire(getObjectInfo, { objectApiName: PROPOSAL })
  wiredObjectInfo({ data }) {
    this.info = data;
  }

  @wire(getPicklistValuesByRecordType, { objectApiName: PROPOSAL, recordTypeId: '$recordTypeId' })
  wiredPicklists({ data }) {
    this.picklists = data;
  }

  get mayPropose() {
    return Boolean(this.info?.createable);
  }

  get recordTypeId() {
    return this.info?.defaultRecordTypeId;
  }

  get modes() {
    return this.picklists?.picklistFieldValues?.Mode__c?.values ?? [];
  }

  get means() {
    return MEANS[this.draft.Mode__c];
  }

  handleChange(event) {
    this.draft = { ...this.draft, [event.target.dataset.name]: event.detail.value };
  }

  validate() {
    const inputs = [...this.template.querySelectorAll('[data-name]')];
    const reason = inputs.find(({ dataset }) => dataset.name === 'Reason__c');
    reason.setCustomValidity(this.draft.Reason__c.trim() === '' ? i18n.missing : '');
    const faulty = inputs.filter((input) => !input.reportValidity());
    faulty[0]?.focus();
    return faulty.length === 0;
  }

  async handleSend() {
    if (this.isSending || !this.validate()) {
      return;
    }
    this.isSending = true;
    this.errors = undefined;
    const own = { Time_Zone__c: TIME_ZONE, Client_Key__c: this.clientKey, Proposed_By__c: USER_ID };
    try {
      await createRecord({ apiName: PROPOSAL.objectApiName, fields: { ...this.draft, ...own } });
      this.finish();
    } catch (error) {
      // The org has taken it before; its answer was lost.
      if (hasErrorCode(error, 'DUPLICATE_VALUE', 'Client_Key__c')) {
        this.finish();
      } else {
        this.errors = error;
      }
    } finally {
      this.isSending = false;
    }
  }

  finish() {
    this.clientKey = crypto.randomUUID();
    this.draft = { Mode__c: undefined, Effective_Date__c: undefined, Reason__c: '' };
    this.dispatchEvent(new ShowToastEvent({ title: i18n.sent, variant: 'success' }));
    this.dispatchEvent(new CustomEvent('proposed'));
  }
}
