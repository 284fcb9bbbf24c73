-- The academy's runs, a filter of the list of accounts, what the menu says before a service is open.
-- The page of a heading asks for its runs again and again.
CREATE INDEX run_heading_of ON run (heading_id) WHERE heading_id IS NOT NULL;

-- The list of accounts whose temporary password is frozen.
CREATE INDEX account_frozen ON account (school_id, holder) WHERE credential_frozen;

-- The menu says so while a school has no service open: found with the session, before the tenant is known.
GRANT SELECT (school_id, guardians, pupils, opens_on, closes_on) ON school_service TO teleservices_gate;
CREATE POLICY gate ON school_service FOR SELECT TO teleservices_gate USING (true);
