import type { enMoving } from './en-moving.ts';
import type { Words } from './words.ts';

/** German words of the move to another address. */
export const deMoving: Words<typeof enMoving> = {
  title: (host) => `Countersign zieht um nach ${host}`,
  text: (origin) =>
    `Passkeys gehören zu einer Adresse. Richten Sie unter ${origin} einen neuen ein: Sie werden dorthin geführt und wieder hierher, um mit Ihrem bisherigen dafür zu unterschreiben. Bis der Umzug endet, geht diese Adresse wie zuvor.`,
  button: 'Meinen Passkey dort einrichten',
  signTitle: 'Ein Schritt fehlt noch',
  sign: (host) =>
    `Der neue Passkey unterschreibt noch nichts. Gehen Sie zurück zu ${host} und unterschreiben Sie dafür mit Ihrem bisherigen; vergleichen Sie den Fingerabdruck, der dort steht, mit diesem.`,
  signButton: 'Zurück und unterschreiben',
  row: 'Umzug zur neuen Adresse',
  moved: 'ist umgezogen',
  notMoved: 'ist noch nicht umgezogen',
};
