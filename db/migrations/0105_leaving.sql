-- An archive that leaves says by which migrations its tables were made.
grant select on schema_migration to bakhiya_app;
