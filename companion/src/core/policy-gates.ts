/** The gates that depend on the policy's rules and on the time: mode, risk, business hours, blackout dates, rate cap. */
import { blackoutEnd, capAt, isWithin, nextWithin } from './calendar.ts';
import type { Gate } from './funnel.ts';
import type { AccessPolicy, BusinessHours } from './policy.ts';
import type { AccessRequest, Mode } from './requests.ts';
import type { Reach } from './risk.ts';
import { termsOf } from './terms.ts';

/** An earlier request as the rate cap counts it. */
export interface EarlierRequest {
  submittedAt: string;
  /** User id. */
  targetUser: string | null;
}

export interface PolicyGateInput {
  request: AccessRequest;
  policy: AccessPolicy;
  /** ISO 8601 with Z. */
  now: string;
  orgEnvironment: string;
  /** In force at the submission; null before the first one. */
  mode: Mode | null;
  reach: Reach;
  earlier: readonly EarlierRequest[];
}

type PolicyGate = Gate<PolicyGateInput>;

const MODES: Readonly<Record<Mode, string>> = {
  Standard: 'Standard access controls: a login grant alone suffices, this approval is the company’s own.',
  Opt_out_enabled: 'Opt-out is enabled: this entry needs its own authorization.',
};

const governanceMode: PolicyGate = {
  name: 'governance_mode',
  evaluate: ({ mode }) => ({ state: 'open', reason: MODES[mode ?? 'Standard'], evidence: mode }),
};

const environmentAgrees: PolicyGate = {
  name: 'environment_agrees',
  evaluate: ({ request: { environment }, orgEnvironment }) =>
    environment === orgEnvironment
      ? { state: 'open', reason: `The request is for this org, which is ${orgEnvironment}.` }
      : {
          state: 'closed',
          reason: `The request says ${environment ?? 'nothing of its environment'}, but this org is ${orgEnvironment}. Raise it in the org that it is for.`,
        },
};

const REACHES: Readonly<Record<Reach, string>> = {
  own_records: 'the user reaches what is shared with the user',
  whole_objects: 'the user reaches every record of some objects, or changes the configuration',
  everything: 'the user reaches every record',
  unknown: 'what the user reaches cannot be read, which counts as every record',
};

const riskRated: PolicyGate = {
  name: 'risk_rated',
  evaluate: ({ request, policy, reach }) => {
    const { risk, rule, quorum } = termsOf(policy, request);
    const label = policy.rules.find(({ name }) => name === rule)?.label;
    const source =
      label === undefined ? 'No rule fits it; the policy itself applies' : `The rule “${label}” applies`;
    return {
      state: 'open',
      reason: `The risk is ${risk.toLowerCase()}: ${REACHES[reach]}. ${source}: ${quorum} to approve.`,
      evidence: { risk, reach, rule },
    };
  },
};

const businessHours: PolicyGate = {
  name: 'business_hours',
  evaluate: ({ request, policy, now }) => {
    const { hours } = termsOf(policy, request);
    if (hours === null) return { state: 'open', reason: 'Requests are taken up at any time.' };
    const at = Temporal.Instant.from(now);
    const evidence = { ...hours, days: [...hours.days] };
    return isWithin(hours, at)
      ? { state: 'open', reason: `It is within the hours ${hoursText(hours)}.`, evidence }
      : {
          state: 'closed',
          reason: `Requests are taken up ${hoursText(hours)}.`,
          until: nextWithin(hours, at).toString(),
          evidence,
        };
  },
};

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `Monday, Tuesday, 08:00 to 18:00 (Europe/Berlin)` */
function hoursText({ days, from, to, zone }: BusinessHours): string {
  return `${days.map((day) => DAY_NAMES[day - 1]).join(', ')}, ${from} to ${to} (${zone})`;
}

const blackoutDates: PolicyGate = {
  name: 'blackout_dates',
  evaluate: ({ request, policy, now }) => {
    const { blackouts, zone } = termsOf(policy, request);
    const end = blackoutEnd(blackouts, zone, Temporal.Instant.from(now));
    if (end === null) return { state: 'open', reason: 'It is no blackout date.' };
    const day = end.toZonedDateTimeISO(zone).toPlainDate().toString();
    return {
      state: 'closed',
      reason: `No request is taken up on a blackout date; the next day is ${day} (${zone}).`,
      until: end.toString(),
    };
  },
};

const rateCap: PolicyGate = {
  name: 'rate_cap',
  evaluate: ({ request, policy, now, earlier }) => {
    const { rateCap: cap } = termsOf(policy, request);
    if (cap === null) return { state: 'open', reason: 'The number of requests is not capped.' };
    const counting = earlier.filter(
      ({ targetUser }) => cap.per === 'Org' || targetUser === request.targetUser?.id,
    );
    const times = counting.map(({ submittedAt }) => Temporal.Instant.from(submittedAt));
    const { counted, until } = capAt(cap, times, Temporal.Instant.from(now));
    const of = cap.per === 'Org' ? 'in this org' : 'for this user';
    const evidence = { counted, cap: cap.count, hours: cap.hours, per: cap.per };
    const reason = `${counted} of ${cap.count} requests ${of} within ${cap.hours} hours.`;
    return until === null
      ? { state: 'open', reason, evidence }
      : { state: 'closed', reason, until: until.toString(), evidence };
  },
};

/** In the order in which people read them. */
export const policyGates: readonly PolicyGate[] = [
  governanceMode,
  environmentAgrees,
  riskRated,
  businessHours,
  blackoutDates,
  rateCap,
];
