/** Every command and every question there is: what OpenAPI, the phone, imports and the rights matrix are made from. */
import type { AnyCommand, AnyQuestion } from '#platform/door.ts';
import * as accounts from '#domain/accounts/index.server.ts';
import * as cases from '#domain/cases/index.server.ts';
import * as collections from '#domain/collections/index.server.ts';
import * as debts from '#domain/debts/index.server.ts';
import * as enterpriseRegister from '#domain/enterprise-register/index.server.ts';
import * as groups from '#domain/groups/index.server.ts';
import * as ledger from '#domain/ledger/index.server.ts';
import * as linkage from '#domain/linkage/index.server.ts';
import * as loans from '#domain/loans/index.server.ts';
import * as meetings from '#domain/meetings/index.server.ts';
import * as obligations from '#domain/obligations/index.server.ts';
import * as people from '#domain/people/index.server.ts';
import * as places from '#domain/places/index.server.ts';
import * as audit from './audit/index.server.ts';
import * as auditPack from './audit-pack/index.server.ts';
import * as backup from './backup/index.server.ts';
import * as exports from './exports/questions.server.ts';
import * as jobs from './jobs/index.server.ts';
import * as receipts from './receipts/receipts.server.ts';
import * as members from './members/index.server.ts';
import * as desk from './desk/index.server.ts';
import * as leaving from './leaving/index.server.ts';
import * as imports from './imports/index.server.ts';
import * as users from './users/index.server.ts';

export const allCommands: Readonly<Record<string, AnyCommand>> = {
  ...places.commands,
  ...people.commands,
  ...ledger.commands,
  ...groups.commands,
  ...enterpriseRegister.commands,
  ...accounts.commands,
  ...obligations.commands,
  ...debts.commands,
  ...cases.commands,
  ...loans.commands,
  ...collections.commands,
  ...meetings.commands,
  ...linkage.commands,
  ...users.commands,
  ...members.commands,
  ...desk.commands,
  ...backup.commands,
  ...imports.commands,
  ...leaving.commands,
  ...audit.commands,
  ...auditPack.commands,
};
export const allQuestions: Readonly<Record<string, AnyQuestion>> = {
  ...places.questions,
  ...people.questions,
  ...ledger.questions,
  ...groups.questions,
  ...enterpriseRegister.questions,
  ...accounts.questions,
  ...obligations.questions,
  ...debts.questions,
  ...cases.questions,
  ...loans.questions,
  ...collections.questions,
  ...meetings.questions,
  ...linkage.questions,
  ...users.questions,
  ...exports.questions,
  ...receipts.questions,
  ...members.questions,
  ...desk.questions,
  ...backup.questions,
  ...imports.questions,
  ...audit.questions,
  ...auditPack.questions,
  ...jobs.questions,
};
