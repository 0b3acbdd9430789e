import { LightningElement, api } from 'lwc';
import digest from '@salesforce/label/c.Evidence_Digest';
import ended from '@salesforce/label/c.Evidence_Ended';
import fingerprint from '@salesforce/label/c.Evidence_Fingerprint';
import loginAt from '@salesforce/label/c.Evidence_Login_At';
import logoutAt from '@salesforce/label/c.Evidence_Logout_At';
import noDecision from '@salesforce/label/c.Evidence_No_Decision';
import noLogin from '@salesforce/label/c.Evidence_No_Login';
import grantEnds from '@salesforce/label/c.Evidence_Grant_Ends';
import grantedAt from '@salesforce/label/c.Evidence_Granted_At';
import provisional from '@salesforce/label/c.Evidence_Provisional';
import received from '@salesforce/label/c.Evidence_Received';
import titleDecisions from '@salesforce/label/c.Evidence_Decisions';
import titleLogins from '@salesforce/label/c.Evidence_Logins';

const GOOD_VERDICTS = ['Matched', 'Login_access_only'];
const OPEN_VERDICTS = ['Unknown', 'Unused', 'Target_ambiguous', 'Before_governance', 'End_not_seen'];
const DECISION_TONES = { Approve: 'success', Deny: 'error', Revoke: 'error' };
const HASH_SHOWN = 16;

function toneOfVerdict(verdict) {
  if (GOOD_VERDICTS.includes(verdict)) {
    return 'success';
  }
  return OPEN_VERDICTS.includes(verdict) ? 'warning' : 'error';
}

const shortened = (text) => (text?.length > HASH_SHOWN ? `${text.slice(0, HASH_SHOWN)}…` : text);

/** The signed decisions of a request, and the grants and logins that were held against it. */
export default class AccessRequestEvidence extends LightningElement {
  @api decisions = [];
  @api grants = [];
  @api accesses = [];

  i18n = {
    digest,
    ended,
    fingerprint,
    grantEnds,
    grantedAt,
    loginAt,
    logoutAt,
    noDecision,
    noLogin,
    provisional,
    received,
    titleDecisions,
    titleLogins,
  };

  get decisionRows() {
    return this.decisions.map((decision) => ({
      id: decision.Id,
      by: decision.Authorization_Contact__r?.Name,
      word: decision.Decision__c$label,
      tone: DECISION_TONES[decision.Decision__c] ?? 'info',
      reason: decision.Reason__c,
      at: decision.Received_At__c,
      endedAt: decision.Ended_At__c,
      endedBecause: decision.Ended_Because__c,
      digest: decision.Digest__c,
      shortDigest: shortened(decision.Digest__c),
      fingerprint: decision.Key_Fingerprint__c,
    }));
  }

  get sightings() {
    const grants = this.grants.map((grant) => ({
      ...this.viewOf(grant),
      who: grant.Granted_To__c$label,
      isGrant: true,
      start: grant.Granted_At__c,
      date: grant.Expiration_Date__c,
    }));
    const accesses = this.accesses.map((access) => ({
      ...this.viewOf(access),
      who: access.Actor__c || access.Actor_Class__c$label,
      start: access.Login_At__c,
      end: access.Logout_At__c,
      reason: access.Verdict_Reason__c,
    }));
    return [...grants, ...accesses];
  }

  viewOf(record) {
    return {
      id: record.Id,
      verdict: record.Verdict__c$label,
      tone: toneOfVerdict(record.Verdict__c),
      isProvisional: record.Provisional__c,
    };
  }

  get hasDecisions() {
    return this.decisions.length > 0;
  }

  get hasSightings() {
    return this.grants.length + this.accesses.length > 0;
  }
}
