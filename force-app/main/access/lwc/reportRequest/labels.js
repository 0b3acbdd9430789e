import ask from '@salesforce/label/c.Report_Ask';
import asked from '@salesforce/label/c.Report_Asked';
import asking from '@salesforce/label/c.Report_Asking';
import digest from '@salesforce/label/c.Report_Digest';
import empty from '@salesforce/label/c.Report_Empty';
import errorHeading from '@salesforce/label/c.Report_Error';
import errorNext from '@salesforce/label/c.Error_Next_Keep';
import files from '@salesforce/label/c.Report_Files';
import from from '@salesforce/label/c.Report_From';
import future from '@salesforce/label/c.Report_Future';
import intro from '@salesforce/label/c.Report_Intro';
import listErrorHeading from '@salesforce/label/c.Report_List_Error';
import listErrorNext from '@salesforce/label/c.Error_Next_Access';
import listTitle from '@salesforce/label/c.Report_List_Title';
import loading from '@salesforce/label/c.Loading';
import made from '@salesforce/label/c.Report_Made';
import missing from '@salesforce/label/c.Form_Value_Missing';
import nextFailed from '@salesforce/label/c.Report_Next_Failed';
import nextRequested from '@salesforce/label/c.Report_Next_Requested';
import order from '@salesforce/label/c.Report_Order';
import period from '@salesforce/label/c.Report_Period';
import requestedBy from '@salesforce/label/c.Report_Requested_By';
import to from '@salesforce/label/c.Report_To';
import zone from '@salesforce/label/c.Report_Zone';

export const i18n = {
  ask,
  asked,
  asking,
  digest,
  empty,
  errorHeading,
  errorNext,
  files,
  from,
  future,
  intro,
  listErrorHeading,
  listErrorNext,
  listTitle,
  loading,
  made,
  missing,
  nextFailed,
  nextRequested,
  order,
  period,
  requestedBy,
  to,
  zone,
};
