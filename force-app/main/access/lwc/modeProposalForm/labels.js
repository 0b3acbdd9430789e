import date from '@salesforce/label/c.Mode_Proposal_Date';
import datePast from '@salesforce/label/c.Mode_Proposal_Date_Past';
import error from '@salesforce/label/c.Mode_Proposal_Error';
import errorNext from '@salesforce/label/c.Error_Next_Keep';
import intro from '@salesforce/label/c.Mode_Proposal_Intro';
import missing from '@salesforce/label/c.Form_Value_Missing';
import mode from '@salesforce/label/c.Mode_Proposal_Mode';
import optOutMeans from '@salesforce/label/c.Governance_Opt_Out_Means';
import reason from '@salesforce/label/c.Mode_Proposal_Reason';
import reasonHelp from '@salesforce/label/c.Mode_Proposal_Reason_Help';
import replaces from '@salesforce/label/c.Mode_Proposal_Replaces';
import saving from '@salesforce/label/c.Saving';
import send from '@salesforce/label/c.Mode_Proposal_Send';
import sent from '@salesforce/label/c.Mode_Proposal_Sent';
import standardMeans from '@salesforce/label/c.Governance_Standard_Means';
import zone from '@salesforce/label/c.Mode_Proposal_Zone';

export const i18n = {
  date,
  datePast,
  error,
  errorNext,
  intro,
  missing,
  mode,
  optOutMeans,
  reason,
  reasonHelp,
  replaces,
  saving,
  send,
  sent,
  standardMeans,
  zone,
};
