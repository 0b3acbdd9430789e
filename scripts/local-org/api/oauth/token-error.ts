/** An error of the OAuth endpoints (RFC 6749 5.2), with the platform's description. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}
