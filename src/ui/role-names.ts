import type { Language } from './languages.ts';
import { m } from './sentences/messages.js';

const NAMES: Readonly<Record<string, (inputs?: object, as?: { locale?: Language }) => string>> = {
  administrator: m.role_administrator,
  accountant: m.role_accountant,
  loan_officer: m.role_loan_officer,
  animator: m.role_animator,
  bookkeeper: m.role_bookkeeper,
  supervisor: m.role_supervisor,
  auditor: m.role_auditor,
  member: m.role_member,
  programme_head: m.users_role_programme_head,
};

/** A role's name in the reader's language; a role without one is shown as it is stored. */
export const roleName = (role: string, as?: { readonly locale: Language }): string => NAMES[role]?.({}, as) ?? role;
