-- What whoever watches the service asks for: how long things have been waiting, and whether the schema is this version's.
GRANT SELECT (created_at) ON notification TO teleservices_gate;
ALTER TABLE letter_part ADD COLUMN due_since timestamptz NOT NULL DEFAULT now();
GRANT SELECT (due_since) ON letter_part TO teleservices_gate;
GRANT SELECT (version, success) ON flyway_schema_history TO teleservices_gate;
