/** Inputs made from a command's own schema, and what spoils them: the property test of every door uses both. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import type { ZodMiniType } from 'zod/mini';

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  maxItems?: number;
  minItems?: number;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minLength?: number;
  pattern?: string;
  format?: string;
  additionalProperties?: Schema | boolean;
};

/** @param ids real ids of the database under test, so that some inputs get past "unknown". */
export function inputFor(schema: ZodMiniType, ids: readonly string[]): fc.Arbitrary<unknown> {
  return fromSchema(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, ids, 0);
}

function fromSchema(schema: Schema, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((option) => fromSchema(option, ids, depth)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') return objectOf(schema, ids, depth);
  if (type === 'array') {
    const most = Math.min(schema.maxItems ?? 4, depth > 2 ? 2 : 4);
    return fc.array(fromSchema(schema.items ?? {}, ids, depth + 1), {
      minLength: Math.min(schema.minItems ?? 0, most),
      maxLength: most,
    });
  }
  if (type === 'string') return textOf(schema, ids);
  if (type === 'integer' || type === 'number')
    return fc.integer({
      min: Math.max(schema.minimum ?? -1_000_000, -(2 ** 40)),
      max: Math.min(schema.maximum ?? 1_000_000, 2 ** 40),
    });
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  return fc.jsonValue({ maxDepth: 2 });
}

function objectOf(schema: Schema, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
  const entries = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  return fc.record(Object.fromEntries(entries.map(([key, value]) => [key, fromSchema(value, ids, depth + 1)])), {
    requiredKeys: entries.map(([key]) => key).filter((key) => required.has(key)),
  });
}

function textOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.format === 'uuid' || schema.pattern?.includes('[0-9a-f]{8}-'))
    return fc.oneof(fc.constantFrom(...ids), fc.uuid({ version: 7 }));
  if (schema.format === 'date-time') return fc.constant('2026-05-12T14:00:00+05:30');
  if (schema.pattern) return fc.oneof(fc.stringMatching(new RegExp(schema.pattern)), fc.string());
  const day = fc.constantFrom('2026-05-12', '2025-04-01', '1899-01-01', '2199-12-31', '2026-02-30');
  return fc.oneof(day, fc.string({ maxLength: Math.min(schema.maxLength ?? 40, 60) }));
}

/** What people, broken phones and enemies send in place of a value. */
const NASTY: readonly unknown[] = [
  null,
  undefined,
  '',
  ' ',
  -1,
  0,
  0.5,
  1e308,
  -0,
  Number.MAX_SAFE_INTEGER,
  9_007_199_254_740_993,
  '१२३',
  'NaN',
  true,
  [],
  {},
  [[]],
  '<script>alert(1)</script>',
  '=HYPERLINK("http://x")',
  "'; drop table posting; --",
  '\u0000',
  '\ud800',
  '\u202e',
  'a'.repeat(10_000),
  '9999-12-31',
  '0000-00-00',
  '2026-02-30',
  '00000000-0000-0000-0000-000000000000',
  '4991 1866 5246',
  { __proto__: { x: 1 } },
  { constructor: 1 },
];

/** One value somewhere inside replaced by something nasty, or the whole of it. */
export function spoiled(input: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(input, []);
  return fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom(...NASTY))
    .map(([path, value]) => replaced(input, path, value));
}

function pathsOf(value: unknown, at: readonly string[]): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [at];
  return [at, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...at, key]))];
}

function replaced(input: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(input))
    return input.map((item, index) => (String(index) === key ? replaced(item, rest, value) : item));
  return {
    ...(input as Record<string, unknown>),
    [key]: replaced((input as Record<string, unknown>)[key], rest, value),
  };
}
