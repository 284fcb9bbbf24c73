-- A part of letters holds several divisions: what a letter is sorted and given out under stands with the notification. Mails
-- have it too, for the report.
ALTER TABLE notification ADD COLUMN division text;
UPDATE notification n SET division = p.division FROM letter_part p
  WHERE p.run_id = n.run_id AND p.part = n.letter_part AND p.division IS NOT NULL;

-- Letters asked for by hand are found by their part; those of a run by run and part, so the index need not grow with them.
DROP INDEX notification_part;
CREATE INDEX notification_part ON notification (part_id) WHERE part_id IS NOT NULL AND run_id IS NULL;

-- Right after a large import or the preparation of a large run the server knows nothing of the new rows, and the tenant's
-- condition makes it read a whole school where three rows are wanted: 10,000 letters took 46 seconds. The tables belong to
-- another role than the service's, hence a function.
CREATE FUNCTION fresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  ANALYZE person, guardianship, account, notification, letter_part;
END $$;
REVOKE ALL ON FUNCTION fresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fresh_statistics() TO teleservices_app;

-- The state out of this index, and room in the pages: a first step to runs that write into no index of an account; V80 takes the rest.
DROP INDEX account_school_state;
CREATE INDEX account_school_holder ON account (school_id, holder);
ALTER TABLE account SET (fillfactor = 80);

-- What is kept of people, and for how long; a school without a row has the defaults.
CREATE TABLE school_retention (
  school_id   bigint PRIMARY KEY REFERENCES school,
  unused_days int NOT NULL CHECK (unused_days BETWEEN 0 AND 3650),  -- never activated, counted from the end of the last password
  absent_days int NOT NULL CHECK (absent_days BETWEEN 30 AND 3650), -- not signed in
  closed_days int NOT NULL CHECK (closed_days BETWEEN 0 AND 3650)   -- closed
);
ALTER TABLE school_retention ENABLE ROW LEVEL SECURITY;
ALTER TABLE school_retention FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON school_retention TO teleservices_app USING (school_id = ANY (scope_schools()));
GRANT SELECT, INSERT, UPDATE ON school_retention TO teleservices_app;
