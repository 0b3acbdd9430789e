/** What a person does in the browser when the CLI asks to be let in: logs in as `username` and allows it. */
const [, , start = '', username = ''] = process.argv;

const { origin } = new URL(start);
const toLogin = await fetch(start, { redirect: 'manual' });
const login = new URL(toLogin.headers.get('location') ?? '', origin);
const loggedIn = await fetch(`${origin}/login`, {
  method: 'POST',
  redirect: 'manual',
  body: new URLSearchParams({ username, to: login.searchParams.get('to') ?? '/' }),
});
const headers = { cookie: loggedIn.headers.get('set-cookie')?.split(';')[0] ?? '' };
const asking = await fetch(new URL(loggedIn.headers.get('location') ?? '', origin), { headers });
const form = await asking.text();
const fields = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
  ([, name = '', value = '']) =>
    [name, value.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')] as [string, string],
);
const allowed = await fetch(`${origin}/services/oauth2/authorize`, {
  method: 'POST',
  redirect: 'manual',
  headers,
  body: new URLSearchParams([...fields, ['decision', 'allow']]),
});
// The CLI begins to listen some time after its browser has started.
for (let attempt = 0; attempt < 1000; attempt += 1) {
  try {
    await fetch(allowed.headers.get('location') ?? '');
    break;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
