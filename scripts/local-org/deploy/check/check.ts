/** All checks over a set of metadata files. Pure: whoever has the files may ask. */
import type { SourceFile } from '../../metadata/source-file.ts';
import { buildProject } from './project.ts';
import type { Rule } from './rule.ts';
import { customMetadataRules } from './rules/custom-metadata.ts';
import { fieldRules } from './rules/fields.ts';
import { formulaRules } from './rules/formulas.ts';
import { objectRules } from './rules/objects.ts';
import { pageRules } from './rules/pages.ts';
import { permissionRules } from './rules/permissions.ts';
import { placementRules } from './rules/placement.ts';
import { relationshipRules } from './rules/relationships.ts';
import { viewRules } from './rules/views.ts';
import { readMetadataSchema, type MetadataSchema } from './schema.ts';
import { checkStructure } from './structure.ts';

export interface Finding {
  /** Path as it was handed in. */
  file: string;
  message: string;
  /** Id of the rule that speaks. */
  rule: string;
}

/** Rules that the platform holds at a deploy. */
export const platformRules: readonly Rule[] = [
  ...placementRules,
  ...objectRules,
  ...fieldRules,
  ...relationshipRules,
  ...formulaRules,
  ...viewRules,
  ...permissionRules,
  ...customMetadataRules,
  ...pageRules,
];

let installed: MetadataSchema | undefined;

/**
 * Findings of structure and rules, by file: what a deploy says of these files. A project may hand in rules of its own
 * besides. The structure of the installed `@salesforce/types` is read once.
 */
export function checkMetadata(
  files: readonly SourceFile[],
  rules: readonly Rule[] = platformRules,
): Finding[] {
  installed ??= readMetadataSchema();
  const schema = installed;
  const project = buildProject(files);
  const structure = project.components.flatMap((component) => checkStructure(component, schema));
  const meaning = rules.flatMap((rule) =>
    rule.check(project).map((problem) => ({ ...problem, rule: rule.id })),
  );
  return [...structure, ...meaning].sort((one, other) => one.file.localeCompare(other.file));
}
