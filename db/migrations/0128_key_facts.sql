-- What she acknowledged, whole: the statement as it was shown, its own hash, how and before whom. `hash` stays that of the offer.
alter table loan_key_facts
  add column offer_no int not null,
  add column statement jsonb not null,
  -- sha256 of the statement's canonical text, printed on her paper
  add column statement_hash text not null,
  add column way text not null check (way in ('signature', 'thumb')),
  add column language text not null check (language in ('en', 'hi', 'ur')),
  add column witness text,
  add column acknowledged_by uuid not null,
  add foreign key (org_id, loan_id, offer_no) references loan_contract;
