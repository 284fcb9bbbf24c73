-- The academy's runs, and a filter of the list of accounts.
-- The page of a heading asks for its runs again and again.
CREATE INDEX run_heading_of ON run (heading_id) WHERE heading_id IS NOT NULL;

-- The list of accounts whose temporary password is frozen.
CREATE INDEX account_frozen ON account (school_id, holder) WHERE credential_frozen;
