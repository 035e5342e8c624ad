/** The smallest pieces of the document. */
import * as z from 'zod/mini';
import type { ZodMiniType } from 'zod/mini';

export type Json = Readonly<Record<string, unknown>>;
export type Answers = Readonly<Record<string, Json>>;
export type Operation = Json & { readonly operationId: string; readonly summary: string; readonly tags: string[] };

/** What is sent (`input`), or what is answered (`output`: defaults are filled in). Rules that JSON Schema cannot say are left out. */
export function schemaOf(schema: ZodMiniType, io: 'input' | 'output' = 'input'): Json {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'uuid') delete jsonSchema.pattern;
    },
  });
  const { $schema: _dialect, ...rest } = made;
  return rest;
}

export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
export const body = (schema: Json): Json => ({ required: true, content: { 'application/json': { schema } } });
export const answer = (description: string, schema: Json): Json => ({
  description,
  content: { 'application/json': { schema } },
});
