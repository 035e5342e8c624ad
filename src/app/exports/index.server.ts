export {
  EXPORT_FORMS,
  EXPORT_NAMES,
  exportTable,
  groupFile,
  type ExportForm,
  type ExportName,
} from './exports.server.ts';
export { dossierPdf, dossierXlsx } from './dossier.server.ts';
export { questions, type BookNames, type MemberExportRow } from './questions.server.ts';
export { chosenGroups, GROUP_SORTS } from './chosen-groups.ts';
export { STATES as VOUCHER_STATES, TYPES as VOUCHER_TYPES } from './office-vouchers.server.ts';
export { TITLES as EXCEPTION_TITLES } from './audit.server.ts';
