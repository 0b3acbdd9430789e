/** The two requests of the settings page: show it, save it. */
import { z } from 'zod';
import type { AbsoluteRoute, ApiRequest, ApiResponse } from '../../api/route.ts';
import { OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import { ownOrigin } from '../chrome/origin.ts';
import { chooseAccess, DURATIONS, GRANTEES, readAccess, type Outcome } from './login-access.ts';
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
  return settingsPage({ user, access: await readAccess(org, user.userId), message }, status);
}

async function save(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  ownOrigin(request);
  const form = Form.parse(request.body ?? {});
  const changed = GRANTEES.filter((grantee) => form[fieldName(grantee)] !== form[shownName(grantee)]);
  const choices = changed.map((grantee) => ({ grantee, choice: Choice.safeParse(form[fieldName(grantee)]) }));
  const odd = choices.find(({ choice }) => !choice.success);
  if (odd) {
    const text = `Choose one of the durations for ${odd.grantee.label}, then save again. Nothing was saved.`;
    return render(org, request.session, { tone: 'error', text }, 400);
  }
  try {
    const { userId } = request.session.user;
    const outcomes = await org.transaction(async (tx) => {
      const done: Outcome[] = [];
      for (const { grantee, choice } of choices)
        if (choice.success) done.push(await chooseAccess(tx, userId, grantee, choice.data));
      return done;
    });
    const result = outcomes.some((outcome) => outcome !== 'unchanged') ? 'saved' : 'unchanged';
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
