/**
 * Which role holds which right. Modules name rights as opaque words (`savings.record`); here alone they meet roles.
 * A right ending in `.*` covers every right of that module.
 */
export const ROLES = [
  'administrator',
  'accountant',
  'loan_officer',
  'animator',
  'bookkeeper',
  'supervisor',
  'auditor',
  'member',
  'programme_head',
] as const;
export type Role = (typeof ROLES)[number];

const READ_FIELD = [
  'places.read',
  'people.read',
  'groups.read',
  'enterprises.read',
  'ledger.read',
  'savings.read',
  'loans.read',
  'meetings.read',
  'files.read',
];

const MATRIX: Readonly<Record<Role, readonly string[]>> = {
  administrator: ['*'],
  accountant: [
    ...READ_FIELD,
    'ledger.*',
    'imports.run',
    'linkage.read',
    'linkage.write',
    'linkage.share',
    'linkage.close',
    // a limit and a year opened again are decided by somebody else than who writes the vouchers
    'accounts.read',
    'accounts.write',
    'accounts.check',
    'accounts.setup',
    'accounts.close',
    'loans.setup',
    'loans.apply',
    'loans.approve',
    'loans.disburse',
    'loans.collect',
    'loans.change',
    'collections.read',
    'collections.receive',
    'files.*',
    'meetings.settle',
    'audit.read',
    'audit.answer',
    'backup.read',
    'desk.read',
    'desk.settle',
    'export.read',
  ],
  loan_officer: [
    ...READ_FIELD,
    'people.write',
    'obligations.read',
    'obligations.write',
    'debts.read',
    'debts.write',
    'debts.swap',
    'linkage.read',
    'linkage.write',
    'enterprises.write',
    // she asks and collects; others approve, pay out and change
    'loans.apply',
    'loans.collect',
    'collections.record',
    'members.set',
    'meetings.record',
    'sync.use',
    'files.write',
    'audit.answer',
    'desk.read',
    'own.read',
  ],
  animator: [
    ...READ_FIELD,
    'people.write',
    'obligations.read',
    'obligations.write',
    'debts.read',
    'debts.write',
    'linkage.read',
    'linkage.write',
    'groups.write',
    'enterprises.write',
    'members.set',
    'meetings.record',
    'sync.use',
    'files.write',
    'audit.answer',
    'desk.read',
    'own.read',
  ],
  bookkeeper: [...READ_FIELD, 'people.enrol', 'members.set', 'meetings.record', 'sync.use', 'files.write', 'own.read'],
  supervisor: [
    ...READ_FIELD,
    'people.write',
    'obligations.read',
    'obligations.write',
    'debts.read',
    'debts.write',
    'debts.swap',
    'debts.setup',
    'linkage.*',
    'people.merge',
    'people.read_duplicates',
    'people.view_identity',
    'groups.write',
    'enterprises.write',
    'loans.approve',
    // the accountant receives the money; how much may lie about is not hers to say
    'collections.read',
    'collections.limit',
    'members.set',
    'members.clear',
    'meetings.record',
    'meetings.settle',
    'devices.manage',
    'users.read',
    'sync.use',
    'files.*',
    'audit.read',
    'audit.answer',
    'desk.read',
    'desk.settle',
    'export.read',
    'own.read',
  ],
  auditor: [
    ...READ_FIELD,
    'accounts.read',
    'collections.read',
    'linkage.read',
    'audit.read',
    // asks, draws samples, sends slips: papers of her own, never a book
    'audit.ask',
    'audit.answer',
    'users.read',
    'desk.read',
    'export.read',
    'people.read_duplicates',
  ],
  member: ['own.read', 'sync.use'],
  programme_head: ['rollup.read', 'places.read', 'desk.read'],
};

/** What everybody who signs in may do with what is her own; no scope limits it. */
const SELF = ['self.manage'];
export const isOwnRight = (right: string): boolean => SELF.includes(right);

/** The rights one role brings. */
export const rightsOfRole = (role: string): readonly string[] => MATRIX[role as Role] ?? [];

/** Roles that must sign in with a one-time code beside the secret (outside the demo). */
export const TWO_STEP_ROLES: readonly Role[] = ['administrator'];

/** Rights of a set of roles. Administrators hold `*`; {@link holds} knows. */
export const rightsOf = (roles: Iterable<string>): Set<string> => {
  const rights = new Set<string>(SELF);
  for (const role of roles) for (const right of MATRIX[role as Role] ?? []) rights.add(right);
  return rights;
};

/** Whether `role` holds `right` (`module.verb`). Reading rights of an auditor never include a write. */
export function holds(role: string, right: string): boolean {
  const rights = [...SELF, ...rightsOfRole(role)];
  return rights.some(
    (held) => held === '*' || held === right || (held.endsWith('.*') && right.startsWith(held.slice(0, -1))),
  );
}
