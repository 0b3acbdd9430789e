import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { recordsOf } from 'c/graphqlRecords';
import { formatLabel } from 'c/labelText';
import { everyVisible } from 'c/pageTimer';
import { dueOf, labelsByValue, nextOf, pathOf, toneOf } from 'c/requestStates';
import { breakGlassFacts, contentFacts, grantFacts, windowFacts } from './facts';
import { i18n } from './labels';
import { RECORD_QUERY } from './recordQuery';
import { REQUEST_QUERY } from './requestQuery';

const REFRESH_MILLISECONDS = 15_000;
/** States in which contacts are asked, or are about to be. */
const ASKING = ['Submitted', 'Awaiting_decision', 'More_information'];

/**
 * One request as the org holds it. Fires `back`, `changed` when a person has changed it here, and `open` with
 * `{recordId}` for the request before or after it.
 */
export default class AccessRequestDetail extends LightningElement {
  @api recordId;
  @api objectInfo;
  /** Picklist values by record type, for the labels of the path. */
  @api picklists;

  i18n = i18n;
  request;
  extensions = [];
  /** Timeline, decisions, grants and accesses; undefined until the org has told them. */
  record;
  requestErrors;
  recordErrors;
  isGone = false;
  /** The heading takes the focus once, when the request first stands on the page. */
  hasTakenFocus = false;
  times = formatLabel(i18n.times, TIME_ZONE);

  @wire(graphql, { query: REQUEST_QUERY, variables: '$variables' })
  wiredRequest({ data, errors, refresh }) {
    this.reloadRequest = refresh;
    this.requestErrors = errors;
    if (data) {
      [this.request] = recordsOf(data, 'Access_Request__c');
      this.isGone = !this.request;
      this.extensions = recordsOf(data, 'extensions');
    }
  }

  @wire(graphql, { query: RECORD_QUERY, variables: '$variables' })
  wiredRecord({ data, errors, refresh }) {
    this.reloadRecord = refresh;
    this.recordErrors = errors;
    if (data) {
      this.record = {
        entries: recordsOf(data, 'Access_Request_Event__c'),
        decisions: recordsOf(data, 'Access_Decision__c'),
        grants: recordsOf(data, 'Login_Grant__c'),
        accesses: recordsOf(data, 'Observed_Access__c'),
      };
    }
  }

  connectedCallback() {
    this.stop = everyVisible(REFRESH_MILLISECONDS, () => this.refresh());
  }

  renderedCallback() {
    const heading = this.template.querySelector('[data-heading]');
    if (heading && !this.hasTakenFocus) {
      this.hasTakenFocus = true;
      heading.focus();
    }
  }

  disconnectedCallback() {
    this.stop();
  }

  get variables() {
    return { id: this.recordId };
  }

  get errors() {
    return this.requestErrors ?? this.recordErrors;
  }

  /** Both were told: a request without its timeline would look as if nothing had happened. */
  get isShown() {
    return Boolean(this.request && this.record);
  }

  get isLoading() {
    return !this.isShown && !this.errors && !this.isGone;
  }

  get title() {
    return this.request
      ? formatLabel(i18n.title, this.request.Name, this.request.Support_Case_Number__c)
      : '';
  }

  get tone() {
    return toneOf(this.request.State__c);
  }

  get next() {
    return nextOf(this.request);
  }

  get due() {
    return dueOf(this.request);
  }

  get steps() {
    const labels = labelsByValue(this.picklists, 'State__c');
    const approved = this.request.Break_Glass__c ? { Approved: i18n.breakGlassStep } : {};
    const named = { ...labels, ...approved };
    return pathOf(this.request, (state) => named[state] ?? state);
  }

  get hasPathError() {
    return this.tone === 'error';
  }

  get contentFacts() {
    return contentFacts(this.request, this.objectInfo?.fields);
  }

  get breakGlassFacts() {
    return breakGlassFacts(this.request, this.objectInfo?.fields);
  }

  /** What the mark of break-glass means for this request. */
  get breakGlassText() {
    return this.request.Window_Start__c ? i18n.breakGlassOpened : i18n.breakGlassRefused;
  }

  get windowFacts() {
    return windowFacts(this.request, this.objectInfo?.fields);
  }

  /** The requests before and after this one, as links; empty for one that stands alone. */
  get related() {
    const before = this.request.Extends__r;
    return [
      ...(before ? [{ id: before.Id, text: formatLabel(i18n.extendsRequest, before.Name) }] : []),
      ...this.extensions.map(({ Id, Name, State__c$label: state }) => ({
        id: Id,
        text: formatLabel(i18n.extendedBy, Name, state),
      })),
    ];
  }

  get hasRelated() {
    return this.related.length > 0;
  }

  /** Before it is submitted, and when the policy refused it, nobody is asked. */
  get hasProgress() {
    return this.request.Approvals_Needed__c > 0 || ASKING.includes(this.request.State__c);
  }

  get hasQuestions() {
    const isAsked = this.request.State__c === 'More_information';
    return isAsked || this.record.entries.some(({ Kind__c: kind }) => ['Question', 'Answer'].includes(kind));
  }

  get canGrantBeUsed() {
    return this.request?.Grant_Step__c === 'Granted';
  }

  get grantFacts() {
    return grantFacts(this.request, this.objectInfo?.fields);
  }

  get isRevocationAsked() {
    return this.request.Revocation_Requested__c && this.request.State__c !== 'Revoked';
  }

  /** Asks the org again. */
  @api
  async refresh() {
    await Promise.all([this.reloadRequest?.(), this.reloadRecord?.()]);
  }

  handleOpen(event) {
    // The next request takes the focus as the first one did.
    this.request = this.record = undefined;
    this.hasTakenFocus = false;
    this.dispatchEvent(new CustomEvent('open', { detail: { recordId: event.target.dataset.request } }));
  }

  handleBack() {
    this.dispatchEvent(new CustomEvent('back'));
  }

  /** The answer is written below the question. */
  handleAnswer() {
    this.template.querySelector('c-access-request-questions').focusAnswer();
  }

  async handleChanged() {
    await this.refresh();
    this.dispatchEvent(new CustomEvent('changed'));
  }
}
