import { LightningElement, api } from 'lwc';
import { formatLabel } from 'c/labelText';
import away from '@salesforce/label/c.Roster_Away';
import channels from '@salesforce/label/c.Roster_Channels';
import edit from '@salesforce/label/c.Roster_Edit';
import editOf from '@salesforce/label/c.Roster_Edit_Of';
import enrolled from '@salesforce/label/c.Roster_Enrolled';
import inactive from '@salesforce/label/c.Roster_Inactive';
import keys from '@salesforce/label/c.Roster_Keys';
import keysWaiting from '@salesforce/label/c.Roster_Keys_Waiting';
import lastUse from '@salesforce/label/c.Roster_Last_Use';
import level from '@salesforce/label/c.Roster_Level';
import levelOne from '@salesforce/label/c.Roster_Level_1';
import mail from '@salesforce/label/c.Roster_Mail';
import neverUsed from '@salesforce/label/c.Roster_Never_Used';
import noKey from '@salesforce/label/c.Roster_No_Key';
import notRead from '@salesforce/label/c.Roster_Not_Read';
import off from '@salesforce/label/c.Roster_Off';
import oneKey from '@salesforce/label/c.Roster_One_Key';
import toldOnly from '@salesforce/label/c.Roster_Told_Only';

const TONES = {
  In_force: 'success',
  Not_signed: 'warning',
  Change_waits: 'warning',
  Change_turned_down: 'error',
  Turned_down: 'error',
};

function keysText(count) {
  if (!count) {
    return noKey;
  }
  return count === 1 ? oneKey : formatLabel(keys, count);
}

const isOff = (contact) =>
  contact.Standing__c === 'Off_the_roster' || (!contact.Active__c && contact.Standing__c !== 'Change_waits');

function viewOf(contact) {
  const passkeys = contact.Passkeys__c ?? 0;
  const named = (contact.Channels__c ?? '').split(/[\n\r,;]+/).map((name) => name.trim());
  return {
    id: contact.Id,
    name: contact.Name,
    role: contact.Role__c$label,
    address: contact.Address__c,
    standing: contact.Standing__c$label ?? notRead,
    tone: TONES[contact.Standing__c] ?? 'neutral',
    change: contact.Unsigned_Change__c,
    isToldOnly: contact.May_Decide__c === false,
    isInactive: contact.Active__c === false,
    channels: named.filter(Boolean).join(', ') || mail,
    awayUntil: contact.Away_Until__c,
    keysText: keysText(passkeys),
    hasKey: passkeys > 0,
    keysTone: passkeys > 0 ? 'neutral' : 'warning',
    showsKeys: contact.May_Decide__c !== false && !isOff(contact),
    keysWaiting: contact.Keys_Waiting__c > 0 ? formatLabel(keysWaiting, contact.Keys_Waiting__c) : undefined,
    lastUse: contact.Last_Key_Use__c,
    enrolledAt: contact.Passkey_Enrolled_At__c,
    editLabel: formatLabel(editOf, contact.Name),
  };
}

/** The contacts by level, in the order in which they are asked. Fires `edit` with the contact's `id`. */
export default class RosterLevels extends LightningElement {
  /** Rows of Authorization_Contact__c by level and name. */
  @api contacts = [];
  @api canEdit = false;

  i18n = { away, channels, edit, enrolled, inactive, lastUse, neverUsed, toldOnly };

  get groups() {
    const levels = [
      ...new Set(this.contacts.filter((contact) => !isOff(contact)).map((one) => one.Level__c)),
    ];
    const groups = levels
      .sort((a, b) => a - b)
      .map((number, place) => ({
        key: `level-${number}`,
        heading: formatLabel(place === 0 ? levelOne : level, number),
        people: this.contacts.filter((contact) => contact.Level__c === number && !isOff(contact)).map(viewOf),
      }));
    const gone = this.contacts.filter(isOff).map(viewOf);
    return gone.length > 0 ? [...groups, { key: 'off', heading: off, people: gone }] : groups;
  }

  handleEdit(event) {
    this.dispatchEvent(new CustomEvent('edit', { detail: { id: event.currentTarget.dataset.id } }));
  }
}
