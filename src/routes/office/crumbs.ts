/** The way to a page, from the tree of routes: every page above it that is in this table, by the name that page has for its reader. */
import type { Crumb } from '#ui/crumbs.ts';
import { formatDate } from '#ui/format.ts';
import type { Language } from '#ui/languages.ts';
import { nameIn } from '#ui/office/names.ts';
import { m } from '#ui/sentences/messages.js';

/** What the page below was given: names are taken from there, none is asked for again. */
type Given = Readonly<Record<string, unknown>>;

const part = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Given)[key] : undefined;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Of a text, or of a row that has its name in up to three scripts. */
function nameOf(value: unknown, language: Language): string | null {
  const first = (...keys: string[]) => keys.map((key) => text(part(value, key))).find((one) => one !== null) ?? null;
  const scripts = {
    en: first('en', 'name', 'nameEn', 'nameLatin'),
    hi: first('hi', 'nameHi', 'nameDevanagari'),
    ur: first('ur', 'nameUr', 'nameUrdu'),
  };
  return text(value) ?? text(nameIn(language, scripts).text);
}

// a text under `person` is who is signed in
const person = (given: Given, language: Language) =>
  nameOf(given.profile, language) ?? (text(given.person) ? null : nameOf(given.person, language)) ?? m.office_person();
const group = (given: Given, language: Language) =>
  nameOf(given.group, language) ??
  nameOf(part(given.book, 'name'), language) ??
  nameOf(given.card, language) ??
  nameOf(given.names, language) ??
  nameOf(part(given.one, 'names'), language) ??
  m.office_group();
const loan = (given: Given) => text(part(given.card, 'number')) ?? text(given.number) ?? m.rail_loans();
const head = (given: Given, language: Language) =>
  nameOf(part(given.bank, 'names'), language) ?? m.accounts_part_bank();
function meeting(given: Given, language: Language): string {
  const on = text(part(given.meeting, 'heldOn')) ?? text(part(given.typing, 'heldOn'));
  return on ? formatDate(on, language, { style: 'plain' }) : m.rail_meetings();
}

const PAGES: Readonly<Record<string, (given: Given, language: Language) => string>> = {
  '/office/accounts': () => m.rail_accounts(),
  '/office/accounts/assets': () => m.accounts_part_assets(),
  '/office/accounts/budget': () => m.accounts_part_budget(),
  '/office/accounts/grants': () => m.accounts_part_grants(),
  '/office/accounts/heads': () => m.accounts_part_heads(),
  '/office/accounts/reconcile': () => m.statements_reconciliation(),
  '/office/accounts/reconcile/[head]': head,
  '/office/accounts/recurring': () => m.accounts_part_recurring(),
  '/office/accounts/statements': () => m.accounts_part_statements(),
  '/office/accounts/tally': () => m.accounts_part_tally(),
  '/office/accounts/vouchers': () => m.accounts_part_vouchers(),
  '/office/audit': () => m.audit_rail(),
  '/office/audit/confirmations': () => m.audit_tab_confirmations(),
  '/office/audit/exceptions': () => m.audit_tab_exceptions(),
  '/office/audit/queries': () => m.audit_tab_queries(),
  '/office/audit/samples': () => m.audit_tab_samples(),
  '/office/below': () => m.rail_below(),
  '/office/cases': () => m.cases_title(),
  '/office/debts': () => m.rail_debts(),
  '/office/enterprises': () => m.rail_enterprises(),
  '/office/enterprises/[id]': (given, language) => nameOf(part(given.one, 'names'), language) ?? m.enterprise_one(),
  '/office/groups': () => m.rail_groups(),
  '/office/groups/[id]': group,
  '/office/groups/[id]/reconcile': () => m.statements_reconciliation(),
  '/office/groups/[id]/reconcile/[head]': head,
  '/office/held': () => m.desk_waits(),
  '/office/linkage': () => m.linkage_rail(),
  '/office/linkage/[id]': group,
  '/office/linkage/kept': () => m.kept_title(),
  '/office/linkage/reconcile': () => m.two_books_title(),
  '/office/loans': () => m.rail_loans(),
  '/office/loans/[id]': loan,
  '/office/loans/collections': () => m.collect_office_title(),
  '/office/meetings': () => m.rail_meetings(),
  '/office/meetings/[group]/[id]': meeting,
  '/office/money': () => m.rail_money(),
  '/office/money/[group]': group,
  '/office/people': () => m.rail_people(),
  '/office/people/[id]': person,
  '/office/people/[id]/debts': () => m.debt_title(),
  '/office/portfolio': () => m.portfolio_rail(),
  '/office/settings': () => m.rail_settings(),
  '/office/settings/devices': () => m.rail_devices(),
  '/office/settings/imports': () => m.import_title(),
  '/office/settings/places': () => m.place_title(),
  '/office/settings/signs': () => m.tells_set_title(),
  '/office/settings/users': () => m.users_title(),
};

type Here = {
  readonly routeId: string | null;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Which of the office's books the address names. */
  readonly book: string | null;
  readonly language: Language;
};

/** Pages of the office's accounts keep the book she looks at. */
export function crumbsOf({ routeId, params, book, language }: Here, given: Given): Crumb[] {
  const segments = (routeId ?? '').split('/').slice(1);
  return segments.slice(0, -1).flatMap((_, index) => {
    const above = segments.slice(0, index + 1);
    const label = PAGES[`/${above.join('/')}`];
    if (!label) return [];
    const path = `/${above.map((one) => one.replace(/^\[(\w+)\]$/, (_whole, name: string) => params[name] ?? '')).join('/')}`;
    const kept = book && path.startsWith('/office/accounts') ? `?book=${encodeURIComponent(book)}` : '';
    return [{ href: `${path}${kept}`, label: label(given, language) }];
  });
}
