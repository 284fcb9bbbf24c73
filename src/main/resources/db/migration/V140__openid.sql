-- Sign-in for other sites (OpenID Connect). Codes and tokens are hashed, and no row names anybody: all is found before the school is known.

-- How an account is called to one site: a random name, so that two sites cannot compare theirs.
CREATE TABLE openid_subject (
  client_id  text NOT NULL,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  subject    uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (client_id, account_id)
);
CREATE INDEX openid_subject_account ON openid_subject (account_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON openid_subject TO teleservices_gate;
GRANT SELECT (account_id), DELETE ON openid_subject TO teleservices_app; -- a purge takes them along

-- One sign-in at a site: its code, then its tokens. It ends with the session that it came from: sign-out and reset end both at once.
CREATE TABLE openid_grant (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  client_id      text NOT NULL,
  session_id     bigint NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  account_id     bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  account_epoch  int NOT NULL,
  redirect_uri   text NOT NULL,
  scopes         text NOT NULL,
  nonce          text,
  challenge      text NOT NULL, -- of PKCE, S256
  signed_in_at   timestamptz NOT NULL,
  made_at        timestamptz NOT NULL,
  code_hash      bytea NOT NULL UNIQUE,
  code_used_at   timestamptz,
  access_hash    bytea UNIQUE,
  access_until   timestamptz,
  refresh_family bytea UNIQUE, -- the part of a refresh token that stays
  refresh_hash   bytea         -- of the part that changes at each use
);
CREATE INDEX openid_grant_session ON openid_grant (session_id);
CREATE INDEX openid_grant_account ON openid_grant (account_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON openid_grant TO teleservices_gate;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO teleservices_gate;

-- What a new account of the same person has to know to go by the old one's name.
GRANT SELECT (person_id, closed_reason) ON account TO teleservices_gate;
