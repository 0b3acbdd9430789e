/**
 * The mail template of an intake (docs/how-to/intake.md): one `Name: value` per line, then sections of free text whose
 * name stands alone on its line. Names and choices are read as people write them: case and spaces do not matter.
 */

/** What the template holds, by the names of the JSON form; nothing in it is checked but its form. */
export type TicketFields = { [name: string]: string | number | boolean };

export const INTAKE_HEADING = 'Countersign-Intake: 1';

const LINES: ReadonlyMap<string, string> = new Map([
  ['ticket', 'ticket'],
  ['sender', 'sender'],
  ['case number', 'caseNumber'],
  ['case id', 'caseId'],
  ['extends', 'extends'],
  ['requesting party', 'requestingParty'],
  ['incident type', 'incidentType'],
  ['target user', 'targetUser'],
  ['hours wanted', 'hoursWanted'],
  ['data viewed', 'dataViewed'],
]);
const SECTIONS: ReadonlySet<string> = new Set(['purpose', 'necessity', 'ask']);
const CHOICES = new Set(['requestingParty', 'incidentType']);

export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** @throws TemplateError with a sentence that names the line, for a text that is not of the template */
export function parseIntake(text: string): TicketFields {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  const start = lines.findIndex((line) => line.trim() !== '');
  if (lines[start]?.trim().toLowerCase() !== INTAKE_HEADING.toLowerCase()) {
    throw new TemplateError(`The first line must be "${INTAKE_HEADING}".`);
  }
  const fields: TicketFields = {};
  const sections = new Map<string, string[]>();
  let section: string[] | null = null;
  for (const [at, line] of lines.entries()) {
    if (at <= start) continue;
    const heading = sectionOf(line);
    if (heading !== null) {
      if (sections.has(heading)) throw new TemplateError(`Line ${at + 1}: ${heading} stands there twice.`);
      section = [];
      sections.set(heading, section);
    } else if (section !== null) section.push(line);
    else if (line.trim() !== '') readLine(fields, line, at + 1);
  }
  for (const [name, content] of sections) {
    const joined = content.join('\n').trim();
    if (joined !== '') fields[name] = joined;
  }
  return fields;
}

function sectionOf(line: string): string | null {
  const [, name = ''] = /^([A-Za-z]+):\s*$/.exec(line) ?? [];
  return SECTIONS.has(name.toLowerCase()) ? name.toLowerCase() : null;
}

function readLine(fields: TicketFields, line: string, number: number): void {
  const [, name = '', value = ''] = /^([A-Za-z ]+):(.*)$/.exec(line) ?? [];
  const field = LINES.get(name.trim().toLowerCase().replaceAll(/ +/g, ' '));
  if (field === undefined) throw new TemplateError(`Line ${number} is not of the template.`);
  if (fields[field] !== undefined) throw new TemplateError(`Line ${number}: ${name} stands there twice.`);
  const content = value.trim();
  if (content !== '') fields[field] = valueOf(field, content);
}

function valueOf(field: string, content: string): string | number | boolean {
  if (field === 'dataViewed' && /^(yes|no)$/i.test(content)) return content.toLowerCase() === 'yes';
  if (field === 'hoursWanted' && /^\d+([.,]\d+)?$/.test(content)) return Number(content.replace(',', '.'));
  if (!CHOICES.has(field)) return content;
  const words = content.toLowerCase().replaceAll(/[ _]+/g, '_');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
