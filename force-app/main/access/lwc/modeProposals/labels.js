import empty from '@salesforce/label/c.Mode_Proposal_Empty';
import from from '@salesforce/label/c.Mode_Proposal_From';
import inForce from '@salesforce/label/c.Mode_Proposal_In_Force';
import inForceLater from '@salesforce/label/c.Mode_Proposal_In_Force_Later';
import listError from '@salesforce/label/c.Mode_Proposal_List_Error';
import listErrorNext from '@salesforce/label/c.Error_Next_Access';
import loading from '@salesforce/label/c.Loading';
import nextAccepted from '@salesforce/label/c.Mode_Proposal_Next_Accepted';
import nextProposed from '@salesforce/label/c.Mode_Proposal_Next_Proposed';
import nextRefused from '@salesforce/label/c.Mode_Proposal_Next_Refused';
import nextSecond from '@salesforce/label/c.Mode_Proposal_Next_Second';
import nextTakenBack from '@salesforce/label/c.Mode_Proposal_Next_Taken_Back';
import nextTurnedDown from '@salesforce/label/c.Mode_Proposal_Next_Turned_Down';
import nextWaiting from '@salesforce/label/c.Mode_Proposal_Next_Waiting';
import proposedBy from '@salesforce/label/c.Mode_Proposal_Proposed_By';
import signedBy from '@salesforce/label/c.Mode_Proposal_Signed_By';
import title from '@salesforce/label/c.Mode_Proposal_Title';
import turnedDownBy from '@salesforce/label/c.Mode_Proposal_Turned_Down_By';

export const i18n = {
  empty,
  from,
  inForce,
  inForceLater,
  listError,
  listErrorNext,
  loading,
  nextAccepted,
  nextProposed,
  nextRefused,
  nextSecond,
  nextTakenBack,
  nextTurnedDown,
  nextWaiting,
  proposedBy,
  signedBy,
  title,
  turnedDownBy,
};
