/** Who signs, what the browser hands in, and what is known once it was checked. */
export interface ContactRef {
  org: string;
  id: string;
}

/** The assertion in the JSON form of WebAuthn; only the passkeys look inside. */
export interface AssertionInput {
  id: string;
  response: { clientDataJSON: string; authenticatorData: string; signature: string };
}

export interface CheckedAssertion {
  credentialId: string;
  publicKey: string;
  fingerprint: string;
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
}
