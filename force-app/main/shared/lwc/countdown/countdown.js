import { LightningElement, api } from 'lwc';
import { formatLabel } from 'c/labelText';
import { everyVisible } from 'c/pageTimer';
import daysHours from '@salesforce/label/c.Countdown_Days_Hours';
import ended from '@salesforce/label/c.Countdown_Ended';
import hoursMinutes from '@salesforce/label/c.Countdown_Hours_Minutes';
import minutesSeconds from '@salesforce/label/c.Countdown_Minutes_Seconds';

const SECOND = 1000;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Below this a person should hurry; one hour is a notice a contact can still act on. */
const URGENT_SECONDS = HOUR;

const parts = (seconds, unit, part) => [Math.floor(seconds / unit), Math.floor((seconds % unit) / part)];

/** Time left in words; days and hours far away, minutes and seconds in the last hour. */
export function timeLeft(milliseconds) {
  const seconds = Math.floor(milliseconds / SECOND);
  if (seconds <= 0) {
    return ended;
  }
  if (seconds >= DAY) {
    return formatLabel(daysHours, ...parts(seconds, DAY, HOUR));
  }
  return seconds >= HOUR
    ? formatLabel(hoursMinutes, ...parts(seconds, HOUR, 60))
    : formatLabel(minutesSeconds, ...parts(seconds, 60, 1));
}

/** Ticks towards `until`. It is a display: what happens at that instant is decided elsewhere. */
export default class Countdown extends LightningElement {
  /** ISO instant. */
  @api until;

  now = Date.now();

  connectedCallback() {
    this.stop = everyVisible(SECOND, () => {
      this.now = Date.now();
    });
  }

  disconnectedCallback() {
    this.stop();
  }

  get left() {
    return Date.parse(this.until) - this.now;
  }

  get text() {
    return timeLeft(this.left);
  }

  get timerClass() {
    return this.left > URGENT_SECONDS * SECOND ? 'timer' : 'timer timer_urgent';
  }
}
