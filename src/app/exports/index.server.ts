export {
  EXPORT_FORMS,
  EXPORT_NAMES,
  exportTable,
  groupFile,
  type ExportForm,
  type ExportName,
} from './exports.server.ts';
export { questions, type BookNames, type MemberExportRow } from './questions.server.ts';
