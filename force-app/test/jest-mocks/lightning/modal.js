import { LightningElement, api } from 'lwc';

/** Stands in for the platform's modal: `open` is a mock, and closing is told as an event with the result. */
export default class Modal extends LightningElement {
  static open = jest.fn();

  @api label;
  @api size;
  @api description;
  @api disableClose;

  close(result) {
    this.dispatchEvent(new CustomEvent('close', { detail: result }));
  }
}
