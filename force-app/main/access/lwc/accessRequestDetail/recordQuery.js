import { gql } from 'lightning/graphql';

/** What was recorded about one request: its timeline, decisions, grants and accesses. */
export const RECORD_QUERY = gql`
  query accessRequestRecord($id: ID) {
    uiapi {
      query {
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
