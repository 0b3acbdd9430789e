/** A person's session in a browser. */

/** Cookie that carries the session; cookies ignore ports, so its name tells whose it is. */
export const SESSION_COOKIE = 'org_sid';

/** The header that signs a browser in. */
export function sessionCookie(token: string): string {
  return `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax`;
}

/** Only a path of this server may be the way back; read as browsers read it, who drop tabs and turn backslashes. */
export function wayBack(path: string | null): string {
  if (!path?.startsWith('/') || !URL.canParse(path, HERE)) return '/';
  const { origin, pathname, search, hash } = new URL(path, HERE);
  return origin === HERE && !pathname.startsWith('//') ? pathname + search + hash : '/';
}

const HERE = 'http://localhost';
