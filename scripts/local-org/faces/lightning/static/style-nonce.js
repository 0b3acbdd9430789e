// Synthetic shadow makes style elements; the page's policy admits those that carry its nonce.
const { nonce } = document.currentScript;
const createElement = document.createElement;
document.createElement = function (...parts) {
  const element = createElement.apply(this, parts);
  if (element instanceof HTMLStyleElement) {
    element.nonce = nonce;
  }
  return element;
};
