/** What one user sees: his app, its tabs and pages, the objects he may read. Everything comes from metadata. */
import type { AppMetadata, FlexipageMetadata, ObjectMetadata, TabMetadata } from '../../metadata/model.ts';
import { findObject } from '../../metadata/model.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { shownLayout } from './layouts.ts';
import { quoted } from './list-view.ts';
import type { ObjectModel, PageLayout, PageModel, RegionWidth, TabModel } from './model.ts';

/** Reads the model for a user. */
export async function pageModel(org: Engine, user: UserContext): Promise<PageModel> {
  const { metadata } = org;
  const { name } = await org.organization();
  const granted = await grantedNames(org, user);
  const apps = [...metadata.apps.values()].filter(
    (app) => granted.apps === 'all' || granted.apps.has(app.name),
  );
  const shown = apps.map((app) => ({ app, tabs: visibleTabs(org, user, app, granted.tabs) }));
  const tabs = [...new Set(shown.flatMap((one) => one.tabs))];
  const readable = [...metadata.objects.values()].filter(
    (object) => object.uiApi && object.kind !== 'customMetadata' && user.object(object.name).read,
  );
  return {
    apiVersion: metadata.apiVersion,
    organizationName: name,
    userId: user.userId,
    userName: user.name,
    isGuest: false,
    timeZone: user.timeZone,
    locale: user.locale.replaceAll('_', '-'),
    language: user.language.replaceAll('_', '-'),
    formFactor: 'Large',
    customPermissions: [...metadata.customPermissions]
      .filter(([key]) => user.customPermissions.has(key))
      .map(([, permission]) => permission.name),
    userPermissions: [...user.systemPermissions],
    apps: shown.map(({ app: { name: appName, label, description }, tabs: own }) => ({
      ...{ name: appName, label, description },
      tabs: own.map(tabModel),
    })),
    hasSetup: user.systemPermissions.has('ViewSetup'),
    pages: Object.fromEntries(tabs.flatMap((tab) => pageOf(org, tab))),
    objects: Object.fromEntries(readable.map((object) => [object.name, objectModel(org, user, object)])),
  };
}

interface Granted {
  apps: Set<string> | 'all';
  tabs: Set<string> | 'all';
}

/** Apps and tabs that the permission sets of a user open; who may set them up sees all. */
async function grantedNames(org: Engine, user: UserContext): Promise<Granted> {
  const setsUp = ['CustomizeApplication', 'ModifyAllData'].some((name) => user.systemPermissions.has(name));
  if (setsUp) return { apps: 'all', tabs: 'all' };
  const { records } = await org.platform.query(
    `SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(user.userId)}`,
  );
  const sets = records.flatMap((record) => {
    const { Name } = record['PermissionSet'] as { Name: string };
    return org.metadata.permissionSets.get(Name.toLowerCase()) ?? [];
  });
  return {
    apps: new Set(sets.flatMap((set) => set.applications)),
    tabs: new Set(
      sets.flatMap((set) =>
        set.tabSettings.filter(({ visibility }) => visibility !== 'None').map(({ tab }) => tab),
      ),
    ),
  };
}

function visibleTabs(
  org: Engine,
  user: UserContext,
  app: AppMetadata,
  granted: Granted['tabs'],
): TabMetadata[] {
  return app.tabs
    .flatMap((name) => org.metadata.tabs.get(name.toLowerCase()) ?? [])
    .filter((tab) => granted === 'all' || granted.has(tab.name))
    .filter((tab) => !tab.object || user.object(tab.object).read);
}

function tabModel({ name, label, object }: TabMetadata): TabModel {
  return { name, label, address: object ? `/lightning/o/${object}/list` : `/lightning/n/${name}` };
}

function pageOf(org: Engine, tab: TabMetadata): [string, PageLayout][] {
  if (tab.component) {
    const component = { name: `c:${tab.component}`, properties: {} };
    return [
      [tab.name, { label: tab.label, regions: [{ name: 'main', width: 'full', components: [component] }] }],
    ];
  }
  const flexipage = tab.flexipage && org.metadata.flexipages.get(tab.flexipage.toLowerCase());
  return flexipage ? [[tab.name, layoutOf(flexipage, tab.label)]] : [];
}

function layoutOf({ template, regions }: FlexipageMetadata, label: string): PageLayout {
  return {
    label,
    regions: regions.map((region, index) => ({
      name: region.name,
      width: widthOf(template, region.name, index),
      components: region.components.map(({ name, properties }) => ({
        name: name.includes(':') ? name : `c:${name}`,
        properties: Object.fromEntries(properties),
      })),
    })),
  };
}

/** Widths of the common templates: a header is full, a sidebar narrow, equal columns are halves. */
function widthOf(template: string, region: string, index: number): RegionWidth {
  if (/header|footer/i.test(region) || !/column|sidebar/i.test(template) || /onecolumn/i.test(template)) {
    return 'full';
  }
  if (/equal/i.test(template)) return 'half';
  const isSide = /sidebar|right|left/i.test(region) || (/^region/i.test(region) && index > 0);
  return isSide ? 'narrow' : 'wide';
}

function objectModel(org: Engine, user: UserContext, object: ObjectMetadata): ObjectModel {
  const layout = shownLayout(org.metadata, object);
  return {
    label: object.label,
    pluralLabel: object.pluralLabel,
    listViews: object.listViews.map(({ name, label }) => ({ name, label })),
    layout: {
      sections: layout.sections,
      relatedLists: layout.relatedLists.flatMap(({ object: child, field }) => {
        const related = findObject(org.metadata, child);
        return related && user.object(child).read
          ? [{ object: related.name, field, label: related.pluralLabel }]
          : [];
      }),
    },
  };
}
