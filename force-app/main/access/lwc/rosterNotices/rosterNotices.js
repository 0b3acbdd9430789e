import { LightningElement, api } from 'lwc';
import { waitingView } from 'c/governanceFacts';
import alarms from '@salesforce/label/c.Roster_Alarms';
import empty from '@salesforce/label/c.Roster_Empty';
import emptyNext from '@salesforce/label/c.Roster_Empty_Next';
import first from '@salesforce/label/c.Roster_First_1';
import noAlarms from '@salesforce/label/c.Roster_No_Alarms';
import notSealed from '@salesforce/label/c.Roster_Not_Sealed';
import nothingWaits from '@salesforce/label/c.Roster_Nothing_Waits';
import second from '@salesforce/label/c.Roster_First_2';
import since from '@salesforce/label/c.Roster_Alarm_Since';
import third from '@salesforce/label/c.Roster_First_3';
import waiting from '@salesforce/label/c.Roster_Waiting';
import waitingNote from '@salesforce/label/c.Roster_Waiting_Note';

/** What a person must do about the roster: the first steps, the alarms that stand, the signatures that wait. */
export default class RosterNotices extends LightningElement {
  @api contacts = [];
  /** As `c/governanceFacts` reads it; undefined while the companion has written none. */
  @api status;
  /** Whether the founding roster was sealed. */
  @api isSealed = false;

  i18n = {
    alarms,
    empty,
    emptyNext,
    noAlarms,
    notSealed,
    nothingWaits,
    since,
    steps: [first, second, third],
    waiting,
    waitingNote,
  };

  get isEmpty() {
    return this.contacts.length === 0;
  }

  get mustSeal() {
    return !this.isEmpty && !this.isSealed;
  }

  get alarmRows() {
    return this.status.alarms.map((alarm) => ({ ...alarm, key: `${alarm.title} ${alarm.since}` }));
  }

  get hasAlarms() {
    return this.status.alarms.length > 0;
  }

  get waitingRows() {
    const names = Object.fromEntries(this.contacts.map(({ Id, Name }) => [Id, Name]));
    return this.status.waiting.map((item, key) => ({
      key,
      ...waitingView(item, (id) => names[id] ?? id),
    }));
  }

  get isWaiting() {
    return this.status.waiting.length > 0;
  }
}
