/** What an office may do to its own books. The handlers live by sub-topic in the files they are imported from. */
import { defineCommands } from '#platform/door.ts';
import * as assets from './assets.commands.server.ts';
import * as assetAsk from './assets.model.ts';
import * as bankAsk from './bank.model.ts';
import * as bank from './bank.commands.server.ts';
import { scopeOf } from './books.server.ts';
import * as funds from './funds.commands.server.ts';
import * as fundAsk from './funds.model.ts';
import * as masters from './masters.commands.server.ts';
import * as ask from './model.ts';
import { saveTallyNames, TallyMapping } from './tally.commands.server.ts';
import * as vouchers from './vouchers.commands.server.ts';
import * as year from './year.commands.server.ts';

const write = { may: 'accounts.write', scope: scopeOf };
const setUp = { may: 'accounts.setup', scope: scopeOf };

export const commands = defineCommands('accounts', {
  openBook: { input: ask.BookOpening, ...setUp, run: masters.openBook },
  addHead: { input: ask.NewHead, ...setUp, typed: ['bank.number'], run: masters.addHead },
  changeHead: { input: ask.HeadChange, ...setUp, run: masters.changeHead },
  closeHead: { input: ask.HeadClosing, ...setUp, run: masters.closeHead },
  addGroup: { input: ask.NewAccountGroup, ...setUp, run: masters.addGroup },
  addFund: { input: ask.NewFund, ...setUp, run: masters.addFund },
  addProgramme: { input: ask.NewProgramme, ...setUp, run: masters.addProgramme },
  // whoever writes vouchers does not decide how large they may be
  setLimit: { input: ask.LimitSetting, may: 'accounts.limit', scope: scopeOf, run: masters.setLimit },
  setOpening: { input: ask.OpeningBalances, ...setUp, run: vouchers.setOpening },
  makeVoucher: { input: ask.NewVoucher, ...write, typed: ['reference'], run: vouchers.makeVoucher },
  approveVoucher: { input: ask.VoucherRef, may: 'accounts.check', scope: scopeOf, run: vouchers.approveVoucher },
  sendBack: { input: ask.SendingBack, may: 'accounts.check', scope: scopeOf, run: vouchers.sendBack },
  cancelVoucher: { input: ask.Cancelling, ...write, run: vouchers.cancelVoucher },
  addBill: { input: ask.BillPhoto, ...write, run: vouchers.addBill },
  addTemplate: { input: ask.NewTemplate, ...write, typed: ['voucher.reference'], run: vouchers.addTemplate },
  stopTemplate: { input: ask.TemplateStop, ...write, run: vouchers.stopTemplate },
  runRecurring: { input: ask.RecurringRun, ...write, run: vouchers.runRecurring },
  addAsset: { input: assetAsk.NewAsset, ...write, run: assets.addAsset },
  setRate: { input: assetAsk.RateSetting, ...setUp, run: assets.setRate },
  depreciate: { input: assetAsk.WearRun, ...write, run: assets.depreciate },
  disposeAsset: { input: assetAsk.Disposal, ...write, run: assets.disposeAsset },
  addSanction: { input: fundAsk.Sanction, ...write, run: funds.addSanction },
  addRelease: { input: fundAsk.Release, ...write, run: funds.addRelease },
  setBudget: { input: fundAsk.BudgetSetting, ...setUp, run: funds.setBudget },
  useGrants: { input: fundAsk.GrantUse, ...write, run: funds.useGrants },
  saveBankMapping: { input: bankAsk.MappingSetting, ...write, run: bank.saveMapping },
  importBankLines: {
    input: bankAsk.BankImport,
    ...write,
    // numbers of transfers have twelve digits too
    typed: ['lines.*.description', 'lines.*.reference'],
    run: bank.importLines,
  },
  matchBankLines: { input: bankAsk.Matching, ...write, run: bank.matchLines },
  unmatchBankLines: { input: bankAsk.Unmatching, ...write, run: bank.unmatch },
  saveTallyNames: { input: TallyMapping, ...setUp, run: saveTallyNames },
  closeYear: { input: ask.YearClosing, may: 'accounts.close', scope: scopeOf, run: year.closeYear },
  reopenYear: { input: ask.YearReopening, may: 'accounts.reopen', scope: scopeOf, run: year.reopenYear },
});
