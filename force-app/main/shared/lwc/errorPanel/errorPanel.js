import { LightningElement, api } from 'lwc';
import { reduceErrors } from 'c/ldsErrors';
import retry from '@salesforce/label/c.Error_Retry';
import title from '@salesforce/label/c.Error_Title';

/** What went wrong, in words, and what to do next. Fires `retry` when the person asks to try again. */
export default class ErrorPanel extends LightningElement {
  /** Any error shape of the platform, or a list of them. */
  @api errors;
  /** What did not work, in the words of the panel. */
  @api heading;
  /** What the person can do now. */
  @api nextStep;
  /** Offers a button that fires `retry`. */
  @api canRetry = false;

  i18n = { retry };

  get title() {
    return this.heading || title;
  }

  get lines() {
    return reduceErrors(this.errors).map((text) => ({ text }));
  }

  handleRetry() {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
