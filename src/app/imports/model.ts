/** An import from the table that was read to the lines that were taken. */
import * as z from 'zod/mini';
import { IMPORT_KINDS } from './fields.ts';

const Id = z.uuid();
export const Kind = z.enum(IMPORT_KINDS);
const Column = z.int().check(z.gte(0), z.lte(199));
export const MappingGiven = z.record(z.string().check(z.regex(/^[a-zA-Z]{1,40}$/)), Column);
const Cell = z.union([
  z.string().check(z.maxLength(5_000)),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ day: z.string().check(z.maxLength(40)) }),
]);

export const Read = z.strictObject({
  importId: Id,
  kind: Kind,
  fileName: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  fileHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  rows: z.array(z.array(Cell).check(z.maxLength(200))).check(z.minLength(1), z.maxLength(50_001)),
});
export type Read = z.infer<typeof Read>;

export const ImportRef = z.strictObject({ importId: Id });
export type ImportRef = z.infer<typeof ImportRef>;
export const MapColumns = z.strictObject({ importId: Id, mapping: MappingGiven });
export type MapColumns = z.infer<typeof MapColumns>;
export const Begin = z.strictObject({ importId: Id, whole: z.boolean() });
export type Begin = z.infer<typeof Begin>;

const Params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export const LineOutcome = z.strictObject({
  line: z.int().check(z.gte(1), z.lte(100_000)),
  outcome: z.enum(['applied', 'already', 'refused']),
  code: z.nullable(z.string().check(z.maxLength(120))),
  params: z.nullable(Params),
  field: z.nullable(z.string().check(z.maxLength(40))),
  commandIds: z.array(Id).check(z.maxLength(12)),
  subject: z.nullable(z.strictObject({ kind: z.enum(['person', 'group', 'place', 'meeting', 'voucher']), id: Id })),
});
export type LineOutcome = z.infer<typeof LineOutcome>;
export const Record = z.strictObject({
  importId: Id,
  lines: z.array(LineOutcome).check(z.maxLength(2_000)),
  /** Absent while more lines follow. */
  end: z.optional(z.enum(['done', 'stopped'])),
});
export type Record = z.infer<typeof Record>;
export const ListImports = z.strictObject({ page: z._default(z.int().check(z.gte(1), z.lte(100_000)), 1) });
export type ListImports = z.infer<typeof ListImports>;
