import answer from '@salesforce/label/c.Answer_Action';
import cancel from '@salesforce/label/c.Cancel_Action';
import cancelConfirm from '@salesforce/label/c.Cancel_Confirm';
import cancelled from '@salesforce/label/c.Cancel_Done';
import cancelExplanation from '@salesforce/label/c.Cancel_Explanation';
import cancelTitle from '@salesforce/label/c.Cancel_Title';
import edit from '@salesforce/label/c.Edit_Draft_Action';
import errorHeading from '@salesforce/label/c.Submit_Error';
import errorNext from '@salesforce/label/c.Submit_Error_Next';
import extend from '@salesforce/label/c.Extend_Action';
import revoke from '@salesforce/label/c.Revoke_Action';
import revokeConfirm from '@salesforce/label/c.Revoke_Confirm';
import revocationAsked from '@salesforce/label/c.Revoke_Done';
import revokeExplanation from '@salesforce/label/c.Revoke_Explanation';
import revokeTitle from '@salesforce/label/c.Revoke_Title';
import submit from '@salesforce/label/c.Submit_Draft_Action';
import submitted from '@salesforce/label/c.Submit_Done';

export const i18n = {
  answer,
  cancel,
  cancelConfirm,
  cancelled,
  cancelExplanation,
  cancelTitle,
  edit,
  errorHeading,
  errorNext,
  extend,
  revoke,
  revokeConfirm,
  revocationAsked,
  revokeExplanation,
  revokeTitle,
  submit,
  submitted,
};
