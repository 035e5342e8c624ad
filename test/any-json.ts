/** Arbitrary JSON that passes a schema, drawn from its JSON Schema; ids and days come from small pools so that lines meet. For tests. */
import * as fc from 'fast-check';

type Node = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: string;
  readonly pattern?: string;
};
export type Pools = {
  readonly ids: readonly string[];
  readonly days: readonly string[];
  readonly amounts: readonly number[];
};

/** For every pattern of the schemas one text that fits. */
const EXAMPLES = ['14:00', '0522 123456', 'a'.repeat(64)];
const DAY_NAME = /(On|^on|dueDates)$/;

export function anyJson(node: Node, pools: Pools, name = ''): fc.Arbitrary<unknown> {
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum) return fc.constantFrom(...node.enum);
  if (node.anyOf) return fc.oneof(...node.anyOf.map((option) => anyJson(option, pools, name)));
  if (Array.isArray(node.type))
    return fc.oneof(...node.type.map((type: string) => anyJson({ ...node, type }, pools, name)));
  if (node.type === 'null') return fc.constant(null);
  if (node.type === 'boolean') return fc.boolean();
  if (node.type === 'integer') return anyInteger(node, pools);
  if (node.type === 'string') return anyText(node, pools, name);
  if (node.type === 'array' && node.items) {
    const maxLength = Math.min(node.maxItems ?? 6, 6);
    return fc.array(anyJson(node.items, pools, name), { minLength: node.minItems ?? 0, maxLength });
  }
  const parts = Object.entries(node.properties ?? {}).map(([key, part]) => [key, anyJson(part, pools, key)] as const);
  return fc.record(Object.fromEntries(parts));
}

function anyInteger({ minimum = -1_000_000, maximum = 1_000_000 }: Node, pools: Pools): fc.Arbitrary<number> {
  const fits = pools.amounts.filter((amount) => amount >= minimum && amount <= maximum);
  const wild = fc.oneof(
    fc.integer({ min: Math.max(minimum, -1000), max: Math.min(maximum, 1000) }),
    fc.constantFrom(minimum, maximum),
  );
  return fits.length > 0 ? fc.oneof(fc.constantFrom(...fits), wild) : wild;
}

function anyText(
  { format, pattern, minLength = 0, maxLength = 20 }: Node,
  pools: Pools,
  name: string,
): fc.Arbitrary<string> {
  if (format === 'uuid' || pattern?.startsWith('^[0-9a-f]{8}-')) return fc.constantFrom(...pools.ids);
  if (format === 'date-time') return fc.constant('2026-05-12T14:00:00+05:30');
  if (DAY_NAME.test(name)) return fc.constantFrom(...pools.days);
  if (pattern) return fc.constant(EXAMPLES.find((one) => new RegExp(pattern).test(one)) ?? '');
  // a text that must say something is trimmed before it is measured
  return fc.string({ maxLength: Math.min(maxLength, 12) - minLength }).map((text) => 'x'.repeat(minLength) + text);
}
