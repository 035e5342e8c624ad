export { FIELDS, IMPORT_KINDS, missingFields, type Field, type ImportKind, type Mapping } from './fields.ts';
export type { CellFault } from './plan.ts';
