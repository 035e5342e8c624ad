/** The kit's door for what is not a component; components are imported by file: `#ui/Button.svelte`. */
export { CASH_KINDS, cashKey, cashTotal, type CashCounts, type CashKey, type CashKind } from './cash.ts';
export {
  formatBps,
  formatClock,
  formatCount,
  formatDate,
  formatMoney,
  formatMonth,
  formatRate,
  moneyInSentence,
  type DateStyle,
} from './format.ts';
export { directionOf, isLanguage, LANGUAGES, LANGUAGE_COOKIE, LANGUAGE_NAMES, type Language } from './languages.ts';
export { countInWords, moneyInWords } from './money-words.ts';
export { hrefWith, readTableQuery, sortHref, type TableQuery, type TableRules } from './table-query.ts';
export { pageOf } from './office/table-rows.ts';
export { roleName } from './role-names.ts';
