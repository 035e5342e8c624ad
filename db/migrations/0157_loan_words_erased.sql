-- To whom the money of a loan went and what was noted with it tell of the borrower: erased with her record, nothing else of the row.
grant update (money) on loan_event to bakhiya_app;
grant update (note) on office_loan to bakhiya_app;
grant update (note) on loan_step to bakhiya_app;
