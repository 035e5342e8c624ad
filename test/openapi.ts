/** Compares what a route answered with what the document says of it. */
import { createRequire } from 'node:module';
import type { OpenApi } from '#api/openapi/document.ts';

// the validator's own copy of ajv; another tool's older one stands at the root
const require = createRequire(createRequire(import.meta.url).resolve('@seriousme/openapi-schema-validator'));

/** A route of Hono, as a pattern over the document's paths. */
export function documented(method: string, path: string) {
  const pattern = new RegExp(`^${path.replace(/\/$/, '').replace(/:[a-z]+/gi, '[^/]+')}$`);
  return { method: method.toLowerCase(), pattern, toString: () => `${method} ${path}` };
}

type Fault = { readonly instancePath: string; readonly message?: string };
type Checker = {
  addSchema(schema: object): void;
  compile(schema: object): ((value: unknown) => boolean) & { errors?: Fault[] | null };
};
type Answered = { readonly status: number; readonly body: unknown };
type Described = { $ref?: string; content?: Record<string, { schema: object }> };

/** @returns a function that says what of an answer does not fit; an empty list is a fitting one */
export function checkerOf(document: OpenApi) {
  const { Ajv2020 } = require('ajv/dist/2020.js') as { Ajv2020: new (options: object) => Checker };
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'bakhiya', ...document });
  const at = (pointer: string): Described =>
    pointer
      .split('/')
      .slice(1)
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as Described;
  return (method: string, path: string, { status, body }: Answered): string[] => {
    const operation = document.paths[path]?.[method.toLowerCase()];
    if (!operation) return [`${method} ${path} is not in the document`];
    const named = (operation['responses'] as Record<string, Described>)[String(status)];
    if (!named) return [`${status} is not documented`];
    const described = named.$ref ? at(named.$ref.slice(1)) : named;
    const schema = described.content?.['application/json']?.schema;
    if (!schema) return ['no JSON is documented'];
    const text = JSON.stringify(schema).replaceAll('"#/', '"bakhiya#/');
    const fits = ajv.compile(JSON.parse(text) as object);
    return fits(body) ? [] : (fits.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message}`);
  };
}
