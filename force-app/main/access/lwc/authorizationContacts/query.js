import { gql } from 'lightning/graphql';

/** The roster as its rows stand, and what is in force, in one round trip. */
export const ROSTER_QUERY = gql`
  query authorizationContacts {
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
              Asking__c {
                value
              }
            }
          }
        }
        Authorization_Contact__c(orderBy: { Level__c: { order: ASC }, Name: { order: ASC } }, first: 200) {
          edges {
            node {
              Id
              Name {
                value
              }
              Address__c {
                value
              }
              Role__c {
                value
                displayValue
              }
              Level__c {
                value
              }
              Active__c {
                value
              }
              May_Decide__c {
                value
              }
              Channels__c {
                value
              }
              Language__c {
                value
              }
              Time_Zone__c {
                value
              }
              User__c {
                value
              }
              User__r {
                Name {
                  value
                }
              }
              Roster_State__c {
                value
              }
              Standing__c {
                value
                displayValue
              }
              Unsigned_Change__c {
                value
              }
              Away_Until__c {
                value
              }
              Passkeys__c {
                value
              }
              Keys_Waiting__c {
                value
              }
              Passkey_Enrolled_At__c {
                value
              }
              Last_Key_Use__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;
