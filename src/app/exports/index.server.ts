export {
  EXPORT_FORMS,
  EXPORT_NAMES,
  exportTable,
  groupFile,
  type ExportForm,
  type ExportName,
} from './exports.server.ts';
export { questions, type BookNames, type MemberExportRow } from './questions.server.ts';
export { chosenGroups, GROUP_SORTS } from './chosen-groups.ts';
