/** Setup › View Setup Audit Trail: the newest twenty entries, and all of 180 days as a file. */
import type { Handler } from '../../api/route.ts';
import type { Engine, SRecord, UserContext } from '../../state/engine.ts';
import { html } from '../chrome/html.ts';
import { AUDIT_TRAIL, csv, instantOf, momentFormat, nested, setupPage, table, text } from './frame.ts';

const SHOWN = 20;
const COLUMNS = ['Date', 'User', 'Source Namespace Prefix', 'Action', 'Section', 'Delegate User'];

async function read(org: Engine, user: UserContext, limit: string): Promise<SRecord[]> {
  const fields =
    'CreatedDate, CreatedBy.Username, ResponsibleNamespacePrefix, Display, Section, DelegateUser';
  const soql = `SELECT ${fields} FROM SetupAuditTrail ORDER BY CreatedDate DESC, Id DESC${limit}`;
  return (await org.query(user, soql)).records;
}

function cells(record: SRecord, user: UserContext): string[] {
  return [
    momentFormat(user)(record['CreatedDate']),
    nested(record['CreatedBy'], 'Username'),
    text(record['ResponsibleNamespacePrefix']),
    text(record['Display']),
    text(record['Section']),
    text(record['DelegateUser']),
  ];
}

/** The page. */
export const showAuditTrail: Handler = async (org, { session: { user } }) => {
  const records = await read(org, user, ` LIMIT ${SHOWN}`);
  const rows = records.map((record) => {
    const [date = '', ...rest] = cells(record, user);
    const moment = instantOf(record['CreatedDate']).toString();
    return [html`<time datetime="${moment}">${date}</time>`, ...rest];
  });
  const body = html`<p class="faces-lead">
      The last ${SHOWN} changes made to your organisation, in your time zone, ${user.timeZone}. Download the
      file for the last six months (180 days).
    </p>
    <section class="faces-card" aria-labelledby="rows-title">
      <h2 id="rows-title">Newest entries</h2>
      ${table('Setup audit trail', COLUMNS, rows, 'Nothing has been changed in Setup yet.')}
      <div class="faces-actions">
        <a class="slds-button slds-button_neutral" href="/lightning/setup/SecurityEvents/csv" download>
          Download setup audit trail for last six months (Excel .csv file)
        </a>
      </div>
    </section>`;
  return setupPage(AUDIT_TRAIL, user, body);
};

/** The file: newest first, the action told as its sentence. */
export const downloadAuditTrail: Handler = async (org, { session: { user } }) => {
  const records = await read(org, user, '');
  const name = `SetupAuditTrail${org.clock.now().epochMilliseconds}.csv`;
  return csv(name, [COLUMNS, ...records.map((record) => cells(record, user))]);
};
