/** What a phone needs to keep the page as an app of its own; iPhones deliver notices to such a one alone. */
import type { Language } from '../core/sentences/languages.ts';
import type { ClientAssets } from './assets.ts';

const DESCRIPTIONS: Readonly<Record<Language, string>> = {
  en: 'Read access requests, decide on them, and sign with your passkey.',
  de: 'Zugriffsanfragen lesen, darüber entscheiden und mit dem Passkey unterschreiben.',
};

/** @returns the web app manifest for readers of this language */
export function webManifest({ icon, icons }: Pick<ClientAssets, 'icon' | 'icons'>, language: Language) {
  const png = (name: keyof ClientAssets['icons'], size: number, purpose: 'any' | 'maskable') => ({
    ...{ src: `/assets/${icons[name].name}`, type: 'image/png', sizes: `${size}x${size}`, purpose },
  });
  return {
    id: '/',
    name: 'Countersign',
    short_name: 'Countersign',
    description: DESCRIPTIONS[language],
    lang: language,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f3f5f8',
    theme_color: '#17508f',
    icons: [
      { src: `/assets/${icon.name}`, type: 'image/svg+xml', sizes: 'any', purpose: 'any' },
      png('icon-192', 192, 'any'),
      png('icon-512', 512, 'any'),
      png('icon-maskable-512', 512, 'maskable'),
    ],
  };
}
