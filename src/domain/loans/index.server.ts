export { LOAN_STATE_SQL, saveNewLoans, savePayments, type PaidRecord } from './loans.server.ts';
