-- A run's notifications may be stored before its time has come, while it can still be taken back: stored is not begun any more.
ALTER TABLE run ADD COLUMN begun_at timestamptz; -- null: none of its notifications has been given to a worker
UPDATE run SET begun_at = greatest(starts_at, prepared_at) WHERE prepared_at IS NOT NULL;

-- Whatever version of the service moves it: nobody is stored twice for one run.
CREATE FUNCTION run_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'PREPARING' AND OLD.prepared_at IS NOT NULL THEN
    RAISE EXCEPTION 'the notifications of run % are stored already', OLD.id;
  END IF;
  IF NEW.status = 'RUNNING' AND NEW.begun_at IS NULL THEN
    NEW.begun_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER run_moves BEFORE UPDATE OF status ON run FOR EACH ROW EXECUTE FUNCTION run_moves();
GRANT SELECT (begun_at) ON run TO teleservices_gate;
