import { LightningElement, api } from 'lwc';
import TIME_ZONE from '@salesforce/i18n/timeZone';

/** An instant as the user's clock shows it, with the zone named, so that two people can compare what they read. */
export default class ZonedTime extends LightningElement {
  /** ISO instant. */
  @api value;

  timeZone = TIME_ZONE;
}
