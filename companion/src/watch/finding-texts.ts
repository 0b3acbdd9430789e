/** Findings in words: what was seen, what it means, what to do first. No name stands in what goes to the ledger. */
import type { VerdictName } from '../core/verdicts.ts';

interface Text {
  title: (who: string) => string;
  nextStep: string;
}

const ASK_SUPPORT =
  'Ask Salesforce Support, under the case if one is named, who entered and why. If nobody can say, treat it as an incident.';
const ASK_TO_REVOKE =
  'Ask the user to revoke the grant under Settings › Grant Account Login Access; nobody else can.';
const LOOK_AT_BOTH = 'Compare the request with what was seen and decide whether the entry was justified.';

const ACCESS: Partial<Record<VerdictName, Text>> = {
  No_authorization: { title: (who) => `Login as ${who} without any authorization`, nextStep: ASK_SUPPORT },
  Outside_window: { title: (who) => `Login as ${who} outside its window`, nextStep: LOOK_AT_BOTH },
  After_revocation: {
    title: (who) => `Login as ${who} after the authorization was revoked`,
    nextStep: ASK_TO_REVOKE,
  },
  Stayed_after_window: {
    title: (who) => `Session as ${who} went on after its window`,
    nextStep: LOOK_AT_BOTH,
  },
  End_not_seen: {
    title: (who) => `End of the session as ${who} not seen`,
    nextStep: 'See whether the session is still listed, and ask Support when it was left.',
  },
  Wrong_user: {
    title: (who) => `Login as ${who}, but the case is authorized for another user`,
    nextStep: ASK_SUPPORT,
  },
  Wrong_case: {
    title: (who) => `Login as ${who} under a case that was not authorized`,
    nextStep: ASK_SUPPORT,
  },
  Second_actor: {
    title: (who) => `A second person logged in as ${who} on one authorization`,
    nextStep: ASK_SUPPORT,
  },
  Target_ambiguous: {
    title: (who) => `Login as ${who}: several users bear that name`,
    nextStep: 'Find out which of the users was meant; the candidates stand in the evidence.',
  },
  Outside_user: { title: (who) => `Login by the outside user ${who}`, nextStep: LOOK_AT_BOTH },
  Unknown: {
    title: (who) => `Login as ${who} that cannot be judged`,
    nextStep: 'Read the reason: it names what is missing, a source or a moment at the edge of a window.',
  },
};

const GRANT: Partial<Record<VerdictName, Text>> = {
  No_authorization: {
    title: (who) => `${who} granted login access without any authorization`,
    nextStep: ASK_TO_REVOKE,
  },
  Outside_window: { title: (who) => `${who} granted login access after the window`, nextStep: ASK_TO_REVOKE },
  After_revocation: {
    title: (who) => `${who} granted login access after the revocation`,
    nextStep: ASK_TO_REVOKE,
  },
  Granted_before_authorization: {
    title: (who) => `${who} granted login access before the approval`,
    nextStep: LOOK_AT_BOTH,
  },
  Longer_than_window: {
    title: (who) => `${who} granted login access for longer than the window needs`,
    nextStep:
      'Ask the user to choose the shortest duration that covers the window, or to revoke when the work is done.',
  },
  Standing_after_window: {
    title: (who) => `The grant of ${who} still stands after its window`,
    nextStep: ASK_TO_REVOKE,
  },
  Unknown: {
    title: (who) => `A grant of ${who} that cannot be judged`,
    nextStep:
      'See under Setup › Setup Audit Trail and on the user when it was given and until when it lasts.',
  },
};

/** @param who the person's name, or what the evidence calls him */
export function findingText(
  subject: 'access' | 'grant',
  verdict: VerdictName,
  who: string,
): { title: string; nextStep: string } {
  const text = (subject === 'access' ? ACCESS : GRANT)[verdict];
  return text
    ? { title: text.title(who), nextStep: text.nextStep }
    : {
        title: `${subject === 'access' ? 'Login as' : 'Grant of'} ${who}: ${verdict}`,
        nextStep: LOOK_AT_BOTH,
      };
}
