/** The two requests of the settings page: show it, save it. */
import { z } from 'zod';
import type { AbsoluteRoute, ApiRequest, ApiResponse } from '../../api/route.ts';
import { OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import { ownOrigin } from '../../api/origin.ts';
import { chooseAccess, DURATIONS, offeredTo, readAccess, type Outcome } from './login-access.ts';
import { fieldName, SETTINGS_PATH, settingsPage, shownName, type SettingsState } from './page.ts';

const Choice = z.enum(DURATIONS);
const Form = z.record(z.string(), z.unknown());

const MESSAGES = {
  saved: { tone: 'success', text: 'Your changes are saved.' },
  unchanged: { tone: 'info', text: 'Nothing was changed, so nothing was saved.' },
} as const;

async function show(org: Engine, { session, query }: ApiRequest): Promise<ApiResponse> {
  const result = z.enum(['saved', 'unchanged']).safeParse(query.get('result'));
  return render(org, session, result.success ? MESSAGES[result.data] : null);
}

async function render(
  org: Engine,
  { user }: ApiRequest['session'],
  message: SettingsState['message'],
  status = 200,
): Promise<ApiResponse> {
  const offered = (await offeredTo(org, user)).map(({ kind }) => kind);
  const access = (await readAccess(org, user.userId)).filter(({ grantee }) => offered.includes(grantee.kind));
  return settingsPage({ user, access, message }, status);
}

async function save(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  ownOrigin(request);
  const form = Form.parse(request.body ?? {});
  const { user } = request.session;
  // What the policies do not offer is not in the form; sent all the same, it is not taken.
  const changed = (await offeredTo(org, user)).filter(
    (grantee) => form[fieldName(grantee)] !== form[shownName(grantee)],
  );
  const choices = changed.map((grantee) => ({ grantee, choice: Choice.safeParse(form[fieldName(grantee)]) }));
  const odd = choices.find(({ choice }) => !choice.success);
  if (odd) {
    const text = `Choose one of the durations for ${odd.grantee.label}, then save again. Nothing was saved.`;
    return render(org, request.session, { tone: 'error', text }, 400);
  }
  try {
    const outcomes = await org.transaction(async (tx) => {
      const done: { outcome: Outcome; kind: string; duration: string }[] = [];
      for (const { grantee, choice } of choices) {
        if (!choice.success) continue;
        const outcome = await chooseAccess(tx, user.userId, grantee, choice.data);
        done.push({ outcome, kind: grantee.kind, duration: choice.data });
      }
      return done.filter((one) => one.outcome !== 'unchanged');
    });
    // In the words of the simulator's order, which does the same.
    for (const { kind, duration } of outcomes) {
      const chosen = duration === '--No Access--' ? 'none' : duration.toLowerCase();
      const body = { username: user.username, to: kind, duration: chosen };
      org.journal.note({ kind: 'order', order: 'grant', body, made: null });
    }
    const result = outcomes.length > 0 ? 'saved' : 'unchanged';
    return { status: 303, headers: { location: `${SETTINGS_PATH}?result=${result}` } };
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    return render(org, request.session, { tone: 'error', text: `Not saved: ${error.message}` }, error.status);
  }
}

export const absoluteRoutes: readonly AbsoluteRoute[] = [
  { method: 'GET', pattern: SETTINGS_PATH, access: 'page', handle: show },
  { method: 'POST', pattern: SETTINGS_PATH, access: 'page', handle: save },
];
