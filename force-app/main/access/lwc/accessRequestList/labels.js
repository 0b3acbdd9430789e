import breakGlass from '@salesforce/label/c.Break_Glass_Badge';
import count from '@salesforce/label/c.List_Count';
import emptyAll from '@salesforce/label/c.List_Empty_All';
import emptyBreakGlass from '@salesforce/label/c.List_Empty_Break_Glass';
import emptyMine from '@salesforce/label/c.List_Empty_Mine';
import emptyNext from '@salesforce/label/c.List_Empty_Next';
import emptyOpen from '@salesforce/label/c.List_Empty_Open';
import errorHeading from '@salesforce/label/c.List_Error';
import errorNext from '@salesforce/label/c.Error_Next_Access';
import filterAll from '@salesforce/label/c.List_Filter_All';
import filterBreakGlass from '@salesforce/label/c.List_Filter_Break_Glass';
import filterLabel from '@salesforce/label/c.List_Filter';
import filterMine from '@salesforce/label/c.List_Filter_Mine';
import filterOpen from '@salesforce/label/c.List_Filter_Open';
import loading from '@salesforce/label/c.Loading';
import more from '@salesforce/label/c.List_More';
import openRequest from '@salesforce/label/c.List_Open_Request';
import refresh from '@salesforce/label/c.Refresh';
import tableName from '@salesforce/label/c.List_Table_Name';
import timeLeft from '@salesforce/label/c.List_Time_Left';

export const i18n = {
  breakGlass,
  count,
  emptyAll,
  emptyBreakGlass,
  emptyMine,
  emptyNext,
  emptyOpen,
  errorHeading,
  errorNext,
  filterAll,
  filterBreakGlass,
  filterLabel,
  filterMine,
  filterOpen,
  loading,
  more,
  openRequest,
  refresh,
  tableName,
  timeLeft,
};
