import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { recordsOf } from 'c/graphqlRecords';
import { formatLabel } from 'c/labelText';
import { everyVisible } from 'c/pageTimer';
import { dueOf, nextOf, toneOf } from 'c/requestStates';
import breakGlass from '@salesforce/label/c.Break_Glass_Badge';
import another from '@salesforce/label/c.Receipt_Another';
import asked from '@salesforce/label/c.Receipt_Asked';
import errorHeading from '@salesforce/label/c.Receipt_Error';
import loading from '@salesforce/label/c.Loading';
import savedTitle from '@salesforce/label/c.Receipt_Title';
import show from '@salesforce/label/c.Receipt_Show';

/** The policy answers within seconds; a person who waits for it sees it soon. */
const REFRESH_MILLISECONDS = 3000;

/** What was saved and what happens next, kept fresh. Fires `show` with the record id, `another`, and `statechange`. */
export default class AccessRequestReceipt extends LightningElement {
  /** The key under which the request was saved: it finds the request even if the org's answer was lost. */
  @api clientKey;

  i18n = { another, asked, breakGlass, errorHeading, loading, show };
  request;
  notices = [];
  errors;
  /** The heading takes the focus once: the button that was pressed is gone. */
  hasTakenFocus = false;

  @wire(graphql, {
    query: gql`
      query savedAccessRequest($key: String) {
        uiapi {
          query {
            Access_Request__c(where: { Client_Key__c: { eq: $key } }, first: 1) {
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
                  Break_Glass__c {
                    value
                  }
                  Deadline__c {
                    value
                  }
                  Next_Open__c {
                    value
                  }
                  Window_Start__c {
                    value
                  }
                  Window_End__c {
                    value
                  }
                  Gates__c {
                    value
                  }
                  Gate_Summary__c {
                    value
                  }
                }
              }
            }
            Access_Request_Event__c(
              where: {
                and: [{ Access_Request__r: { Client_Key__c: { eq: $key } } }, { Kind__c: { eq: "Notice" } }]
              }
              orderBy: { At__c: { order: ASC } }
              first: 10
            ) {
              edges {
                node {
                  Id
                  Summary__c {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `,
    variables: '$variables',
  })
  wiredRequest({ data, errors, refresh }) {
    this.refresh = refresh;
    this.errors = errors;
    if (data) {
      const before = this.request?.State__c;
      this.request = recordsOf(data, 'Access_Request__c')[0];
      if (this.request && this.request.State__c !== before) {
        this.dispatchEvent(new CustomEvent('statechange'));
      }
      this.notices = recordsOf(data, 'Access_Request_Event__c');
    }
  }

  connectedCallback() {
    this.stop = everyVisible(REFRESH_MILLISECONDS, () => this.refresh?.());
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
    return { key: this.clientKey };
  }

  get title() {
    return formatLabel(savedTitle, this.request.Name);
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

  get isWaitingForPolicy() {
    return this.request.State__c === 'Submitted' && !this.request.Next_Open__c;
  }

  get isRefused() {
    return this.request.State__c === 'Refused_by_policy';
  }

  get hasNotices() {
    return this.notices.length > 0;
  }

  handleShow() {
    this.dispatchEvent(new CustomEvent('show', { detail: { recordId: this.request.Id } }));
  }

  handleAnother() {
    this.dispatchEvent(new CustomEvent('another'));
  }
}
