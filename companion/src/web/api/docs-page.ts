/** The OpenAPI document as a page to read: plain HTML with the house's style, no script at all. */
import type { Asset } from '../assets.ts';
import type { OpenApiDocument } from './openapi.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: string | number | boolean;
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  format?: string;
}

interface Operation {
  tags?: string[];
  summary?: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: Schema }> }>;
}

export function docsPage(document: OpenApiDocument, style: Asset): string {
  const components = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      ...{ path, method, operation },
    })),
  );
  const groups = (document.tags ?? []).map(({ name }) => {
    const own = operations.filter(({ operation }) => operation.tags?.includes(name));
    return `<section><h2 id="${idOf(name)}">${text(name)}</h2>${own.map(operationOf).join('')}</section>`;
  });
  const shapes = Object.entries(components).map(
    ([name, schema]) =>
      `<section><h3 id="shape-${idOf(name)}">${text(name)}</h3>${paragraph(schema.description)}${fields(schema)}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Countersign API</title>
<link rel="stylesheet" href="/assets/${style.name}">
</head>
<body>
<main class="api-docs">
<h1>Countersign API ${text(document.info.version)}</h1>
${(document.info.description ?? '').split('\n\n').map(paragraph).join('')}
<p><a href="/api/v1/openapi.json">openapi.json</a></p>
<nav aria-label="Contents"><ul>${(document.tags ?? []).map(({ name }) => `<li><a href="#${idOf(name)}">${text(name)}</a></li>`).join('')}<li><a href="#shapes">Shapes</a></li></ul></nav>
${groups.join('\n')}
<h2 id="shapes">Shapes</h2>
${shapes.join('\n')}
</main>
</body>
</html>
`;
}

function operationOf({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const scope = operation.security?.[0]?.['token']?.join(', ') ?? '';
  const body = Object.entries(operation.requestBody?.content ?? {});
  const [status = '', answer] = Object.entries(operation.responses)[0] ?? [];
  const content = Object.entries(answer?.content ?? {});
  return `<article>
<h3><code>${method.toUpperCase()} /api/v1${text(path)}</code></h3>
<p>${text(operation.summary ?? '')}. Scope <code>${text(scope)}</code>.</p>
${paragraph(operation.description)}
${table(
  'Parameters',
  (operation.parameters ?? []).map(({ name, in: place, required, description, schema }) => [
    `${name}${required ? '' : ' (optional)'}`,
    place,
    typeOf(schema),
    description ?? schema?.description ?? '',
  ]),
)}
${body.map(([type, { schema }]) => `<p>Body <code>${text(type)}</code>: ${reference(schema)}</p>${inline(schema)}`).join('')}
${content.map(([type, { schema }]) => `<p>Answer ${text(status)} <code>${text(type)}</code>: ${reference(schema)}</p>${inline(schema)}`).join('')}
</article>`;
}

function inline(schema: Schema | undefined): string {
  return schema && !schema.$ref ? fields(schema) : '';
}

function fields({ properties = {}, required = [] }: Schema): string {
  return table(
    'Fields',
    Object.entries(properties).map(([name, schema]) => [
      `${name}${required.includes(name) ? '' : ' (optional)'}`,
      typeOf(schema),
      schema.description ?? '',
    ]),
  );
}

function typeOf(schema: Schema | undefined): string {
  if (!schema) return '';
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.enum) return schema.enum.map(String).join(', ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  return [schema.type].flat().filter(Boolean).join(' or ') + (schema.format ? ` (${schema.format})` : '');
}

function reference(schema: Schema | undefined): string {
  const ref = schema?.$ref;
  if (ref) return `<a href="#shape-${idOf(nameOf(ref))}">${text(nameOf(ref))}</a>`;
  return text(typeOf(schema) || 'a file');
}

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);
const idOf = (name: string): string => name.toLowerCase().replaceAll(/\W+/g, '-');
const paragraph = (content: string | undefined): string =>
  content ? `<p>${text(content).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>` : '';

function table(caption: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const cells = (row: readonly string[]) =>
    row.map((cell, at) =>
      at === 0 ? `<th scope="row"><code>${text(cell)}</code></th>` : `<td>${text(cell)}</td>`,
    );
  return `<table><caption>${caption}</caption><tbody>${rows.map((row) => `<tr>${cells(row).join('')}</tr>`).join('')}</tbody></table>`;
}

function text(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
