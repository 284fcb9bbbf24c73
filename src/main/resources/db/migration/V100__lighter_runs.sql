-- A run's notifications are written by one statement that takes school and run from rows it has read and locked; nothing ever deletes a
-- school or a run. Looking each of them up again was a fifth of a preparation: the account's own reference stays.
ALTER TABLE notification DROP CONSTRAINT notification_school_id_fkey;
ALTER TABLE notification DROP CONSTRAINT notification_run_id_fkey;

-- Letters of several runs take turns by the number of their part.
GRANT SELECT (part) ON letter_part TO teleservices_gate;

-- Runs take turns in the workers' memory.
REVOKE UPDATE (served_at) ON run FROM teleservices_gate;
ALTER TABLE run DROP COLUMN served_at;
