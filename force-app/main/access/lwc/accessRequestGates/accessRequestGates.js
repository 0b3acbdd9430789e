import { LightningElement, api } from 'lwc';
import closed from '@salesforce/label/c.Gate_Closed';
import none from '@salesforce/label/c.Gate_None';
import overridden from '@salesforce/label/c.Gate_Overridden';
import open from '@salesforce/label/c.Gate_Open';
import unknown from '@salesforce/label/c.Gate_Unknown';
import until from '@salesforce/label/c.Gate_Until';

const LOOKS = {
  open: { iconName: 'utility:success', variant: 'success', word: open },
  closed: { iconName: 'utility:error', variant: 'error', word: closed },
  overridden: { iconName: 'utility:warning', variant: 'warning', word: overridden },
  unknown: { iconName: 'utility:warning', variant: 'warning', word: unknown },
};

/** Verdicts as the record holds them; undefined when the text is not the list it should be. */
function verdictsIn(json) {
  try {
    const verdicts = JSON.parse(json ?? '[]');
    return Array.isArray(verdicts) ? verdicts : undefined;
  } catch {
    return undefined;
  }
}

/** The verdict of each policy gate, with its reason; the plain summary when the verdicts cannot be read. */
export default class AccessRequestGates extends LightningElement {
  /** `Gates__c`: a JSON array of `{gate, state, reason, until?, overridden?}`. */
  @api gates;
  /** `Gate_Summary__c`: one line per gate. */
  @api summary;
  /** Shows only the gates that are not open. */
  @api problemsOnly = false;

  i18n = { none, until };

  get rows() {
    const verdicts = verdictsIn(this.gates) ?? [];
    return verdicts
      .filter((verdict) => !this.problemsOnly || verdict.state !== 'open')
      .map((verdict) => ({
        ...verdict,
        ...(LOOKS[verdict.overridden ? 'overridden' : verdict.state] ?? LOOKS.unknown),
      }));
  }

  get hasRows() {
    return this.rows.length > 0;
  }
}
