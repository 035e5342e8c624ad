/** The OpenAPI document arranged for reading: a section for each tag, in it the operations with what they take and give. */
type Schema = Readonly<Record<string, unknown>>;
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
};
export type FieldLine = { readonly name: string; readonly kind: string; readonly required: boolean };
export type OperationCard = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly right: string | null;
  readonly open: boolean;
  readonly fields: readonly FieldLine[];
  readonly sends: string | null;
  readonly answers: readonly string[];
};
export type Section = { readonly tag: string; readonly operations: readonly OperationCard[] };

export function sectionsOf({ paths }: Document): Section[] {
  const sections = new Map<string, OperationCard[]>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const [tag = ''] = operation['tags'] as string[];
      sections.set(tag, [...(sections.get(tag) ?? []), cardOf(method, path, operation)]);
    }
  return [...sections].map(([tag, operations]) => ({ tag, operations }));
}

function cardOf(method: string, path: string, operation: Schema): OperationCard {
  const sent = bodyOf(operation);
  const payload = payloadOf(sent);
  return {
    id: String(operation['operationId']),
    method: method.toUpperCase(),
    path,
    summary: String(operation['summary']),
    right: typeof operation['x-right'] === 'string' ? operation['x-right'] : null,
    open: Array.isArray(operation['security']) && operation['security'].length === 0,
    fields: payload ? fieldsOf(payload) : [],
    sends: typeof sent?.['$ref'] === 'string' ? lastOf(sent['$ref']) : null,
    answers: Object.keys((operation['responses'] ?? {}) as Schema),
  };
}

const lastOf = (reference: string): string => reference.split('/').at(-1)!;

function bodyOf(operation: Schema): Schema | null {
  const content = (operation['requestBody'] as { content?: Record<string, { schema?: Schema }> } | undefined)?.content;
  return content?.['application/json']?.schema ?? null;
}

/** A command's own fields stand in the payload beside the envelope, which is the same for all. */
function payloadOf(sent: Schema | null): Schema | null {
  const parts = sent?.['allOf'] as Schema[] | undefined;
  const inner = parts?.[1]?.['properties'] as { payload?: Schema } | undefined;
  return inner?.payload ?? sent;
}

function fieldsOf(schema: Schema): FieldLine[] {
  const required = new Set((schema['required'] ?? []) as string[]);
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  return Object.entries(properties).map(([name, one]) => ({ name, kind: kindOf(one), required: required.has(name) }));
}

function kindOf(schema: Schema): string {
  const options = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (options) return [...new Set(options.map(kindOf))].join(' | ');
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((one) => JSON.stringify(one)).join(' | ');
  if (schema['type'] === 'array') return `${kindOf((schema['items'] ?? {}) as Schema)}[]`;
  return String(schema['format'] ?? schema['type'] ?? 'any');
}
