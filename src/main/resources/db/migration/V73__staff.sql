-- When a holder activated: the curve on the dashboard. A reset takes it away; what was activated earlier has no date.
ALTER TABLE account ADD COLUMN activated_at timestamptz;
CREATE INDEX account_activated ON account (school_id, activated_at) INCLUDE (holder) WHERE activated_at IS NOT NULL;
-- Counts by state read this and not the rows.
CREATE INDEX account_current_state ON account (school_id, holder, state) WHERE current;
-- The academy counts over every school without seeing anybody: no name, no login of a person is among these columns.
GRANT SELECT (holder, state, current, activated_at) ON account TO teleservices_gate;

-- Staff: a password given by somebody else is changed at the first sign-in.
ALTER TABLE staff ADD COLUMN must_change boolean NOT NULL DEFAULT false;
ALTER TABLE staff ADD COLUMN signed_in_at timestamptz;
ALTER TABLE staff ADD COLUMN totp_pending bytea; -- sealed; becomes totp_sealed once a code has proved it
CREATE INDEX staff_school ON staff (school_id);

-- Codes for the day the phone is lost: hashed, each one goes when it is used.
CREATE TABLE staff_recovery (
  staff_id  bigint NOT NULL REFERENCES staff ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  PRIMARY KEY (staff_id, code_hash)
);
GRANT SELECT, INSERT, DELETE ON staff_recovery TO teleservices_gate;

-- A name for a session that its owner may see and end; the token's hash stays where it is.
ALTER TABLE session ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE;
