import { LightningElement, api } from 'lwc';
import empty from '@salesforce/label/c.Fact_Empty';

/**
 * Label and value pairs. A fact is `{label, text}`, `{label, at}` for an instant, `{label, date}` for a calendar day;
 * `long` gives it the whole width and keeps line breaks; `help` explains it.
 */
export default class FactList extends LightningElement {
  @api facts = [];

  i18n = { empty };

  get rows() {
    return this.facts.map((fact) => ({
      ...fact,
      rowClass: fact.long ? 'fact fact_long' : 'fact',
      isEmpty: !fact.text && !fact.at && !fact.date,
    }));
  }
}
