-- When whoever signed in last proved who they are, for what is asked again; what kind of browser it was, for the list of sessions.
ALTER TABLE session ADD COLUMN proved_at timestamptz;
ALTER TABLE session ADD COLUMN device text NOT NULL DEFAULT '';
