/**
 * Shows notices that come by web push while no page is open. It answers no requests of the page, keeps nothing, and opens
 * addresses of this site alone.
 */
self.addEventListener('push', (event) => {
  const { title = 'Countersign', body = '', path = '/', tag = '', lang = 'en' } = read(event.data);
  event.waitUntil(
    self.registration.showNotification(String(title), {
      body: String(body),
      tag: String(tag),
      lang: String(lang),
      data: { path: String(path) },
      requireInteraction: true,
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

/** In the page that is open already, if there is one. */
async function open(path) {
  const url = new URL(path, self.location.origin);
  const target = url.origin === self.location.origin ? url.href : `${self.location.origin}/`;
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!page) return self.clients.openWindow(target);
  // Some browsers focus a window only once it has moved.
  await page.focus().catch(() => undefined);
  return page.navigate(target).catch(() => self.clients.openWindow(target));
}
