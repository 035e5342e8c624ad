/** What can be done with a debt now, the next step first. */
import type { DebtCard } from '#domain/debts/index.server.ts';

export type DebtAct = 'swap' | 'pay' | 'slip' | 'strikePayment' | 'strike';
type May = { readonly mayWrite: boolean; readonly maySwap: boolean };

export function debtActs(debt: Pick<DebtCard, 'state' | 'payments'>, { mayWrite, maySwap }: May): DebtAct[] {
  const acts: DebtAct[] = [];
  if (debt.state === 'standing' && maySwap) acts.push('swap');
  if (debt.state === 'standing' && mayWrite) acts.push('pay');
  if (debt.state === 'paid' && mayWrite) acts.push('slip');
  if ((debt.state === 'standing' || debt.state === 'paid') && mayWrite)
    acts.push(debt.payments.length > 0 ? 'strikePayment' : 'strike');
  return acts;
}
