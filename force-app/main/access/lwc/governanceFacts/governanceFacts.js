import { formatLabel } from 'c/labelText';
import added from '@salesforce/label/c.Waiting_Added';
import changed from '@salesforce/label/c.Waiting_Changed';
import days from '@salesforce/label/c.Days';
import foundingMode from '@salesforce/label/c.Waiting_Founding_Mode';
import foundingPolicy from '@salesforce/label/c.Waiting_Founding_Policy';
import foundingRoster from '@salesforce/label/c.Waiting_Founding_Roster';
import hours from '@salesforce/label/c.Hours';
import hoursOne from '@salesforce/label/c.Hours_One';
import minutes from '@salesforce/label/c.Minutes';
import minutesOne from '@salesforce/label/c.Minutes_One';
import mode from '@salesforce/label/c.Waiting_Mode';
import passkey from '@salesforce/label/c.Waiting_Passkey';
import policy from '@salesforce/label/c.Waiting_Policy';
import policyOne from '@salesforce/label/c.Waiting_Policy_One';
import removed from '@salesforce/label/c.Waiting_Removed';

const HOUR = 60;
const DAY = 24 * HOUR;
const ROSTER_CHANGES = { Added: added, Changed: changed, Removed: removed };
const MODES = { Standard: 'Standard', Opt_out_enabled: 'Opt-out enabled' };

/** A list as the row holds it; empty when it cannot be read. */
function listOf(json) {
  try {
    const list = JSON.parse(json ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/**
 * The status row with its lists; undefined while the companion has written none.
 *
 * @param {object | undefined} row record of Governance_Status__c
 */
export function statusOf(row) {
  return row
    ? {
        mode: row.Mode__c,
        modeLabel: row.Mode__c$label,
        modeSince: row.Mode_Since__c,
        modeSetBy: row.Mode_Set_By__c,
        modeSignedBy: row.Mode_Signed_By__c,
        policyVersion: row.Policy_Version__c,
        policySince: row.Policy_Since__c,
        policySignedBy: row.Policy_Signed_By__c,
        rosterVersion: row.Roster_Version__c,
        waiting: listOf(row.Waiting__c),
        alarms: listOf(row.Alarms__c),
        asking: listOf(row.Asking__c),
      }
    : undefined;
}

/**
 * One thing that waits for a signature, in words; `at` is an instant that ends the sentence.
 *
 * @param {object} item of the list Waiting
 * @param {(id: string) => string} nameOf name of a contact
 * @returns {{text: string, at?: string}}
 */
export function waitingView(item, nameOf) {
  switch (item.kind) {
    case 'Roster':
      return { text: formatLabel(ROSTER_CHANGES[item.change] ?? changed, nameOf(item.contact)) };
    case 'Passkey':
      return { text: formatLabel(passkey, nameOf(item.contact)) };
    case 'Policy':
      return { text: item.terms === 1 ? policyOne : formatLabel(policy, item.terms) };
    case 'Founding_policy':
      return { text: foundingPolicy };
    case 'Mode':
      return { text: formatLabel(mode, MODES[item.mode] ?? item.mode), at: item.from };
    case 'Founding_mode':
      return { text: formatLabel(foundingMode, MODES[item.mode] ?? item.mode) };
    case 'Founding_roster':
      return { text: formatLabel(foundingRoster, item.signed, item.needed) };
    default:
      return { text: item.kind };
  }
}

/** A length of time in words: whole days, else hours, else minutes. */
export function durationText(length) {
  if (length >= 2 * DAY && length % DAY === 0) {
    return formatLabel(days, length / DAY);
  }
  if (length >= HOUR && length % HOUR === 0) {
    return length === HOUR ? hoursOne : formatLabel(hours, length / HOUR);
  }
  return length === 1 ? minutesOne : formatLabel(minutes, length);
}
