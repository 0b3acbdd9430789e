import back from '@salesforce/label/c.Detail_Back';
import breakGlass from '@salesforce/label/c.Break_Glass_Badge';
import breakGlassOpened from '@salesforce/label/c.Detail_Break_Glass_Opened';
import breakGlassRefused from '@salesforce/label/c.Detail_Break_Glass_Refused';
import breakGlassStep from '@salesforce/label/c.Detail_Break_Glass_Step';
import errorHeading from '@salesforce/label/c.Detail_Error';
import errorNext from '@salesforce/label/c.Error_Next_Access';
import extendedBy from '@salesforce/label/c.Detail_Extended_By';
import extendsRequest from '@salesforce/label/c.Detail_Extends';
import frozen from '@salesforce/label/c.Detail_Frozen';
import gates from '@salesforce/label/c.Detail_Gates';
import goneNext from '@salesforce/label/c.Detail_Gone_Next';
import gone from '@salesforce/label/c.Detail_Gone';
import grant from '@salesforce/label/c.Detail_Grant';
import grantEndNote from '@salesforce/label/c.Detail_Grant_End_Note';
import loading from '@salesforce/label/c.Loading';
import request from '@salesforce/label/c.Detail_Request';
import revocationAsked from '@salesforce/label/c.Detail_Revocation_Asked';
import times from '@salesforce/label/c.Detail_Times';
import timeline from '@salesforce/label/c.Detail_Timeline';
import title from '@salesforce/label/c.Detail_Title';
import window from '@salesforce/label/c.Detail_Window';

export const i18n = {
  back,
  breakGlass,
  breakGlassOpened,
  breakGlassRefused,
  breakGlassStep,
  errorHeading,
  errorNext,
  extendedBy,
  extendsRequest,
  frozen,
  gates,
  gone,
  goneNext,
  grant,
  grantEndNote,
  loading,
  request,
  revocationAsked,
  times,
  timeline,
  title,
  window,
};
