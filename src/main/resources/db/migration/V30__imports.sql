-- Every import that was applied: what the page shows as the last one, and how a second click finds the first one's result.
CREATE TABLE school_import (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school_id   bigint NOT NULL REFERENCES school,
  at          timestamptz NOT NULL,
  staff_id    bigint, -- null: the command line
  upload      text,   -- the kept upload that it came from
  school_year int NOT NULL, -- 0: the files did not say
  kinds       text[] NOT NULL,
  added       bigint NOT NULL,
  changed     bigint NOT NULL,
  gone        bigint NOT NULL,
  refused     bigint NOT NULL
);
CREATE INDEX school_import_school ON school_import (school_id, id);
CREATE UNIQUE INDEX school_import_upload ON school_import (upload) WHERE upload IS NOT NULL;
ALTER TABLE school_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE school_import FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON school_import TO teleservices_app USING (school_id = ANY (scope_schools()));
GRANT SELECT, INSERT ON school_import TO teleservices_app;

-- An import compares a school's links with the file's: without this it would read every school's.
CREATE INDEX guardianship_school ON guardianship (school_id);
