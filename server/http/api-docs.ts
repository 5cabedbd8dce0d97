import { API_DOCS_SCRIPT, API_DOCS_STYLE } from './api-docs-assets.ts';
import { openApiDocument } from './openapi.ts';

/** The documentation as one page of our own: nothing is loaded from anywhere, requests go to this origin. */

export function answerOpenApi(): Response {
  return Response.json(openApiDocument(), { headers: { 'cache-control': 'no-cache' } });
}

export function answerApiDocs(request: Request): Response {
  const nonce = request.headers.get('x-nonce') ?? '';
  return new Response(apiDocsPage(nonce), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
  description?: string;
  default?: unknown;
  example?: unknown;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const esc = (text: unknown) => String(text ?? '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

export function apiDocsPage(nonce: string): string {
  const document = openApiDocument();
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? ''))];
  const sections = tags.map((tag) => {
    const mine = operations.filter(({ operation }) => operation.tags?.[0] === tag);
    return `<section><h2 id="${esc(tag)}">${esc(tag)}</h2>${mine.map(operationHtml).join('')}</section>`;
  });
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Schema>).map(
    ([name, schema]) =>
      `<details id="schema-${esc(name)}"><summary><code>${esc(name)}</code></summary>${schemaHtml(schema)}</details>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(document.info.title)}</title><style nonce="${esc(nonce)}">${API_DOCS_STYLE}</style></head><body>
<header><h1>${esc(document.info.title)}</h1><p>${esc(document.info.description)}</p>
<nav>${tags.map((tag) => `<a href="#${esc(tag)}">${esc(tag)}</a>`).join('')}<a href="#schemas">Schemas</a><a href="/api/openapi.json">openapi.json</a></nav>
${TOKEN_FORM}</header><main>${sections.join('')}<section><h2 id="schemas">Schemas</h2>${schemas.join('')}</section></main>
<script nonce="${esc(nonce)}">${API_DOCS_SCRIPT}</script></body></html>`;
}

const TOKEN_FORM = `<form id="token"><fieldset><legend>Access</legend>
<label>Client id <input name="client_id" autocomplete="off" required></label>
<label>Client secret <input name="client_secret" type="password" autocomplete="off" required></label>
<button>Get a token</button> <output role="status"></output></fieldset></form>`;

/** What a body is made of, to begin with. */
function exampleOf(schema: Schema): string {
  const name = schema.$ref?.split('/').at(-1) ?? '';
  const schemas = (openApiDocument().components?.schemas ?? {}) as Record<string, Schema>;
  return JSON.stringify((schemas[name] ?? schema).example ?? {}, null, 2);
}

function operationHtml({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const parameters = operation.parameters ?? [];
  const body = operation.requestBody?.content['application/json']?.schema;
  const responses = Object.entries(operation.responses).map(([status, { description, content }]) => {
    const schema = Object.values(content ?? {})[0]?.schema;
    return `<tr><td><code>${esc(status)}</code></td><td>${esc(description)}</td><td>${schema ? typeHtml(schema) : ''}</td></tr>`;
  });
  return `<details class="operation" id="${esc(operation.operationId)}"><summary><span class="method ${esc(method)}">${esc(method)}</span>
<code>/api${esc(path)}</code> <span>${esc(operation.summary)}</span></summary>
<p>${esc(operation.description)}</p>
<form class="try" data-method="${esc(method)}" data-path="/api${esc(path)}">${parameters.map(parameterHtml).join('')}
${body ? `<label>Body ${typeHtml(body)}<textarea name="body" rows="6" spellcheck="false">${esc(exampleOf(body))}</textarea></label>` : ''}
<button>Send</button><pre hidden></pre></form>
<table><caption>Answers</caption><tbody>${responses.join('')}</tbody></table></details>`;
}

function parameterHtml({ name, in: where, required, description, schema }: Parameter): string {
  const hint = [description, schema?.default === undefined ? '' : `default ${schema.default}`].filter(
    Boolean,
  );
  return `<label><span><code>${esc(name)}</code>${required ? ' *' : ''} ${schema ? typeHtml(schema) : ''} <small>${esc(hint.join(' · '))}</small></span>
<input name="${esc(name)}" data-in="${esc(where)}"${required ? ' required' : ''} placeholder="${esc(schema?.example)}"></label>`;
}

function typeHtml(schema: Schema): string {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return `<a href="#schema-${esc(name)}">${esc(name)}</a>`;
  }
  if (schema.enum)
    return schema.enum.map((value) => `<code>${esc(JSON.stringify(value))}</code>`).join(' | ');
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return several.map(typeHtml).join(' or ');
  if (schema.items) return `array of ${typeHtml(schema.items)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'any');
  return `<em>${esc(schema.format ? `${type} (${schema.format})` : type)}</em>`;
}

function schemaHtml(schema: Schema): string {
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return several.map(schemaHtml).join('<p>or</p>');
  if (!schema.properties) return `<p>${typeHtml(schema)} ${esc(schema.description)}</p>`;
  const rows = Object.entries(schema.properties).map(([name, property]) => {
    const needed = schema.required?.includes(name) ? '' : ' <small>optional</small>';
    return `<tr><td><code>${esc(name)}</code>${needed}</td><td>${property.properties ? schemaHtml(property) : typeHtml(property)}</td><td>${esc(property.description)}</td></tr>`;
  });
  return `${schema.description ? `<p>${esc(schema.description)}</p>` : ''}<table><tbody>${rows.join('')}</tbody></table>`;
}
