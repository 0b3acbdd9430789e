/** `npm run check` runs this: prints `file: message (rule)` for each finding; exit code 1 when there is one. */
import { project } from '../project.ts';
import { checkMetadata, platformRules } from '../local-org/deploy/check/check.ts';
import { readProjectFiles } from '../local-org/deploy/check/files.ts';
import { houseRules } from './house/rules.ts';

const files = readProjectFiles(project.root);
const findings = checkMetadata(files, [...platformRules, ...houseRules]);
for (const { file, message, rule } of findings) process.stdout.write(`${file}: ${message} (${rule})\n`);
process.stdout.write(
  findings.length === 0
    ? `${files.length} metadata files, nothing to mend\n`
    : `${findings.length} findings in ${files.length} metadata files\n`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
