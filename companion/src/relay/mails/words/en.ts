import { DRILL_LABEL } from '../../../core/drills.ts';
import { mailsEnBreakGlass } from './en-break-glass.ts';

/** English words of mails and other notices. Values are what people typed or names; the rest is said here. */
export const mailsEn = {
  breakGlass: mailsEnBreakGlass,
  request: {
    decisionNeeded: 'Decision needed',
    forInformation: 'For your information',
    reminder: (percent: number) => `Reminder, ${percent} % of the time has passed`,
    subject: (what: string, caseNumber: string, request: string, deadline: string) =>
      `${what}: case ${caseNumber}, ${request}, by ${deadline}`,
    headline: (party: string, org: string, user: string) => `${party} asks to log in to ${org} as ${user}.`,
    phraseText:
      'The page shows the same phrase, and so does the colleague who raised the request. Another phrase means another request.',
    hours: (count: number) => (count === 1 ? '1 hour' : `${count} hours`),
    decide: 'Read and decide',
    read: 'Read it',
    steps: 'What to do',
    votersSteps: (origin: string, request: string, requester: string) => [
      `Open the request with the link above; or open ${origin} yourself, from your bookmark, and sign in with your passkey.`,
      `It waits in your inbox as ${request}. Compare the check phrase with the one above.`,
      `To be sure that the case is real, ask ${requester} by a number you already have.`,
      'Approve, or deny, with a reason. Only a signature with your passkey counts; this message decides nothing.',
    ],
    readersSteps: (origin: string, request: string, requester: string) => [
      'Nothing has to be done: other contacts decide, and you are told what came of it.',
      `To read it, open ${origin} yourself, from your bookmark, and look for ${request}.`,
      `Does it look wrong? Call a contact who decides, or ${requester}, by a number you already have.`,
    ],
    silence: 'If no contact answers',
    silenceText:
      'Silence never approves. After the deadline the request is expired and nothing is authorized.',
    footer: (org: string) =>
      `Sent by Countersign for ${org}, because you are on its list of authorization contacts. This mail holds no link that decides anything: a decision needs your passkey.`,
  },
  settled: {
    what: {
      Approved: 'was approved',
      Denied: 'was denied',
      Expired: 'expired without a decision',
      Cancelled: 'was withdrawn',
      Revoked: 'was revoked',
    },
    subject: (caseNumber: string, request: string, what: string) =>
      `Settled: case ${caseNumber}, ${request} ${what}`,
    headline: (request: string, what: string, by: string | null) =>
      `${request} ${what}${by ? ` by ${by}` : ''}.`,
    nothingLeft: 'Nothing is left for you to do.',
    requesterNext: {
      Approved:
        'When the window opens, the user is asked to grant login access. Only then can anybody log in.',
      Denied: 'Nothing is authorized. The reason stands on the request in Salesforce.',
      Expired: 'Nothing is authorized. If access is still needed, raise a new request.',
      Cancelled: 'Nothing is authorized.',
      Revoked: 'Nothing is authorized any more. The user is asked to take back what was granted.',
    },
    at: 'Settled at',
    by: 'Settled by',
    windowOpens: 'Window opens',
    windowEnds: 'Window ends',
    record: 'See the record',
  },
  stand: {
    someone: 'A contact',
    and: (parts: string) => ` It still needs ${parts}.`,
    approved: {
      subject: (given: number, needed: number) => `${given} of ${needed} approvals`,
      headline: (who: string, request: string, given: number, needed: number) =>
        `${who} approved ${request}: ${given} of ${needed} approvals are given.`,
      next: 'Your own decision is still wanted. One denial ends the request.',
    },
    withdrawn: {
      subject: 'An approval was taken back',
      headline: (who: string, request: string) => `${who} took back the approval of ${request}.`,
      next: 'Nothing is authorized. Your own decision counts as before.',
    },
    overtaken: {
      subject: 'Your approval had no effect: decide again',
      headline: (who: string, request: string) =>
        `${who} took back an approval of ${request} while yours was on its way to the org: yours had no effect.`,
      next: 'Nothing is authorized. Your signature stays on record. If you still approve, read the request again and sign anew.',
    },
    asked: {
      subject: 'A contact has a question',
      headline: (who: string, request: string) => `${who} asked the requester for more about ${request}.`,
      next: 'The deadline runs on. You may decide before the answer comes.',
    },
    answered: {
      subject: 'The question is answered',
      headline: (who: string, request: string) => `${who} answered the question about ${request}.`,
      next: 'Read the answer on the page, and decide before the deadline.',
    },
    voided: {
      subject: 'Approvals no longer count: decide again',
      headline: (request: string, because: string) =>
        `The approvals of ${request} no longer count: ${because}.`,
      next: 'Nothing is authorized. Read the request again and decide anew; the deadline stays as it was.',
    },
    subject: (what: string, caseNumber: string, request: string) => `${what}: case ${caseNumber}, ${request}`,
    means: 'What this means for you',
    see: 'See the request',
    footer: (org: string) =>
      `Sent by Countersign for ${org}, because you were asked to decide. A decision needs your passkey.`,
  },
  look: {
    Go_on: {
      subject: 'The freeze has ended',
      headline: (who: string, request: string) =>
        `${who} looked at the alteration of ${request}: it goes on as it is on record.`,
      next: 'It is no longer frozen. What somebody had altered counts for nothing. The deadline and the window are as they were; if it still waits for a decision, it can be decided on again.',
    },
    End_request: {
      subject: 'Ended after an alteration',
      headline: (who: string, request: string) =>
        `${who} looked at the alteration of ${request} and ended the request.`,
      next: 'Nothing is authorized. The reason stands on the record.',
    },
    subject: (what: string, caseNumber: string, request: string) => `${what}: case ${caseNumber}, ${request}`,
    at: 'Looked at',
    by: 'Looked at by',
  },
  inPlace: {
    title: (who: string) => `You are asked for ${who}, too`,
    text: (who: string, role: string, until: string) =>
      `${who} (${role}) is away until ${until} and lets you decide meanwhile. What you sign says so and counts as one person.`,
    signedAt: (at: string, entry: number | null) =>
      `Signed ${at}${entry === null ? '' : `, entry ${entry} of the ledger`}.`,
    bySignature: 'It was signed before entries were kept with it.',
  },
  delegation: {
    given: {
      subject: (who: string) => `You decide for ${who}`,
      headline: (who: string) => `${who} is away and lets you decide in the meantime.`,
      next: 'You are asked beside the others, at the level of who is away. Your signature fills that role, too, and counts as one person. You cannot hand it on.',
    },
    ended: {
      subject: (who: string) => `You no longer decide for ${who}`,
      headline: (who: string) => `${who} has ended the delegation.`,
      next: 'What you have signed stays. From now on you decide in your own name alone.',
    },
    role: 'Role',
    from: 'From',
    until: 'Until',
    means: 'What this means for you',
    open: 'See what waits',
    footer: (org: string) => `Sent by Countersign for ${org}. A decision needs your passkey.`,
  },
  question: {
    subject: (caseNumber: string, request: string, deadline: string) =>
      `Question about case ${caseNumber}, ${request}: please answer before ${deadline}`,
    headline: (request: string) => `A contact wants to know more before deciding on ${request}.`,
    expires: 'Expires at',
    deadline: 'The deadline does not wait',
    deadlineText: 'It runs on while the question is open. Without a decision by then the request expires.',
    answer: 'Read and answer in Salesforce',
  },
  refused: {
    subject: (caseNumber: string, request: string) => `Refused by policy: case ${caseNumber}, ${request}`,
    headline: (request: string, org: string) =>
      `${request} was refused by the policy of ${org}. No contact was asked.`,
    reasons: 'Rules that are not met',
    at: 'Refused at',
    next: 'What you can do',
    nextText: 'Raise a new request in which this is put right. The refused one stays on record as it is.',
    open: 'Open the request in Salesforce',
  },
  requesterFooter: (org: string) => `Sent by Countersign for ${org}, because you raised the request.`,
  invitation: {
    subject: (org: string) => `You decide on outside access to ${org}: set up your passkey`,
    headline: (name: string, org: string) => `${name}, you are named to decide on outside access to ${org}.`,
    text: (role: string) =>
      `Your organization put you on its sealed list of contacts as ${role}. When Salesforce Support or a publisher asks to log in as one of your users, you approve or deny it. You sign with a passkey: your device's fingerprint, face or PIN. There is no password.`,
    action: 'Set up your passkey',
    until: 'Works once, until',
    place: 'The page must be at',
    before: 'Before you follow the link',
    steps: (origin: string) => [
      'Ask the colleague who told you about this role, by a number you already have, whether this invitation is theirs.',
      `Look at the address of the page: it begins with ${origin} and nothing else.`,
      'Not expected? Do nothing. Without you the link does nothing, and it ends by itself.',
    ],
    footer: (org: string) =>
      `Sent by Countersign for ${org}, because you are on its list of authorization contacts.`,
  },
  grant: {
    publisher: 'the publisher of the package',
    subject: (caseNumber: string) => `Please grant login access for support case ${caseNumber}`,
    headline: (name: string, to: string, caseNumber: string) =>
      `${name}, please let ${to} log in as you for support case ${caseNumber}.`,
    text: (requester: string, approvers: string) =>
      `${requester} asked for this and ${approvers} approved it. Only you can grant it, and only you can take it back.`,
    phraseText: (requester: string) =>
      `Ask ${requester} for it if you are in doubt: they see the same phrase.`,
    steps: 'How to grant it',
    open: 'In Salesforce open your picture › Settings › My Personal Information › Grant Account Login Access.',
    address: (url: string) => ` Its address in your org: ${url}`,
    choose: (to: string, duration: string) => `In the row "${to}" choose exactly "${duration}", then Save.`,
    ends: (date: string) =>
      `That grant ends by itself on ${date}. When the work is done you are asked to take it back sooner.`,
    who: 'Who logs in',
    askedBy: 'Asked by',
    approvedBy: 'Approved by',
    from: 'Approved from',
    until: 'Approved until',
    noPassword: 'No password',
    noPasswordText:
      'Nobody asks for your password, neither in this mail nor on the phone nor on the page behind it. If somebody does, tell your security team.',
    decline: 'I do not want this: decline with a reason',
    footer: (org: string) => `Sent by Countersign for ${org}, because the access asked for is to your user.`,
  },
  revoke: {
    subject: (caseNumber: string) => `Please take back login access: support case ${caseNumber}`,
    headline: (name: string, to: string) => `${name}, please take back the login access you gave to ${to}.`,
    why: {
      revoked: 'The authorization was revoked.',
      'window ended': 'The approved time is over, the work should be done.',
    },
    text: (why: string, until: string) =>
      `${why} Your grant can still be used until ${until}, because the platform counts whole days. Only you can end it sooner.`,
    phraseText: 'The same as in the first mail.',
    steps: 'How to take it back',
    choose: (to: string) => `In the row "${to}" choose "--No Access--", then Save.`,
    footer: (org: string) => `Sent by Countersign for ${org}, because the grant is yours.`,
  },
  drill: {
    label: `${DRILL_LABEL}: nothing is asked for`,
    labelText:
      'This is a drill. There is no support case and no request, and whatever you answer authorizes nothing.',
    subject: (drill: string, until: string) => `${DRILL_LABEL}: ${drill}, answer by ${until}`,
    reminder: (drill: string, until: string) =>
      `${DRILL_LABEL}: ${drill}, reminder, half of the time has passed, answer by ${until}`,
    headline: (drill: string, org: string) =>
      `${DRILL_LABEL} ${drill}: please answer as you would a request to log in to ${org}.`,
    phrase: 'Check phrase of the drill',
    phraseText: 'The page of the drill shows the same phrase.',
    name: 'Drill',
    until: 'Answer by',
    note: 'Note',
    open: 'Open the drill',
    steps: 'What to do',
    toDo: (origin: string, drill: string) => [
      `Open the drill with the link above; or open ${origin} yourself, from your bookmark, and sign in with your passkey.`,
      `It stands in your inbox as ${drill}, marked as a drill. Compare the check phrase.`,
      'Say whether you would approve or deny, with a reason, and sign it with your passkey.',
    ],
    measured: 'What is measured',
    measuredText:
      'Which message reached you when, when you opened the page, and when you answered. It is kept as training evidence.',
    ended: (drill: string) => `${DRILL_LABEL}: ${drill} has ended`,
    started: 'Began at',
    endedAt: 'Ended at',
    result: 'See the result',
    answered: (drill: string, count: string, asked: string) =>
      `Drill ${drill} has ended: ${count} of ${asked} answered`,
    stopped: (by: string) => (drill: string, count: string, asked: string) =>
      `Drill ${drill} was stopped before its time by ${by}: ${count} of ${asked} had answered`,
    first: (time: string) => `the first after ${time}`,
    silent: (names: string) => `no answer came from ${names}`,
    footer: (org: string) =>
      `${DRILL_LABEL}. Sent by Countersign for ${org}, because you are on its list of authorization contacts.`,
  },
  finding: {
    severities: { Critical: 'Critical', Warning: 'Warning', Notice: 'Notice' },
    severity: 'Severity',
    at: 'Found at',
    next: 'What to do now',
    open: 'Open the finding in Salesforce',
    footer: (org: string) =>
      `Sent by Countersign for ${org}. Findings are made from what can be observed; a gap in a source is listed with its coverage.`,
  },
};
