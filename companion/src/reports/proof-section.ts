/** How a reader can check the report, and with which keys. */
import { groups, type Markup, markup, table } from './markup.ts';
import { localTime } from './period.ts';
import type { AuditReport, ReportedKey } from './report.ts';
import { ruleChangeTable } from './rule-changes.ts';

type Time = (at: string) => Markup;

export const proof = (report: AuditReport): Markup => {
  const { keys, founding, checkpoint, withheld, period } = report;
  const time: Time = (at) => markup`<span class="time">${localTime(at, period.timeZone)}</span>`;
  return markup`<h2>How to check this report</h2><p>The bundle of this report holds the ledger, its signed checkpoint and <code>verify.mjs</code>. Run <code>node verify.mjs</code> in its folder, on a machine without a network if you like: it checks each signature and derives each verdict anew. With <code>--trust-keys FILE</code> it also tells whether each key is one that you know, in the hands that you know. ${
    withheld === 0 ? 'No personal value is withheld here.' : `${withheld} personal values are withheld here.`
  }</p>${keyTable(keys, time)}${table(
    'Signatures under the founding roster: nobody stands above it, so its members sign it themselves',
    [
      { title: 'Contact', cell: ({ contact }) => contact },
      { title: 'Signed', cell: ({ signedAt }) => (signedAt === null ? 'not yet' : time(signedAt)) },
    ],
    founding,
    'The founding roster is not sealed yet.',
  )}${ruleChangeTable(report)}<h3>Checkpoint of the ledger, ${checkpoint.size} entries</h3><pre>${checkpoint.note}</pre>`;
};

function keyTable(keys: readonly ReportedKey[], time: Time): Markup {
  return table(
    'Keys of the contacts; compare the fingerprints with those printed at enrolment',
    [
      {
        title: 'Contact',
        cell: ({ contact, contactId }) => markup`${contact}<br><code>${contactId}</code>`,
      },
      { title: 'Enrolled', cell: ({ enrolledAt }) => time(enrolledAt) },
      { title: 'Vouched for', cell: (key) => vouching(key, time) },
      {
        title: 'Fingerprint (SHA-256)',
        cell: ({ fingerprint }) => markup`<code>${groups(fingerprint)}</code>`,
      },
    ],
    keys,
    'Nobody has enrolled a passkey.',
  );
}

function vouching({ vouchedBy, vouchedAt, revokedAt }: ReportedKey, time: Time): Markup {
  const by =
    vouchedBy === null
      ? 'by nobody: it never signed'
      : vouchedBy === 'founding'
        ? 'founding roster, by nobody'
        : vouchedBy === 'older key'
          ? 'by an older key of the same contact'
          : `by ${vouchedBy}`;
  return markup`${by}${vouchedAt === null ? '' : markup`<br>${time(vouchedAt)}`}${revokedAt === null ? '' : markup`<br>revoked ${time(revokedAt)}`}`;
}
