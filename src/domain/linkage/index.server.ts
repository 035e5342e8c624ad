export { commands } from './commands.server.ts';
export type { Dossier, DossierAccount, DossierMember } from './dossier.queries.server.ts';
export type { Eligibility, LineRow } from './funds.server.ts';
export type { CertificatePage, GradingPage } from './grading.queries.server.ts';
export type { CertificateRow, LinkageGroup, Named, PersonNames } from './group.queries.server.ts';
export type { LinePage } from './lines.queries.server.ts';
export type { DecisionRow, DemandRow, PlanRow, ShareOutRow } from './plans.server.ts';
export { questions, type LinkageRow, type PlanPage, type SharesPage } from './queries.server.ts';
export { loadLinkageRules } from './reference.server.ts';
