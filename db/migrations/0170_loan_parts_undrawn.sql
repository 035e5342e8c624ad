-- What of a plan of parts was not paid out is not drawn any more: from that day the loan is what was drawn.
alter table loan_event drop constraint loan_event_kind_check, add constraint loan_event_kind_check check (kind in
  ('disbursed', 'repaid', 'set_off', 'settled', 'charged', 'waived', 'rescheduled', 'written_off', 'recovered', 'refunded',
   'stopped', 'claim_paid', 'undrawn'));
