/** The pages after the first of a meeting: read while she looks at the first, so that a slow phone shows it soon. */
export { default as ConfirmPage } from './ConfirmPage.svelte';
export { default as DemandSteps } from './DemandSteps.svelte';
export { default as ExitPage } from './ExitPage.svelte';
export { default as MinutesPage } from './MinutesPage.svelte';
export { default as StepClosing } from './StepClosing.svelte';
export { default as StepLoans } from './StepLoans.svelte';
export { default as StepPayments } from './StepPayments.svelte';
export { default as StepReceipts } from './StepReceipts.svelte';
export { default as StepRepayments } from './StepRepayments.svelte';
export { default as StepRoll } from './StepRoll.svelte';
export { default as StepSavings } from './StepSavings.svelte';
export { default as WithdrawPage } from './WithdrawPage.svelte';
