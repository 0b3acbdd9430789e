import { LightningElement, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import { statusOf } from 'c/governanceFacts';
import { recordsOf } from 'c/graphqlRecords';
import { formatLabel } from 'c/labelText';
import { everyVisible } from 'c/pageTimer';
import alarmMany from '@salesforce/label/c.Governance_Alarm_Many';
import alarmOne from '@salesforce/label/c.Governance_Alarm_One';
import errorHeading from '@salesforce/label/c.Governance_Load_Error';
import errorNext from '@salesforce/label/c.Error_Next_Access';
import loading from '@salesforce/label/c.Loading';
import none from '@salesforce/label/c.Governance_None';
import noneNext from '@salesforce/label/c.Governance_None_Next';
import openRoster from '@salesforce/label/c.Governance_Open_Roster';
import title from '@salesforce/label/c.Governance_Title';
import waitsMany from '@salesforce/label/c.Governance_Waits_Many';
import waitsOne from '@salesforce/label/c.Governance_Waits_One';

const REFRESH_MILLISECONDS = 15_000;

const counted = (one, many, count) => (count === 1 ? one : formatLabel(many, count));

/** What is in force in this org, and whether anything of it needs somebody. */
export default class GovernanceBanner extends NavigationMixin(LightningElement) {
  i18n = { errorHeading, errorNext, loading, none, noneNext, openRoster, title };
  status;
  errors;
  isAnswered = false;

  @wire(graphql, {
    query: gql`
      query governanceInForce {
        uiapi {
          query {
            Governance_Status__c(first: 1) {
              edges {
                node {
                  Id
                  Mode__c {
                    value
                    displayValue
                  }
                  Mode_Since__c {
                    value
                  }
                  Mode_Set_By__c {
                    value
                  }
                  Mode_Signed_By__c {
                    value
                  }
                  Policy_Version__c {
                    value
                  }
                  Policy_Since__c {
                    value
                  }
                  Policy_Signed_By__c {
                    value
                  }
                  Roster_Version__c {
                    value
                  }
                  Waiting__c {
                    value
                  }
                  Alarms__c {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `,
  })
  wiredStatus({ data, errors, refresh }) {
    this.reload = refresh;
    this.errors = errors;
    if (data) {
      this.status = statusOf(recordsOf(data, 'Governance_Status__c')[0]);
      this.isAnswered = true;
    }
  }

  connectedCallback() {
    this.stop = everyVisible(REFRESH_MILLISECONDS, () => this.reload?.());
  }

  disconnectedCallback() {
    this.stop();
  }

  get isLoading() {
    return !this.isAnswered && !this.errors;
  }

  get isNotReported() {
    return this.isAnswered && !this.status;
  }

  get alarms() {
    const { length } = this.status.alarms;
    return length > 0 ? counted(alarmOne, alarmMany, length) : undefined;
  }

  get waiting() {
    const { length } = this.status.waiting;
    return length > 0 ? counted(waitsOne, waitsMany, length) : undefined;
  }

  /** Asks the org again. */
  refresh() {
    return this.reload?.();
  }

  handleOpen() {
    this[NavigationMixin.Navigate]({
      type: 'standard__navItemPage',
      attributes: { apiName: 'Access_Roster' },
    });
  }
}
