import { LightningElement, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import AUDIT_REPORT from '@salesforce/schema/Audit_Report__c';
import USER_ID from '@salesforce/user/Id';
import { dayIn } from 'c/calendarDay';
import { recordsOf } from 'c/graphqlRecords';
import { formatLabel } from 'c/labelText';
import { hasErrorCode } from 'c/ldsErrors';
import { everyVisible } from 'c/pageTimer';
import { i18n } from './labels';
import { quarterToDate } from './period';

const REFRESH_MILLISECONDS = 5000;
/** Finished reports change no more: their list is asked for every third time, 15 seconds. */
const IDLE_TURNS = 3;
const TONES = { Requested: 'info', In_progress: 'info', Ready: 'success', Failed: 'error' };
const DOWNLOAD = '/sfc/servlet.shepherd/document/download/';
const SHORT_DIGEST = 16;

const fileOf = ({ ContentDocument: file }) => ({
  id: file.Id,
  name: file.FileExtension ? `${file.Title}.${file.FileExtension}` : file.Title,
  url: `${DOWNLOAD}${file.Id}`,
});

/** A report as the list shows it. */
function viewOf(report) {
  const state = report.State__c;
  return {
    ...report,
    tone: TONES[state],
    isUnfinished: ['Requested', 'In_progress'].includes(state),
    isFailed: state === 'Failed',
    requestedBy: report.Requested_By__r?.Name,
    files: (report.ContentDocumentLinks ?? []).filter((link) => link.ContentDocument).map(fileOf),
    hasFiles: Boolean(report.ContentDocumentLinks?.length),
    shortDigest: report.Bundle_Digest__c?.slice(0, SHORT_DIGEST),
  };
}

/** Asks for an audit report of a period and lists the reports with their files. */
export default class ReportRequest extends LightningElement {
  i18n = i18n;
  zoneText = formatLabel(i18n.zone, TIME_ZONE);
  today = dayIn(TIME_ZONE, new Date());
  clientKey = crypto.randomUUID();
  reports;
  errors;
  listErrors;
  isAsking = false;
  mayAsk = false;
  turn = 0;

  constructor() {
    super();
    const { from, to } = quarterToDate(this.today);
    this.from = from;
    this.to = to;
  }

  @wire(getObjectInfo, { objectApiName: AUDIT_REPORT })
  wiredObjectInfo({ data }) {
    this.mayAsk = Boolean(data?.createable);
  }

  @wire(graphql, {
    query: gql`
      query auditReports {
        uiapi {
          query {
            Audit_Report__c(first: 25, orderBy: { Name: { order: DESC } }) {
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                  State__c {
                    value
                    displayValue
                  }
                  Period_From__c {
                    value
                  }
                  Period_To__c {
                    value
                  }
                  Time_Zone__c {
                    value
                  }
                  Requested_By__r {
                    Name {
                      value
                    }
                  }
                  Made_At__c {
                    value
                  }
                  Bundle_Digest__c {
                    value
                  }
                  Summary__c {
                    value
                  }
                  Problem__c {
                    value
                  }
                  ContentDocumentLinks(first: 20) {
                    edges {
                      node {
                        Id
                        ContentDocument {
                          Id
                          Title {
                            value
                          }
                          FileExtension {
                            value
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    `,
  })
  wiredReports({ data, errors, refresh }) {
    this.reload = refresh;
    this.listErrors = errors;
    if (data) {
      this.reports = recordsOf(data, 'Audit_Report__c').map(viewOf);
    }
  }

  connectedCallback() {
    this.stop = everyVisible(REFRESH_MILLISECONDS, () => {
      this.turn += 1;
      if (this.hasUnfinished || this.turn % IDLE_TURNS === 0) {
        this.reload?.();
      }
    });
  }

  disconnectedCallback() {
    this.stop();
  }

  get hasUnfinished() {
    return this.reports?.some((report) => report.isUnfinished);
  }

  get isLoading() {
    return !this.reports && !this.listErrors;
  }

  get isEmpty() {
    return this.reports?.length === 0;
  }

  handleDay(event) {
    this[event.target.name] = event.detail.value;
  }

  validate() {
    const [from, to] = this.template.querySelectorAll('lightning-input');
    to.setCustomValidity(this.from && this.to && this.to < this.from ? i18n.order : '');
    const faulty = [from, to].filter((input) => !input.reportValidity());
    faulty[0]?.focus();
    return faulty.length === 0;
  }

  async handleAsk() {
    if (this.isAsking || !this.validate()) {
      return;
    }
    this.isAsking = true;
    this.errors = undefined;
    try {
      await createRecord({ apiName: AUDIT_REPORT.objectApiName, fields: this.reportFields() });
      await this.finish();
    } catch (error) {
      if (hasErrorCode(error, 'DUPLICATE_VALUE', 'Client_Key__c')) {
        await this.finish();
      } else {
        this.errors = error;
      }
    } finally {
      this.isAsking = false;
    }
  }

  reportFields() {
    return {
      Period_From__c: this.from,
      Period_To__c: this.to,
      Time_Zone__c: TIME_ZONE,
      Client_Key__c: this.clientKey,
      Requested_By__c: USER_ID,
    };
  }

  async finish() {
    this.clientKey = crypto.randomUUID();
    this.dispatchEvent(new ShowToastEvent({ title: i18n.asked, variant: 'success' }));
    await this.reload?.();
  }
}
