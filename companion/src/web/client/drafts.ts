/** What a contact has typed, kept in this tab until it is signed: a sign-in or a reload in between loses nothing. */
import type { SignedDecision } from '../../core/statement.ts';

export interface Draft {
  decision: SignedDecision | null;
  reason: string;
  minutes: string;
  later: boolean;
  notBefore: string;
  notAfter: string;
}

const key = (org: string, id: string) => `draft:${org}:${id}`;

export function readDraft(org: string, id: string): Draft | null {
  const text = sessionStorage.getItem(key(org, id));
  if (text === null) return null;
  try {
    return JSON.parse(text) as Draft;
  } catch {
    // Written by an older version of this page; the form begins empty.
    return null;
  }
}

export function keepDraft(org: string, id: string, draft: Draft): void {
  sessionStorage.setItem(key(org, id), JSON.stringify(draft));
}

export function dropDraft(org: string, id: string): void {
  sessionStorage.removeItem(key(org, id));
}
