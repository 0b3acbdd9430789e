/** Setup › Login History: the newest logins, and all of six months as a file. */
import type { Handler } from '../../api/route.ts';
import type { Engine, SRecord, UserContext } from '../../state/engine.ts';
import { html } from '../chrome/html.ts';
import { csv, instantOf, LOGIN_HISTORY, momentFormat, setupPage, table, text } from './frame.ts';

const SHOWN = 50;

/** Column and field; the page leaves out what is of use in the file only. */
const COLUMNS: readonly (readonly [column: string, field: string, onPage: boolean])[] = [
  ['Source IP', 'SourceIp', true],
  ['Login Type', 'LoginType', true],
  ['Status', 'Status', true],
  ['Browser', 'Browser', true],
  ['Platform', 'Platform', true],
  ['Application', 'Application', true],
  ['Client Version', 'ClientVersion', false],
  ['API Type', 'ApiType', false],
  ['API Version', 'ApiVersion', false],
  ['Login URL', 'LoginUrl', false],
  ['Country Code', 'CountryIso', false],
  ['TLS Protocol', 'TlsProtocol', false],
  ['TLS Cipher Suite', 'CipherSuite', false],
];

/** Logins, newest first, each with the username, to which the object has no way of its own. */
async function read(
  org: Engine,
  user: UserContext,
  limit: string,
): Promise<{ username: string; record: SRecord }[]> {
  const fields = ['UserId', 'LoginTime', ...COLUMNS.map(([, field]) => field)].join(', ');
  const soql = `SELECT ${fields} FROM LoginHistory ORDER BY LoginTime DESC, Id DESC${limit}`;
  const { records } = await org.query(user, soql);
  const users = await org.platform.query(
    'SELECT Id, Username FROM User WHERE Id IN (SELECT UserId FROM LoginHistory)',
  );
  const names = new Map(users.records.map(({ Id, Username }) => [text(Id), text(Username)]));
  return records.map((record) => ({ username: names.get(text(record['UserId'])) ?? '', record }));
}

/** The page. */
export const showLoginHistory: Handler = async (org, { session: { user } }) => {
  const shown = COLUMNS.filter(([, , onPage]) => onPage);
  const when = momentFormat(user);
  const rows = (await read(org, user, ` LIMIT ${SHOWN}`)).map(({ username, record }) => [
    username,
    html`<time datetime="${instantOf(record['LoginTime']).toString()}">${when(record['LoginTime'])}</time>`,
    ...shown.map(([, field]) => text(record[field])),
  ]);
  const columns = ['Username', 'Login Time', ...shown.map(([column]) => column)];
  const body = html`<p class="faces-lead">
      The last ${SHOWN} logins, in your time zone, ${user.timeZone}. Logins of support staff and
      administrators as another user are not among them: see the
      <a href="/lightning/setup/SecurityEvents/home">audit trail</a>.
    </p>
    <section class="faces-card" aria-labelledby="rows-title">
      <h2 id="rows-title">Newest logins</h2>
      ${table('Login history', columns, rows, 'Nobody has logged in yet.')}
      <div class="faces-actions">
        <a class="slds-button slds-button_neutral" href="/lightning/setup/OrgLoginHistory/csv" download>
          Download the last six months (Excel .csv file)
        </a>
      </div>
    </section>`;
  return setupPage(LOGIN_HISTORY, user, body);
};

/** The file, newest first. */
export const downloadLoginHistory: Handler = async (org, { session: { user } }) => {
  const when = momentFormat(user);
  const lines = (await read(org, user, '')).map(({ username, record }) => [
    username,
    when(record['LoginTime']),
    ...COLUMNS.map(([, field]) => text(record[field])),
  ]);
  const columns = ['Username', 'Login Time', ...COLUMNS.map(([column]) => column)];
  return csv(`LoginHistory${org.clock.now().epochMilliseconds}.csv`, [columns, ...lines]);
};
