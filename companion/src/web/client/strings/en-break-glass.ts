/** English words of break-glass: a window that an emergency opened without any approval. */
export const enBreakGlass = {
  badge: 'BREAK-GLASS',
  title: 'Break-glass: nobody approved this',
  lead: (requester: string) =>
    `${requester} declared an emergency, and the signed policy opened a window at once. Every contact was told. Any contact can revoke it while it is open.`,
  refused: (requester: string) => `${requester} declared an emergency. Nothing was opened by it.`,
  reason: 'Reason given',
  window: 'Open',
  reviewDue: 'Review due',
  reviewed: 'Review',
  review: {
    due: 'Nobody has reviewed it yet.',
    overdue: 'Nobody has reviewed it in time.',
    Justified: (by: string, time: string) => `${by} reviewed it, ${time}: justified.`,
    Not_justified: (by: string, time: string) => `${by} reviewed it, ${time}: not justified.`,
  },
  link: 'Read what happened, and review it',
  nobody: 'Nobody: break-glass',
  grantLead: (requester: string) =>
    `${requester} asked for this as an emergency. Nobody approved it, and every authorization contact was told. Only you can grant it, and only you can take it back. If you are in doubt, decline.`,
  overridden: 'Not passed, overridden by break-glass',
  heading: 'Review of a break-glass window',
  actLead:
    'A window was opened without any approval. Read who, why, as whom and what was seen, and speak with the requester. Then say whether it was an emergency. The mark stays on the request either way; what the sources could not show is not here.',
  choices: { Justified: 'Justified: it was an emergency', Not_justified: 'Not justified' } as Readonly<
    Record<string, string>
  >,
  shown: {
    request: 'Request',
    caseNumber: 'Support case',
    opened: 'Ledger entry of the opening',
    requester: 'Raised by',
    targetUser: 'Logged in as',
    requestingParty: 'Who logs in',
    incidentType: 'Kind of incident',
    dataViewed: 'Customer data viewed',
    breakGlassReason: 'Reason for break-glass',
    purpose: 'Purpose',
    necessity: 'Why it is necessary',
    windowStart: 'Open from',
    windowEnd: 'Open until',
    endedAs: 'How it ended',
    revokedAt: 'Revoked at',
    overridden: 'Rules that were overridden',
    seen: 'Log-ins seen',
  } as Readonly<Record<string, string>>,
  seenLabel: (number: number) => `Log-in ${number}`,
  seenText: (from: string, until: string | null, actor: string, verdict: string) =>
    `${from} to ${until ?? 'no end seen yet'}: ${actor}, ${verdict}`,
  provisional: 'not final yet',
};
