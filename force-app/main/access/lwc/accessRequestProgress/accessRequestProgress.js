import { LightningElement, api } from 'lwc';
import { formatLabel } from 'c/labelText';
import { i18n } from './labels';
import { progressOf } from './progress';

const DECIDING = ['Awaiting_decision', 'More_information'];
const ANSWERS = {
  Deny: { word: i18n.denied, tone: 'error' },
  Ask_for_more: { word: i18n.askedMore, tone: 'info' },
  Revoke: { word: i18n.revoked, tone: 'error' },
};

/** Word and tone of one answer; a withdrawal shows as the end of the approval it took back. */
function answerView({ decision, isEnded, isEffective, because, at, id }) {
  if (decision === 'Withdraw') {
    return undefined;
  }
  if (decision !== 'Approve') {
    return { id, at, ...(ANSWERS[decision] ?? { word: decision, tone: 'neutral' }) };
  }
  if (isEnded) {
    return { id, at, because, word: i18n.approvalEnded, tone: 'neutral' };
  }
  return isEffective
    ? { id, at, word: i18n.approved, tone: 'success' }
    : { id, at, word: i18n.approvalPending, tone: 'neutral' };
}

/** Who was asked, told and has answered, what is still needed, and what comes next. */
export default class AccessRequestProgress extends LightningElement {
  @api request;
  /** Timeline entries, oldest first. */
  @api entries = [];
  /** Decisions in the order of receipt. */
  @api decisions = [];

  i18n = i18n;

  get progress() {
    return progressOf(this.entries, this.decisions);
  }

  get isDeciding() {
    return DECIDING.includes(this.request.State__c);
  }

  get hasCount() {
    return this.request.Approvals_Needed__c > 0;
  }

  get count() {
    const { Approvals_Given__c: given, Approvals_Needed__c: needed } = this.request;
    return formatLabel(needed === 1 ? i18n.countOne : i18n.count, given ?? 0, needed);
  }

  get percent() {
    const { Approvals_Given__c: given, Approvals_Needed__c: needed } = this.request;
    return Math.min(100, Math.round(((given ?? 0) / needed) * 100));
  }

  get rolesMissing() {
    return this.isDeciding ? this.request.Roles_Missing__c : undefined;
  }

  get next() {
    if (!this.isDeciding) {
      return [];
    }
    const { Next_Reminder_At__c: reminder, Next_Level__c: level, Next_Level_At__c: levelAt } = this.request;
    return [
      { key: 'level', label: formatLabel(i18n.nextLevel, level), at: levelAt },
      { key: 'reminder', label: i18n.nextReminder, at: reminder },
      { key: 'deadline', label: i18n.deadline, at: this.request.Deadline__c },
    ]
      .filter(({ at }) => at)
      .sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  get hasNext() {
    return this.next.length > 0;
  }

  get groups() {
    const { levels, others } = this.progress;
    const groups = levels.map(({ id, level, at, people }) => ({
      id,
      at,
      heading: formatLabel(i18n.level, level),
      people: people.map((person) => this.personView(person)),
      isEmpty: people.length === 0,
    }));
    return others.length === 0
      ? groups
      : [
          ...groups,
          {
            id: 'others',
            heading: i18n.others,
            people: others.map((person) => this.personView(person, i18n.toldOnly)),
          },
        ];
  }

  get hasGroups() {
    return this.groups.length > 0;
  }

  get notAsked() {
    return this.request.Break_Glass__c && this.request.Window_Start__c ? i18n.breakGlass : i18n.notAsked;
  }

  get failures() {
    return this.progress.failures;
  }

  get hasFailures() {
    return this.failures.length > 0;
  }

  personView({ id, name, role, receipts, remindedAt, answers }, wordWithoutAnswer) {
    const shown = answers.map(answerView).filter(Boolean);
    const silent = this.isDeciding
      ? { id: 'silent', word: i18n.silent, tone: 'warning' }
      : { id: 'silent', word: i18n.noAnswer, tone: 'neutral' };
    const without = wordWithoutAnswer ? { id: 'told', word: wordWithoutAnswer, tone: 'neutral' } : silent;
    return { id, name, role, receipts, remindedAt, answers: shown.length > 0 ? shown : [without] };
  }
}
