/** The environment in which the sf CLI runs: at home in this checkout, quiet, and in touch with nothing but its orgs. */

/** What the CLI may not do by itself: report, ask for newer versions, update itself, look up names of hosts. */
const SETTINGS = {
  SF_DISABLE_TELEMETRY: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_DISABLE_AUTOUPDATE: 'true',
  SF_DISABLE_DNS_CHECK: 'true',
  // Else `org open` makes up a host name of Salesforce from ours, waits for it, and fails over our port.
  SF_DOMAIN_RETRY: '0',
  // The system's keychain would ask its user; the file of the CLI lies in its home.
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  SF_ORG_METADATA_REST_DEPLOY: 'true',
  SF_ORG_CAPITALIZE_RECORD_TYPES: 'true',
  // Progress as lines of text instead of frames that are drawn over.
  CI: 'true',
  NODE_OPTIONS: '--no-deprecation',
};

/** `home` = folder for what the CLI remembers (log-ins, keys, caches). */
export function cliEnvironment(home: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SF|SFDX|XDG)_/.test(name) || name === 'SF_ACCESS_TOKEN' || name === 'SF_LOG_LEVEL',
  );
  return { ...Object.fromEntries(inherited), ...SETTINGS, HOME: home, USERPROFILE: home };
}
