import { LightningElement, api } from 'lwc';
import { durationText } from 'c/governanceFacts';
import { formatLabel } from 'c/labelText';
import after from '@salesforce/label/c.Asking_After';
import atOnce from '@salesforce/label/c.Asking_At_Once';
import away from '@salesforce/label/c.Asking_Away';
import deadline from '@salesforce/label/c.Asking_Deadline';
import every from '@salesforce/label/c.Asking_Only';
import needed from '@salesforce/label/c.Asking_Needed';
import nobody from '@salesforce/label/c.Asking_Nobody';
import note from '@salesforce/label/c.Asking_Note';
import other from '@salesforce/label/c.Asking_Default';
import people from '@salesforce/label/c.Asking_People';
import rule from '@salesforce/label/c.Asking_Rule';
import title from '@salesforce/label/c.Asking_Title';
import told from '@salesforce/label/c.Asking_Told';
import withRoles from '@salesforce/label/c.Asking_With';
import level from '@salesforce/label/c.Roster_Level';

/** Whom the policy in force asks for each kind of request, and when. */
export default class RosterAsking extends LightningElement {
  /** Rules in the order in which they are tried, as the companion wrote them. */
  @api asking = [];
  /** Rows of Authorization_Contact__c: the rules name people by id. */
  @api contacts = [];

  i18n = { needed, nobody, note, people, rule, title };

  get rows() {
    const byId = new Map(this.contacts.map((contact) => [contact.Id, contact]));
    const nameOf = (id) => {
      const contact = byId.get(id);
      return contact?.Away_Until__c ? `${contact.Name} ${away}` : (contact?.Name ?? id);
    };
    return this.asking.map((one) => ({
      key: one.rule ?? 'policy',
      name: one.rule ?? (this.asking.length === 1 ? every : other),
      match: (one.match ?? []).join(', '),
      quorum: one.quorum,
      roles: one.roles?.length > 0 ? formatLabel(withRoles, one.roles.join(', ')) : undefined,
      deadline: formatLabel(deadline, durationText(one.deadlineMinutes)),
      steps: (one.ladder ?? []).map((step) => ({
        key: step.level,
        level: formatLabel(level, step.level),
        when: step.afterMinutes > 0 ? formatLabel(after, durationText(step.afterMinutes)) : atOnce,
        names: step.asked.map(nameOf).join(', '),
        told: step.told?.length > 0 ? formatLabel(told, step.told.map(nameOf).join(', ')) : undefined,
      })),
    }));
  }

  get hasRows() {
    return this.rows.length > 0;
  }
}
