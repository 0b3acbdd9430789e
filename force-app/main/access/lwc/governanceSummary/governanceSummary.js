import { LightningElement, api } from 'lwc';
import mode from '@salesforce/label/c.Governance_Mode';
import notSealed from '@salesforce/label/c.Governance_Not_Sealed';
import optOutMeans from '@salesforce/label/c.Governance_Opt_Out_Means';
import policy from '@salesforce/label/c.Governance_Policy';
import roster from '@salesforce/label/c.Governance_Roster';
import setBy from '@salesforce/label/c.Governance_Set_By';
import signedBy from '@salesforce/label/c.Governance_Signed_By';
import since from '@salesforce/label/c.Governance_Since';
import standardMeans from '@salesforce/label/c.Governance_Standard_Means';
import unsigned from '@salesforce/label/c.Governance_Unsigned';

/** Governance mode, policy and roster in force, and who signed them. */
export default class GovernanceSummary extends LightningElement {
  /** As `c/governanceFacts` reads it. */
  @api status;

  i18n = { mode, notSealed, policy, roster, setBy, signedBy, since, unsigned };

  get isOptOut() {
    return this.status.mode === 'Opt_out_enabled';
  }

  get means() {
    return this.isOptOut ? optOutMeans : standardMeans;
  }

  get tone() {
    return this.isOptOut ? 'success' : 'info';
  }
}
