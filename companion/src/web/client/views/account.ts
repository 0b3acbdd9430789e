/** What is kept of the signed-in contact, and what he may choose himself: one section per topic, in this order. */
import type { App, Page } from '../app.ts';
import { el, fill, type Child } from '../dom.ts';
import { type Language, LANGUAGES } from '../../../core/sentences/languages.ts';
import { Failure } from '../api.ts';
import { chooseLanguage, zoneName } from '../language.ts';
import { language, strings } from '../strings.ts';
import { problemNotice } from './problem.ts';
import { deviceNotices } from './device-notices.ts';
import { facts, labelOf } from './parts.ts';
import { signOutButton } from './sign-out.ts';

const words = strings.account;

/** One topic of the page; `leave` ends its timers. What it cannot load it says itself: one must not take the others down. */
type Section = (app: App, leave: AbortSignal) => Child | Promise<Child>;

const SECTIONS: readonly Section[] = [who, ownPages, deviceNotices, languageChoice, leaving];

export const accountPage: Page = async (app, _params, leave) => {
  const sections = await Promise.all(SECTIONS.map(async (section) => await section(app, leave)));
  return {
    title: words.title,
    body: el('div', { class: 'column' }, el('h1', {}, words.title), sections),
  };
};

function who({ me }: App): Child {
  if (!me) return null;
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, words.whoTitle),
    facts([
      [words.facts.name, me.name],
      [words.facts.role, labelOf(me.role)],
      [words.facts.org, me.org.name],
      [words.facts.zone, me.timeZone ?? words.zoneOfDevice(zoneName())],
    ]),
    el('p', { class: 'soft' }, words.rosterText),
  );
}

function ownPages(): Child {
  const { passkeys, absence, roster } = strings.profile;
  const pages = [
    { ...passkeys, path: '/account/passkeys' },
    { ...absence, path: '/account/absence' },
    { ...roster, path: '/roster' },
    { ...strings.drills, path: '/drills' },
  ];
  return pages.map(({ title, lead, open, path }) =>
    el(
      'section',
      { class: 'sheet' },
      el('h2', {}, title),
      el('p', { class: 'soft' }, lead),
      el('p', { class: 'actions' }, el('a', { class: 'button', href: path }, open)),
    ),
  );
}

function languageChoice(app: App): Child {
  const trouble = el('div', {});
  const radios = LANGUAGES.map((each) =>
    el('input', {
      type: 'radio',
      name: 'language',
      value: each,
      checked: each === language(),
      onchange: () => void choose(each),
    }),
  );
  const choose = async (each: Language) => {
    fill(trouble);
    try {
      await chooseLanguage(each);
    } catch {
      for (const radio of radios) radio.checked = radio.value === language();
      return fill(trouble, problemNotice(new Failure({ code: 'offline', ...words.languageAway })));
    }
    app.again();
    app.announce(words.languageNow);
  };
  return el(
    'section',
    { class: 'sheet' },
    el('h2', { id: 'language' }, words.languageTitle),
    el(
      'div',
      { role: 'radiogroup', 'aria-labelledby': 'language' },
      LANGUAGES.map((each, at) =>
        el('label', { class: 'line', lang: each }, radios[at], words.languages[each]),
      ),
    ),
    trouble,
    el('p', { class: 'soft' }, words.languageText),
  );
}

function leaving(app: App): Child {
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, words.signOutTitle),
    el('p', { class: 'soft' }, words.signOutText),
    el('p', { class: 'actions' }, signOutButton(app, 'button')),
  );
}
