/** English words of the move to another address. */
export const enMoving = {
  title: (host: string) => `Countersign moves to ${host}`,
  text: (origin: string) =>
    `Passkeys belong to one address. Set up a new one at ${origin}: you are led there, and back here to sign for it with the one you have. Until the move ends, this address works as before.`,
  button: 'Set up my passkey there',
  signTitle: 'One step is left',
  sign: (host: string) =>
    `The new passkey signs nothing yet. Go back to ${host} and sign for it with your old one; compare the fingerprint that is shown there with this one.`,
  signButton: 'Go back and sign',
  row: 'Move to the new address',
  moved: 'has moved',
  notMoved: 'has not moved yet',
};
