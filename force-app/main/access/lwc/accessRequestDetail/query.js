import { gql } from 'lightning/graphql';

/** One request with all that was recorded about it, in one round trip. */
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
        Access_Request_Event__c(
          where: { Access_Request__c: { eq: $id } }
          orderBy: { At__c: { order: ASC } }
          first: 200
        ) {
          edges {
            node {
              Id
              Kind__c {
                value
                displayValue
              }
              At__c {
                value
              }
              Actor__c {
                value
              }
              Summary__c {
                value
              }
              Text_Key__c {
                value
              }
              Text_Values__c {
                value
              }
            }
          }
        }
        Access_Decision__c(
          where: { Access_Request__c: { eq: $id } }
          orderBy: { Received_At__c: { order: ASC } }
          first: 50
        ) {
          edges {
            node {
              Id
              Decision__c {
                value
                displayValue
              }
              Authorization_Contact__c {
                value
              }
              Authorization_Contact__r {
                Name {
                  value
                }
                Role__c {
                  value
                  displayValue
                }
              }
              Effective_At__c {
                value
              }
              Ended_At__c {
                value
              }
              Ended_Because__c {
                value
              }
              Reason__c {
                value
              }
              Received_At__c {
                value
              }
              Digest__c {
                value
              }
              Key_Fingerprint__c {
                value
              }
            }
          }
        }
        Login_Grant__c(
          where: { Access_Request__c: { eq: $id } }
          orderBy: { Granted_At__c: { order: ASC } }
          first: 50
        ) {
          edges {
            node {
              Id
              Granted_To__c {
                value
                displayValue
              }
              Granted_At__c {
                value
              }
              Expiration_Date__c {
                value
              }
              Verdict__c {
                value
                displayValue
              }
              Provisional__c {
                value
              }
            }
          }
        }
        Observed_Access__c(
          where: { Access_Request__c: { eq: $id } }
          orderBy: { Login_At__c: { order: ASC } }
          first: 100
        ) {
          edges {
            node {
              Id
              Actor_Class__c {
                value
                displayValue
              }
              Actor__c {
                value
              }
              Login_At__c {
                value
              }
              Logout_At__c {
                value
              }
              Verdict__c {
                value
                displayValue
              }
              Verdict_Reason__c {
                value
              }
              Provisional__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;
