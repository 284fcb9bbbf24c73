-- The page of a heading asks for its runs again and again.
CREATE INDEX run_heading_of ON run (heading_id) WHERE heading_id IS NOT NULL;
