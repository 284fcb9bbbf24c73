-- Which database this is: a backup that is restored has another oid, and in another cluster another system identifier. At the start the
-- service compares it with what it wrote down at the one before. As the owner, for the service may not read the control file; where the
-- owner may not either, the oid alone tells.
CREATE FUNCTION database_identity() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE cluster text := '';
BEGIN
  BEGIN
    SELECT system_identifier::text INTO cluster FROM pg_control_system();
  EXCEPTION WHEN insufficient_privilege THEN
    cluster := '';
  END;
  RETURN cluster || '/' || (SELECT oid FROM pg_database WHERE datname = current_database());
END $$;
REVOKE ALL ON FUNCTION database_identity() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION database_identity() TO teleservices_gate;
