import decisionDue from '@salesforce/label/c.Due_Decision';
import nextBreakGlass from '@salesforce/label/c.Next_Break_Glass';
import nextBreakGlassSubmitted from '@salesforce/label/c.Next_Break_Glass_Submitted';
import nextApproved from '@salesforce/label/c.Next_Approved';
import nextAwaitingDecision from '@salesforce/label/c.Next_Awaiting_decision';
import nextCancelled from '@salesforce/label/c.Next_Cancelled';
import nextCompleted from '@salesforce/label/c.Next_Completed';
import nextDenied from '@salesforce/label/c.Next_Denied';
import nextDraft from '@salesforce/label/c.Next_Draft';
import nextExpired from '@salesforce/label/c.Next_Expired';
import nextMoreInformation from '@salesforce/label/c.Next_More_information';
import nextRefusedByPolicy from '@salesforce/label/c.Next_Refused_by_policy';
import nextRevoked from '@salesforce/label/c.Next_Revoked';
import nextSubmitted from '@salesforce/label/c.Next_Submitted';
import nextWindowOpen from '@salesforce/label/c.Next_Window_open';
import policyDue from '@salesforce/label/c.Due_Policy';
import windowEnds from '@salesforce/label/c.Due_Window_End';
import windowOpens from '@salesforce/label/c.Due_Window_Start';

/** States in which something can still happen to a request. */
export const OPEN_STATES = [
  'Draft',
  'Submitted',
  'Awaiting_decision',
  'More_information',
  'Approved',
  'Window_open',
];

const TONES = {
  Submitted: 'info',
  Awaiting_decision: 'warning',
  More_information: 'warning',
  Approved: 'success',
  Window_open: 'success',
  Refused_by_policy: 'error',
  Denied: 'error',
  Expired: 'error',
  Revoked: 'error',
};

const NEXT = {
  Draft: nextDraft,
  Submitted: nextSubmitted,
  Refused_by_policy: nextRefusedByPolicy,
  Awaiting_decision: nextAwaitingDecision,
  More_information: nextMoreInformation,
  Approved: nextApproved,
  Window_open: nextWindowOpen,
  Completed: nextCompleted,
  Denied: nextDenied,
  Expired: nextExpired,
  Cancelled: nextCancelled,
  Revoked: nextRevoked,
};

/** What differs where nobody is asked. */
const NEXT_IN_EMERGENCY = {
  Submitted: nextBreakGlassSubmitted,
  Approved: nextBreakGlass,
  Window_open: nextBreakGlass,
};

/** The way of a request that gets what it asks for. */
const PATH = ['Draft', 'Submitted', 'Awaiting_decision', 'Approved', 'Window_open', 'Completed'];
/** The last step of the path that a request had reached before it ended in another way. */
const REACHED = {
  Refused_by_policy: 'Submitted',
  Denied: 'Awaiting_decision',
  Expired: 'Awaiting_decision',
  Revoked: 'Approved',
};

/** Tone of the badge that shows `state`. */
export function toneOf(state) {
  return TONES[state] ?? 'neutral';
}

/** What happens next to `request`, in one or two sentences. */
export function nextOf({ State__c: state, Break_Glass__c: isBreakGlass }) {
  return (isBreakGlass && NEXT_IN_EMERGENCY[state]) || NEXT[state];
}

/**
 * What a request waits for, and until when; undefined when no clock runs.
 *
 * @returns {{label: string, until: string} | undefined}
 */
export function dueOf(request) {
  const due = {
    Submitted: request.Next_Open__c
      ? { label: policyDue, until: request.Next_Open__c }
      : { label: decisionDue, until: request.Deadline__c },
    Awaiting_decision: { label: decisionDue, until: request.Deadline__c },
    More_information: { label: decisionDue, until: request.Deadline__c },
    Approved: { label: windowOpens, until: request.Window_Start__c },
    Window_open: { label: windowEnds, until: request.Window_End__c },
  }[request.State__c];
  return due?.until ? due : undefined;
}

function reachedBeforeCancelling(request) {
  if (request.Deadline__c) {
    return 'Awaiting_decision';
  }
  return request.Submitted_At__c ? 'Submitted' : 'Draft';
}

/**
 * Steps of the path for one request: the straight way while it is open, the way it really went once it has ended.
 *
 * @param {{State__c: string, Deadline__c?: string, Submitted_At__c?: string}} request
 * @param {(state: string) => string} labelOf label of a state
 */
export function pathOf(request, labelOf) {
  const state = request.State__c;
  const way = request.Break_Glass__c ? PATH.filter((step) => step !== 'Awaiting_decision') : PATH;
  let steps = way;
  if (state === 'More_information') {
    steps = PATH.map((step) => (step === 'Awaiting_decision' ? state : step));
  } else if (!way.includes(state)) {
    const last = REACHED[state] ?? reachedBeforeCancelling(request);
    steps = [...way.slice(0, way.indexOf(last) + 1), state];
  }
  return steps.map((value) => ({ value, label: labelOf(value) }));
}

const EXTENDABLE_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/** A window that stands, or ended within seven days, can be followed by another one. */
function isExtendable({ State__c: state, Window_End__c: end }) {
  return (
    ['Approved', 'Window_open', 'Completed'].includes(state) &&
    Boolean(end) &&
    Date.parse(end) + EXTENDABLE_MILLISECONDS > Date.now()
  );
}

/**
 * What the org lets a person ask in this state (its validation rules hold the same); the buttons mirror it.
 */
export function actionsOf(request) {
  const state = request.State__c;
  return {
    edit: state === 'Draft',
    submit: state === 'Draft',
    answer: state === 'More_information',
    cancel: ['Draft', 'Submitted', 'Awaiting_decision', 'More_information'].includes(state),
    revoke: ['Approved', 'Window_open'].includes(state) && !request.Revocation_Requested__c,
    extend: isExtendable(request),
  };
}

/** Label of each state by value, from the picklist values of the object. */
export function labelsByValue(picklists, fieldName) {
  const values = picklists?.picklistFieldValues?.[fieldName]?.values ?? [];
  return Object.fromEntries(values.map(({ value, label }) => [value, label]));
}
