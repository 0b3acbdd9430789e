/** The companion's API as functions. Every failure is a {@link Failure} that a page can show with its next step. */
import type { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { ActSnapshot } from '../../core/acts.ts';
import type { SignedDecision, Snapshot } from '../../core/statement.ts';
import type {
  AbsenceView,
  ActReceipt,
  AssertionInput,
  BoundsInput,
  DecisionResult,
  DrillsView,
  DrillView,
  ExtendInput,
  GrantorView,
  HistoryView,
  InboxView,
  InvitationView,
  MeView,
  OpenAct,
  PasskeyView,
  RosterView,
  VersionDetail,
  VersionsView,
  RegistrationInput,
  RequestView,
  SignActInput,
} from '../ports.ts';
import { language, strings } from './strings.ts';

/** What went wrong in words for a person. `code` is of the server's closed list, or `offline`, or of the passkey prompt. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: string;
  readonly title: string;
  readonly next: string;
  /** The number under which the server's log has it. */
  readonly instance: string | null;

  constructor(problem: { code: string; title: string; detail: string; next: string; instance?: string }) {
    super(problem.detail);
    this.code = problem.code;
    this.title = problem.title;
    this.next = problem.next;
    this.instance = problem.instance ?? null;
  }
}

export interface StartedDecision {
  snapshot: Snapshot;
  credentials: { id: string; transports: string[] }[];
}

export interface StartedAct {
  snapshot: ActSnapshot;
  credentials: { id: string; transports: string[] }[];
}

export interface SignedDecisionInput {
  nonce: string;
  decision: SignedDecision;
  reason: string;
  window: BoundsInput | null;
  digest: string;
  assertion: AssertionInput;
}

const at = (org: string, id: string) => `/requests/${encodeURIComponent(org)}/${encodeURIComponent(id)}`;
const token = (value: string) => encodeURIComponent(value);

export const api = {
  me: (signal?: AbortSignal) => call<MeView>('GET', '/me', undefined, signal),
  signInOptions: () => call<SignInOptions>('POST', '/sign-in/options'),
  signIn: (assertion: unknown) => call<MeView>('POST', '/sign-in/verify', assertion),
  signInWays: () => call<{ idp: { name: string } | null }>('GET', '/sign-in/ways'),
  signInByIdp: (to: string | null) => call<{ url: string }>('POST', '/sign-in/idp', { to }),
  /** @returns where to sign out at the company's identity provider, too; null when there is nothing to do there */
  signOut: () => call<{ url: string } | null>('POST', '/sign-out'),
  invitation: (value: string) => call<InvitationView>('GET', `/invitations/${token(value)}`),
  enrolOptions: (value: string) => call<EnrolOptions>('POST', `/invitations/${token(value)}/options`),
  enrol: (value: string, registration: RegistrationInput) =>
    call<{ fingerprint: string; waits: boolean; signAt: string | null }>(
      'POST',
      `/invitations/${token(value)}/verify`,
      registration,
    ),
  inbox: (signal?: AbortSignal) => call<InboxView>('GET', '/inbox', undefined, signal),
  history: (query: Record<string, string>, signal?: AbortSignal) =>
    call<HistoryView>('GET', `/history?${new URLSearchParams(query).toString()}`, undefined, signal),
  request: (org: string, id: string, signal?: AbortSignal) =>
    call<RequestView>('GET', at(org, id), undefined, signal),
  start: (org: string, id: string, locale: string) =>
    call<StartedDecision>('POST', `${at(org, id)}/start`, { locale }),
  extend: (org: string, id: string, input: ExtendInput) =>
    call<{ id: string }>('POST', `${at(org, id)}/extend`, input),
  decide: (org: string, id: string, input: SignedDecisionInput) =>
    call<DecisionResult>('POST', `${at(org, id)}/decide`, input),
  acts: (signal?: AbortSignal) => call<{ items: OpenAct[] }>('GET', '/acts', undefined, signal),
  startAct: (type: string, subject: string, locale: string, signal?: AbortSignal) =>
    call<StartedAct>('POST', '/acts/start', { type, subject, locale }, signal),
  signAct: (input: SignActInput) => call<ActReceipt>('POST', '/acts/sign', input),
  drills: (signal?: AbortSignal) => call<DrillsView>('GET', '/drills', undefined, signal),
  drill: (org: string, id: string, signal?: AbortSignal) =>
    call<DrillView>('GET', `/drills/${token(org)}/${token(id)}`, undefined, signal),
  stopDrill: (org: string, id: string) => call<DrillView>('POST', `/drills/${token(org)}/${token(id)}/stop`),
  devices: () => call<{ publicKey: string; count: number }>('GET', '/devices'),
  addDevice: (device: { endpoint: string; p256dh: string; auth: string }) =>
    call<null>('POST', '/devices', device),
  removeDevice: (endpoint: string) => call<null>('POST', '/devices/remove', { endpoint }),
  roster: (signal?: AbortSignal) => call<RosterView>('GET', '/roster', undefined, signal),
  rosterVersions: (before: number | null, signal?: AbortSignal) =>
    call<VersionsView>(
      'GET',
      `/roster/versions${before === null ? '' : `?before=${before}`}`,
      undefined,
      signal,
    ),
  rosterVersion: (version: string, signal?: AbortSignal) =>
    call<VersionDetail>('GET', `/roster/versions/${token(version)}`, undefined, signal),
  absences: (signal?: AbortSignal) => call<{ items: AbsenceView[] }>('GET', '/absences', undefined, signal),
  setAbsence: (first: string, last: string) => call<AbsenceView>('POST', '/absences', { first, last }),
  withdrawAbsence: (id: string) => call<null>('POST', `/absences/${token(id)}/withdraw`),
  passkeys: (signal?: AbortSignal) => call<{ items: PasskeyView[] }>('GET', '/passkeys', undefined, signal),
  beginMoving: () => call<{ url: string }>('POST', '/moving'),
  addPasskeyOptions: () => call<EnrolOptions>('POST', '/passkeys/options'),
  addPasskey: (name: string, registration: RegistrationInput) =>
    call<PasskeyView>('POST', '/passkeys/add', { name, registration }),
  renamePasskey: (subject: string, name: string) =>
    call<PasskeyView>('POST', `/passkeys/${token(subject)}/name`, { name }),
  grant: (value: string) => call<GrantorView>('GET', `/grants/${token(value)}`),
  decline: (value: string, reason: string) =>
    call<GrantorView>('POST', `/grants/${token(value)}/decline`, { reason }),
};

type SignInOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type EnrolOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

async function call<Answer>(
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': language(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure({ code: 'offline', ...strings.problems.offline });
  }
  if (response.status === 204) return null as Answer;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer as Answer;
  throw failureOf(answer);
}

function failureOf(answer: unknown): Failure {
  if (typeof answer === 'object' && answer !== null && 'code' in answer && 'next' in answer) {
    const { code, title, detail, next, instance } = answer as Record<string, unknown>;
    return new Failure({
      code: String(code),
      title: String(title),
      detail: String(detail),
      next: String(next),
      instance: String(instance).replace('urn:uuid:', ''),
    });
  }
  return new Failure({ code: 'unavailable', ...strings.problems.unreadable });
}
