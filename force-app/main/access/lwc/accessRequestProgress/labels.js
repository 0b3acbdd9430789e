import approvalEnded from '@salesforce/label/c.Progress_Approval_Ended';
import approvalPending from '@salesforce/label/c.Progress_Approval_Pending';
import approved from '@salesforce/label/c.Progress_Approved';
import askedAt from '@salesforce/label/c.Progress_Asked_At';
import askedMore from '@salesforce/label/c.Progress_Asked_More';
import breakGlass from '@salesforce/label/c.Progress_Break_Glass';
import count from '@salesforce/label/c.Progress_Count';
import countOne from '@salesforce/label/c.Progress_Count_One';
import deadline from '@salesforce/label/c.Progress_Deadline';
import denied from '@salesforce/label/c.Progress_Denied';
import failedNext from '@salesforce/label/c.Progress_Failed_Next';
import failedTitle from '@salesforce/label/c.Progress_Failed_Title';
import level from '@salesforce/label/c.Progress_Level';
import next from '@salesforce/label/c.Progress_Next';
import nextLevel from '@salesforce/label/c.Progress_Next_Level';
import nextReminder from '@salesforce/label/c.Progress_Next_Reminder';
import noAnswer from '@salesforce/label/c.Progress_No_Answer';
import nobody from '@salesforce/label/c.Progress_Nobody';
import notAsked from '@salesforce/label/c.Progress_Not_Asked';
import others from '@salesforce/label/c.Progress_Others';
import remindedAt from '@salesforce/label/c.Progress_Reminded_At';
import revoked from '@salesforce/label/c.Progress_Revoked';
import rolesMissing from '@salesforce/label/c.Progress_Roles_Missing';
import silent from '@salesforce/label/c.Progress_Silent';
import title from '@salesforce/label/c.Progress_Title';
import toldOnly from '@salesforce/label/c.Progress_Told_Only';

export const i18n = {
  approvalEnded,
  approvalPending,
  approved,
  askedAt,
  askedMore,
  breakGlass,
  count,
  countOne,
  deadline,
  denied,
  failedNext,
  failedTitle,
  level,
  next,
  nextLevel,
  nextReminder,
  noAnswer,
  nobody,
  notAsked,
  others,
  remindedAt,
  revoked,
  rolesMissing,
  silent,
  title,
  toldOnly,
};
