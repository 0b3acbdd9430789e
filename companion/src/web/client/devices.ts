/** Notices on this device, by the browser's own means (Push API): asking, subscribing, and letting go. */
import { fromBase64url, toBase64url } from '../../core/bytes.ts';

/** The one address that the page's policy lets a worker come from. */
const WORKER = '/service-worker.js';

/** Registering a script is guarded by Trusted Types: the policy of this name lets that one address through. */
const workerUrl = (): string => {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicies };
  const policy = trustedTypes?.createPolicy('countersign-worker', { createScriptURL: () => WORKER });
  return (policy?.createScriptURL('') as string | undefined) ?? WORKER;
};

interface TrustedTypePolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL(): string },
  ): { createScriptURL(text: string): unknown };
}

let registered: Promise<ServiceWorkerRegistration> | null = null;

export const canSubscribe = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

/** iPhones and iPads offer notices to a page on the home screen, and say with `standalone` whether this is one. */
export const needsInstalling = (): boolean =>
  (navigator as { standalone?: boolean }).standalone === false && !canSubscribe();

/** @returns the address of this device's subscription; null where notices are off */
export async function subscription(): Promise<string | null> {
  const known = await navigator.serviceWorker.getRegistration('/');
  return (await known?.pushManager.getSubscription())?.endpoint ?? null;
}

/** @returns null when the person said no */
export async function subscribe(
  publicKey: string,
): Promise<{ endpoint: string; p256dh: string; auth: string } | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  registered ??= navigator.serviceWorker.register(workerUrl(), { scope: '/' });
  await registered;
  const { pushManager } = await navigator.serviceWorker.ready;
  const made = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: new Uint8Array(fromBase64url(publicKey)),
  });
  const key = (name: PushEncryptionKeyName) =>
    toBase64url(new Uint8Array(made.getKey(name) ?? new ArrayBuffer(0)));
  return { endpoint: made.endpoint, p256dh: key('p256dh'), auth: key('auth') };
}

/** @returns the address that was let go */
export async function unsubscribe(): Promise<string | null> {
  const known = await navigator.serviceWorker.getRegistration('/');
  const made = await known?.pushManager.getSubscription();
  await made?.unsubscribe();
  return made?.endpoint ?? null;
}
