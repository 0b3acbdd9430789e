/** Permission sets and custom permissions of the source. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { CustomPermissionMetadata, PermissionSetMetadata } from './model.ts';
import type { SourceFile } from './source-file.ts';
import { flag, many, readXml } from './xml.ts';

const enabled = many(z.object({ name: z.string(), enabled: flag }));

const PermissionSet = z.object({
  label: z.string(),
  description: z.string().optional(),
  objectPermissions: many(
    z.object({
      object: z.string(),
      allowRead: flag,
      allowCreate: flag,
      allowEdit: flag,
      allowDelete: flag,
      viewAllRecords: flag,
      modifyAllRecords: flag,
    }),
  ),
  fieldPermissions: many(z.object({ field: z.string(), readable: flag, editable: flag })),
  userPermissions: enabled,
  customPermissions: enabled,
  tabSettings: many(z.object({ tab: z.string(), visibility: z.string() })),
  applicationVisibilities: many(z.object({ application: z.string(), visible: flag })),
});

/** Reads one `*.permissionset-meta.xml`. */
export function readPermissionSet(file: SourceFile): PermissionSetMetadata {
  const source = readXml(file, 'PermissionSet', PermissionSet);
  const names = (items: { name: string; enabled: boolean }[]) =>
    items.filter((item) => item.enabled).map((item) => item.name);
  return {
    name: basename(file.path).replace('.permissionset-meta.xml', ''),
    label: source.label,
    description: source.description ?? null,
    objectPermissions: source.objectPermissions.map((item) => ({
      object: item.object,
      read: item.allowRead,
      create: item.allowCreate,
      edit: item.allowEdit,
      delete: item.allowDelete,
      viewAllRecords: item.viewAllRecords,
      modifyAllRecords: item.modifyAllRecords,
    })),
    fieldPermissions: source.fieldPermissions.map(({ field, readable, editable }) => {
      const [object = '', name = ''] = field.split('.');
      return { object, field: name, read: readable, edit: editable };
    }),
    userPermissions: names(source.userPermissions),
    customPermissions: names(source.customPermissions),
    tabSettings: source.tabSettings,
    applications: source.applicationVisibilities
      .filter((item) => item.visible)
      .map((item) => item.application),
  };
}

const CustomPermission = z.object({ label: z.string(), description: z.string().optional() });

/** Reads one `*.customPermission-meta.xml`. */
export function readCustomPermission(file: SourceFile): CustomPermissionMetadata {
  const source = readXml(file, 'CustomPermission', CustomPermission);
  return {
    name: basename(file.path).replace('.customPermission-meta.xml', ''),
    label: source.label,
    description: source.description ?? null,
  };
}
