import { LightningElement, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { recordsOf } from 'c/graphqlRecords';
import { everyVisible } from 'c/pageTimer';
import { i18n } from './labels';

const REFRESH_MILLISECONDS = 15_000;
const STATES = {
  Proposed: { tone: 'info', next: i18n.nextProposed },
  Waiting_for_signature: { tone: 'warning', next: i18n.nextWaiting },
  Waiting_for_second_signature: { tone: 'warning', next: i18n.nextSecond },
  Accepted: { tone: 'success', next: i18n.nextAccepted },
  Turned_down: { tone: 'error', next: i18n.nextTurnedDown },
  Taken_back: { tone: 'neutral', next: i18n.nextTakenBack },
  Refused: { tone: 'error', next: i18n.nextRefused },
};
const WAITING = ['Proposed', 'Waiting_for_signature', 'Waiting_for_second_signature'];

/** A proposal as the list shows it. */
function viewOf(proposal) {
  const from = proposal.In_Force_From__c;
  return {
    ...proposal,
    ...STATES[proposal.State__c],
    proposedBy: proposal.Proposed_By__r?.Name,
    signedLabel: proposal.State__c === 'Turned_down' ? i18n.turnedDownBy : i18n.signedBy,
    inForce: from && Date.parse(from) > Date.now() ? i18n.inForceLater : i18n.inForce,
  };
}

/** Governance modes that were proposed in the org, newest first, and the form that proposes another. */
export default class ModeProposals extends LightningElement {
  i18n = i18n;
  proposals;
  errors;

  @wire(graphql, {
    query: gql`
      query modeProposals {
        uiapi {
          query {
            Governance_Proposal__c(first: 25, orderBy: { Name: { order: DESC } }) {
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                  Mode__c {
                    value
                    displayValue
                  }
                  Effective_Date__c {
                    value
                  }
                  Time_Zone__c {
                    value
                  }
                  Reason__c {
                    value
                  }
                  State__c {
                    value
                    displayValue
                  }
                  In_Force_From__c {
                    value
                  }
                  Signed_By__c {
                    value
                  }
                  Result__c {
                    value
                  }
                  Proposed_By__r {
                    Name {
                      value
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
  wiredProposals({ data, errors, refresh }) {
    this.reload = refresh;
    this.errors = errors;
    if (data) {
      this.proposals = recordsOf(data, 'Governance_Proposal__c').map(viewOf);
    }
  }

  connectedCallback() {
    this.stop = everyVisible(REFRESH_MILLISECONDS, () => this.reload?.());
  }

  disconnectedCallback() {
    this.stop();
  }

  get isLoading() {
    return !this.proposals && !this.errors;
  }

  get isEmpty() {
    return this.proposals?.length === 0;
  }

  get isWaiting() {
    return Boolean(this.proposals?.some(({ State__c: state }) => WAITING.includes(state)));
  }

  /** Asks the org again. */
  refresh() {
    return this.reload?.();
  }
}
