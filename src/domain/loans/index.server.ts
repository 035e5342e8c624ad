export { LOAN_STATE_SQL, saveNewLoans, savePayments, type NewLoanRecord, type PaidRecord } from './loans.server.ts';
