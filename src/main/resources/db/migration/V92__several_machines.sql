-- What nodes have to know of each other. No person in it, and no secret.

-- Workers whose mail server does not take mails, said again every few seconds: a node that died says nothing, and is forgotten.
CREATE TABLE mail_trouble (
  worker  text PRIMARY KEY,
  reason  text NOT NULL,
  since   timestamptz NOT NULL,
  said_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_trouble TO teleservices_gate;

-- Files of an import between the preview and the yes, which may reach another node. Sealed under the token that whoever sent
-- them has in the page: here is only its hash.
CREATE TABLE kept_upload (
  school_id  bigint NOT NULL REFERENCES school,
  staff_id   bigint NOT NULL,
  token_hash bytea NOT NULL,
  file       int NOT NULL,
  part       int NOT NULL,
  name       text NOT NULL,
  sealed     bytea NOT NULL,
  kept_at    timestamptz NOT NULL,
  PRIMARY KEY (token_hash, file, part)
);
ALTER TABLE kept_upload ALTER COLUMN sealed SET STORAGE EXTERNAL; -- sealed bytes do not shrink
CREATE INDEX kept_upload_of ON kept_upload (school_id, staff_id, kept_at);
ALTER TABLE kept_upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE kept_upload FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON kept_upload TO teleservices_app USING (school_id = ANY (scope_schools()));
CREATE POLICY gate ON kept_upload TO teleservices_gate USING (true);
GRANT SELECT, INSERT, DELETE ON kept_upload TO teleservices_app;
GRANT SELECT (kept_at), DELETE ON kept_upload TO teleservices_gate; -- only to take away what has had its time

-- When a school last changed what its portal shows: for nodes that the bus did not reach.
CREATE TABLE setting_change (
  school_id  bigint PRIMARY KEY REFERENCES school,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX setting_change_at ON setting_change (changed_at);
ALTER TABLE setting_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE setting_change FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON setting_change TO teleservices_app USING (school_id = ANY (scope_schools()));
CREATE POLICY gate ON setting_change FOR SELECT TO teleservices_gate USING (true);
GRANT SELECT, INSERT, UPDATE ON setting_change TO teleservices_app;
GRANT SELECT ON setting_change TO teleservices_gate;
