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
