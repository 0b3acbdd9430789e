import errorHeading from '@salesforce/label/c.New_Request_Error';
import errorNext from '@salesforce/label/c.Error_Next_Keep';
import extendsNote from '@salesforce/label/c.New_Request_Extends';
import intro from '@salesforce/label/c.New_Request_Intro';
import loadError from '@salesforce/label/c.New_Request_Load_Error';
import loadErrorNext from '@salesforce/label/c.Error_Next_Access';
import loading from '@salesforce/label/c.Loading';
import notAllowed from '@salesforce/label/c.New_Request_Not_Allowed';
import replaceMessage from '@salesforce/label/c.New_Request_Replace_Message';
import replaceTitle from '@salesforce/label/c.New_Request_Replace_Title';
import saveDraft from '@salesforce/label/c.New_Request_Save_Draft';
import savingDraft from '@salesforce/label/c.New_Request_Saving_Draft';
import startOver from '@salesforce/label/c.New_Request_Start_Over';
import submitBreakGlass from '@salesforce/label/c.New_Request_Submit_Break_Glass';
import submit from '@salesforce/label/c.New_Request_Submit';
import submitting from '@salesforce/label/c.New_Request_Submitting';
import title from '@salesforce/label/c.New_Request_Title';
import titleDraft from '@salesforce/label/c.New_Request_Title_Draft';

export const i18n = {
  errorHeading,
  errorNext,
  extends: extendsNote,
  intro,
  loadError,
  loadErrorNext,
  loading,
  notAllowed,
  replaceMessage,
  replaceTitle,
  saveDraft,
  savingDraft,
  startOver,
  submit,
  submitBreakGlass,
  submitting,
  title,
  titleDraft,
};
