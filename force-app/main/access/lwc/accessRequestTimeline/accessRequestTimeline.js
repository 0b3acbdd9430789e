import { LightningElement, api } from 'lwc';
import none from '@salesforce/label/c.Timeline_None';

const ICONS = {
  Revision: 'utility:edit',
  Policy: 'utility:rules',
  Notice: 'utility:email',
  Question: 'utility:question',
  Answer: 'utility:reply',
  Decision: 'utility:signature',
  Break_glass: 'utility:warning',
  Window: 'utility:clock',
  Grant: 'utility:key',
  Access: 'utility:user',
  Verdict: 'utility:matrix',
  Finding: 'utility:warning',
  Alarm: 'utility:warning',
};

/** What happened to one request, oldest first. */
export default class AccessRequestTimeline extends LightningElement {
  /** Timeline entries in order. */
  @api entries = [];

  i18n = { none };

  get rows() {
    return this.entries.map((entry) => ({
      id: entry.Id,
      kind: entry.Kind__c$label,
      text: entry.Summary__c,
      at: entry.At__c,
      actor: entry.Actor__c,
      iconName: ICONS[entry.Kind__c] ?? 'utility:record',
      itemClass: ['Finding', 'Alarm', 'Break_glass'].includes(entry.Kind__c) ? 'entry entry_alarm' : 'entry',
    }));
  }

  get isEmpty() {
    return this.entries.length === 0;
  }
}
