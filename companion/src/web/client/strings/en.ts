/** English. Words never used as claims: what is not observable is never promised. */
import { enAccount } from './en-account.ts';
import { enDrills } from './en-drills.ts';
import { enExtension } from './en-extension.ts';
import { enHistory } from './en-history.ts';
import { enActs } from './en-acts.ts';
import { enAnswers } from './en-answers.ts';
import { enBreakGlass } from './en-break-glass.ts';
import { enFreeze } from './en-freeze.ts';
import { enEvidence, enGates, enLabels } from './en-labels.ts';
import { enMoving } from './en-moving.ts';
import { enProfile } from './en-profile.ts';
import { enRosterVersions } from './en-roster-versions.ts';
import { enRequest } from './en-request.ts';
import { enSigning } from './en-signing.ts';

export const en = {
  profile: enProfile,
  rosterVersions: enRosterVersions,
  moving: enMoving,
  breakGlass: enBreakGlass,
  freeze: enFreeze,
  app: {
    name: 'Countersign',
    skip: 'Skip to the content',
    inbox: 'Inbox',
    signOut: 'Sign out',
    signedInAs: (name: string, org: string) => `${name}, ${org}`,
    navigation: 'Main navigation',
    loading: 'Loading…',
    stillLoading: 'Still loading. The connection may be slow; nothing is lost.',
    offline: 'This device is offline. What you see may be out of date; what you type is kept.',
    online: 'Connected again.',
    backToInbox: 'Inbox',
    copy: 'Copy',
    copied: 'Copied',
    copyRefused: 'Not allowed here: select it and copy it yourself',
    print: 'Print',
    tryAgain: 'Try again',
    to: 'to',
    units: { days: 'd', hours: 'h', minutes: 'min', seconds: 's' },
  },
  problems: {
    number: (id: string) => `Number of this problem: ${id}`,
    next: 'What you can do',
    offline: {
      title: 'No connection to Countersign',
      detail: 'The answer did not come. What you wrote is kept on this page.',
      next: 'Look whether this device is online, then try again.',
    },
    unreadable: {
      title: 'Countersign did not answer in order',
      detail: 'Something between this device and Countersign answered instead. What you wrote is kept.',
      next: 'Try again in a minute.',
    },
    passkeyClosed: {
      title: 'Nothing was signed',
      detail: 'The passkey prompt was closed, or it took too long.',
      next: 'Try again when you are ready. Nothing was sent and what you wrote is kept.',
    },
    passkeyKnown: {
      title: 'This device already holds your passkey',
      detail: 'A passkey for you was made here before.',
      next: 'Sign in with it.',
    },
    passkeyPlace: {
      title: 'Passkeys do not work at this address',
      detail: 'A passkey belongs to one address, and this is not the one.',
      next: 'Open Countersign at the address that stands in your invitation.',
    },
    unsupported: {
      title: 'This browser cannot use passkeys',
      detail: 'Countersign has no passwords: it needs a browser and a device with passkeys.',
      next: 'Open the same link on an up-to-date phone or computer.',
    },
    companyRefused: {
      title: 'The company account was not accepted',
      detail: 'It belongs to no contact here, or the answer was not for this sign-in. Nothing was changed.',
      next: 'Sign in with your passkey, or ask the operator which account belongs to you here.',
    },
    companyAway: {
      title: 'Your company’s sign-in cannot be reached',
      detail: 'The provider did not answer.',
      next: 'Sign in with your passkey, or try again in a minute.',
    },
    notHere: {
      title: 'There is nothing at this address',
      detail: 'The address is wrong, or what it names is not for you.',
      next: 'Open the inbox and choose the request there.',
    },
  },
  signIn: {
    title: 'Sign in',
    lead: 'Countersign knows you by your passkey: the fingerprint, face or PIN of your device. There is no password.',
    button: 'Sign in with your passkey',
    working: 'Waiting for your passkey…',
    company: (name: string) => `Sign in with your company account (${name})`,
    companyText: 'It lets you in to read. Each decision still takes your passkey.',
    companyWorking: 'Going to your company’s sign-in…',
    help: 'No passkey on this device?',
    helpText:
      'Choose “use a phone or security key” in the prompt, or ask the operator of Countersign for a new invitation.',
    arriving: 'Sign in, and the page that you asked for opens.',
    returning: 'You were signed out. Sign in to go on; what you wrote is kept.',
  },
  enrol: {
    title: (org: string) => `You decide on outside access to ${org}`,
    greeting: (name: string) => `${name}, this page makes you an authorization contact.`,
    becomingTitle: 'What you are becoming',
    becoming: (role: string, org: string) =>
      `As ${role} of ${org} you are asked when Salesforce Support or a publisher wants to log in as one of your users. You approve or deny, with a reason, and you sign it.`,
    becomingPoints: [
      'Your answer counts as your signature. It is kept, and an auditor can check it without trusting this server.',
      'Nobody approves for you, and silence never approves.',
      'You are asked by mail. A mail never decides anything: only your passkey does.',
    ],
    passkeyTitle: 'What a passkey is',
    passkey: [
      'A key that your device keeps for this one address. It opens with your fingerprint, face or PIN.',
      'Nothing secret leaves your device, and there is nothing that you could type into a wrong page.',
      'Device lost? Ask for a new invitation; the old key stays on record for what it signed.',
    ],
    facts: {
      name: 'Name',
      address: 'Mail address',
      role: 'Role',
      org: 'Organization',
      place: 'Address of this page',
    },
    validUntil: (time: string) => `This invitation works once, until ${time}.`,
    button: 'Create my passkey',
    working: 'Follow the prompt of your device…',
    doneTitle: 'Your passkey is ready',
    doneLead:
      'This is its fingerprint. Please keep it: print it, or note it where you keep important things.',
    doneWhy:
      'With it anybody can tell later that a signature is yours, without trusting this server. It is no secret.',
    fingerprint: 'Fingerprint of your key',
    doneNext: 'Now try it: sign in with the passkey you just made.',
  },
  inbox: {
    title: 'Inbox',
    waiting: 'Waiting for you',
    settled: 'Other requests',
    waitingCount: (count: number) =>
      count === 1 ? '1 request waits for you' : `${count} requests wait for you`,
    ask: (party: string, user: string) => `${party} asks to log in as ${user}`,
    caseNumber: (number: string) => `Case ${number}`,
    quietTitle: 'All is quiet',
    quiet: 'No request waits for you. When one comes, you get a mail, and it shows here by itself.',
    checked: (time: string, zoneName: string) => `Last checked at ${time} (${zoneName})`,
    unchecked: 'The Salesforce org has not been read yet.',
    stale: (time: string) =>
      `The Salesforce org has not been read since ${time}. What is shown may be out of date.`,
    left: (time: string) => `${time} left`,
    decideBy: (time: string) => `Decide by ${time}`,
    settledBy: (state: string, by: string, time: string) => `${state} by ${by}, ${time}`,
    settledAt: (state: string, time: string) => `${state}, ${time}`,
    fresh: 'New',
    inPlaceOf: (name: string, until: string) => `For ${name}, too, who is away until ${until}`,
    arrived: (count: number) => `A request came in. ${count} waiting.`,
  },
  labels: enLabels,
  gates: enGates,
  evidence: enEvidence,
  request: enRequest,
  answers: enAnswers,
  signing: enSigning,
  acts: enActs,
  account: enAccount,
  history: enHistory,
  drills: enDrills,
  extension: enExtension,
  grant: {
    title: (party: string) => `${party} asks to log in as you`,
    lead: (requester: string, approvers: string) =>
      `${requester} asked for this, and ${approvers} approved it. Only you can grant it, and only you can take it back.`,
    steps: 'If you want to grant it',
    menu: 'In Salesforce open your picture › Settings › My Personal Information › Grant Account Login Access.',
    open: 'Open that page in your org',
    choose: (duration: string) => `In the row of who asks choose exactly “${duration}”, then Save.`,
    until: (date: string) =>
      `Such a grant ends by itself on ${date}. When the work is done, you are asked to take it back sooner.`,
    noPassword:
      'Nobody asks for your password: not here, not by mail, not by phone. If somebody does, tell your security team.',
    facts: {
      case: 'Support case',
      requester: 'Asked by',
      approvers: 'Approved by',
      purpose: 'Purpose',
      from: 'Approved from',
      until: 'Approved until',
    },
    declineTitle: 'If you do not want it',
    declineText: 'Decline with a reason. Nothing else is needed, and nothing is granted.',
    reason: 'Reason',
    decline: 'Decline',
    declinedTitle: 'You declined',
    declined: 'Nothing was granted. Your reason went to those who asked and approved.',
    grantedTitle: 'You have granted access',
    granted: 'The grant was seen in the org. When the approved time is over, you are asked to take it back.',
    takeBack:
      'You can take it back now: on the page named here choose “--No Access--” in the row of who asked, then Save. Declining here takes nothing back.',
    endedTitle: 'This is over',
    ended:
      'Nothing is left for you to do here. If a grant of yours still stands, take it back on the page named above.',
  },
};
