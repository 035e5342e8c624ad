/** What came back of a batch of slips. A slip that nobody answered is told as such and never counted as agreed. Pure. */
export type SlipState = {
  readonly savingsPaise: number;
  readonly loanPaise: number;
  /** null: nobody has said anything yet. */
  readonly result: 'agreed' | 'differs' | 'not_reached' | null;
  readonly toldSavingsPaise: number | null;
  readonly toldLoanPaise: number | null;
};
export type Pooled = {
  readonly sent: number;
  readonly agreed: number;
  readonly differs: number;
  readonly notReached: number;
  readonly waiting: number;
  /** Those who said something: the whole that a rate of agreement has. */
  readonly answered: number;
  /** Books less her word, over those that differ; both ways apart, so that they do not cancel. */
  readonly savingsMorePaise: number;
  readonly savingsLessPaise: number;
  readonly loanMorePaise: number;
  readonly loanLessPaise: number;
};

export function pooled(slips: readonly SlipState[]): Pooled {
  const count = (result: SlipState['result']): number => slips.filter((slip) => slip.result === result).length;
  const differing = slips.filter((slip) => slip.result === 'differs');
  const sum = (of: (slip: SlipState) => number): number =>
    differing.reduce((all, slip) => all + Math.max(0, of(slip)), 0);
  const savings = (slip: SlipState): number => slip.savingsPaise - (slip.toldSavingsPaise ?? slip.savingsPaise);
  const loan = (slip: SlipState): number => slip.loanPaise - (slip.toldLoanPaise ?? slip.loanPaise);
  const agreed = count('agreed');
  return {
    sent: slips.length,
    agreed,
    differs: differing.length,
    notReached: count('not_reached'),
    waiting: count(null),
    answered: agreed + differing.length,
    savingsMorePaise: sum(savings),
    savingsLessPaise: sum((slip) => -savings(slip)),
    loanMorePaise: sum(loan),
    loanLessPaise: sum((slip) => -loan(slip)),
  };
}
