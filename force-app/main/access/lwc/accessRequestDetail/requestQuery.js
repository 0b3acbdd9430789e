import { gql } from 'lightning/graphql';

/** One request, and the requests that extend it. */
export const REQUEST_QUERY = gql`
  query accessRequest($id: ID) {
    uiapi {
      query {
        Access_Request__c(where: { Id: { eq: $id } }, first: 1) {
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
              Outcome__c {
                value
                displayValue
              }
              Support_Case_Number__c {
                value
              }
              Support_Case_Id__c {
                value
              }
              Extends__r {
                Id
                Name {
                  value
                }
              }
              Requesting_Party__c {
                value
                displayValue
              }
              Incident_Type__c {
                value
                displayValue
              }
              Purpose__c {
                value
              }
              Necessity__c {
                value
              }
              Data_Viewed__c {
                value
                displayValue
              }
              Target_User__r {
                Name {
                  value
                }
              }
              Environment__c {
                value
                displayValue
              }
              Hours_Wanted__c {
                value
              }
              Break_Glass__c {
                value
              }
              Break_Glass_Reason__c {
                value
              }
              Break_Glass_Review__c {
                value
                displayValue
              }
              Break_Glass_Review_Due__c {
                value
              }
              Break_Glass_Reviewed_At__c {
                value
              }
              Break_Glass_Reviewed_By__c {
                value
              }
              Requested_By__r {
                Name {
                  value
                }
              }
              Requested_By_Address__c {
                value
              }
              Mode__c {
                value
                displayValue
              }
              Submitted_At__c {
                value
              }
              Deadline__c {
                value
              }
              Next_Open__c {
                value
              }
              Approvals_Given__c {
                value
              }
              Approvals_Needed__c {
                value
              }
              Roles_Missing__c {
                value
              }
              Next_Level__c {
                value
              }
              Next_Level_At__c {
                value
              }
              Next_Reminder_At__c {
                value
              }
              Decided_At__c {
                value
              }
              Decided_By__c {
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
              Check_Phrase__c {
                value
              }
              Grant_Step__c {
                value
                displayValue
              }
              Grant_End__c {
                value
              }
              Frozen__c {
                value
              }
              Freeze_Ended_At__c {
                value
              }
              Freeze_Ended_By__c {
                value
              }
              Answer__c {
                value
              }
              Cancel_Reason__c {
                value
              }
              Revocation_Requested__c {
                value
              }
              Revocation_Reason__c {
                value
              }
            }
          }
        }
        extensions: Access_Request__c(
          where: { Extends__c: { eq: $id } }
          orderBy: { Name: { order: ASC } }
          first: 20
        ) {
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
            }
          }
        }
      }
    }
  }
`;
