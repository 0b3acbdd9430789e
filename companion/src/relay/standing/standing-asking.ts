/** Whom the policy in force asks for each kind of request, and when; people by their ids, which the org's own rows name. */
import type { Json } from '../../core/canonical.ts';
import type { AccessPolicy, AccessRule } from '../../core/policy.ts';
import { isAvailable, noticeOnlyContacts, type RosterContact } from '../../core/roster.ts';
import { labelOf } from '../org-rows.ts';

/** A rule in words: `Support escalation`, `Sandbox`, `no data viewed`, `risk high or more`. */
function matchWords({ match }: AccessRule): string[] {
  const { incidentType, environment, dataViewed, riskAtLeast } = match;
  return [
    ...(incidentType === null ? [] : [labelOf(incidentType)]),
    ...(environment === null ? [] : [environment]),
    ...(dataViewed === null ? [] : [dataViewed ? 'data is viewed' : 'no data is viewed']),
    ...(riskAtLeast === null ? [] : [`risk at least ${riskAtLeast.toLowerCase()}`]),
  ];
}

function askingFor(
  label: string | null,
  match: string[],
  terms: Pick<AccessPolicy, 'quorum' | 'rolesRequired' | 'ladder' | 'deadlineMinutes'>,
  contacts: readonly RosterContact[],
): { readonly [name: string]: Json } {
  const able = contacts.filter(isAvailable);
  return {
    rule: label,
    match,
    quorum: terms.quorum,
    roles: terms.rolesRequired.map(labelOf),
    deadlineMinutes: terms.deadlineMinutes,
    ladder: terms.ladder.map(({ level, afterMinutes }) => ({
      level,
      afterMinutes,
      asked: able.filter((contact) => contact.level === level).map(({ id }) => id),
      told: noticeOnlyContacts(contacts, level).map(({ id }) => id),
    })),
  };
}

/** @returns the rules in the order in which they are tried, and last what holds where none fits */
export function askingOf(policy: AccessPolicy, contacts: readonly RosterContact[]): Json {
  const rules = policy.rules.map((rule) =>
    askingFor(rule.label, matchWords(rule), { ...policy, ...rule.terms }, contacts),
  );
  return [...rules, askingFor(null, [], policy, contacts)];
}
