/** Over whom a right on a loan is asked: its borrower, found by the door (`app/scopes.server.ts`) from the loan. */
import type { Scope } from '#platform/door.ts';
import type { LoanBorrowerKind } from './product.model.ts';

export const ofLoan = ({ loanId }: { loanId: string }): Scope => ({ kind: 'loan', id: loanId });

export const ofBorrower = (of: { borrowerKind: LoanBorrowerKind; borrowerId: string }): Scope => ({
  kind: of.borrowerKind,
  id: of.borrowerId,
});
