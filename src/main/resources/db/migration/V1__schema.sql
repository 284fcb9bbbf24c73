-- Roles. They log in nobody: the login role of TELESERVICES_DB_URI becomes one of them with SET ROLE, so that what the
-- service may do does not depend on the rights of the login role.
--   teleservices_app   tenant tables, always inside a scope (app.schools); owns nothing
--   teleservices_gate  what has to be found before the tenant is known; sees no names
DO $$
BEGIN
  CREATE ROLE teleservices_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
  CREATE ROLE teleservices_gate NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The schools whose rows this transaction may see; no scope, no rows.
CREATE FUNCTION scope_schools() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('app.schools', true), '')::bigint[] $$;

-- Accent- and case-blind text for search and print order. IMMUTABLE is a promise: the dictionary is named.
CREATE FUNCTION fold(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT lower(public.unaccent('public.unaccent', t)) $$;

-- Schools (a public directory: no person in it) -------------------------------------------------------------------
CREATE TABLE school (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uai        text NOT NULL UNIQUE CHECK (uai ~ '^[0-9]{7}[A-Z]$'),
  name       text NOT NULL,
  timezone   text NOT NULL DEFAULT 'Europe/Paris',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE school_sheet ( -- SIECLE module Commun
  school_id     bigint PRIMARY KEY REFERENCES school,
  denomination  text,
  complement    text,
  head_name     text,
  head_title    text,
  address_line1 text, address_line2 text, address_line3 text, address_line4 text,
  postcode      text,
  city          text,
  phone         text
);

CREATE TABLE school_address ( -- mail addresses that the import brought: the choice of Contact établissement
  school_id bigint NOT NULL REFERENCES school,
  email     text NOT NULL,
  PRIMARY KEY (school_id, email)
);

CREATE TABLE school_service (
  school_id     bigint NOT NULL REFERENCES school,
  service       text NOT NULL,
  guardians     boolean NOT NULL DEFAULT false,
  pupils        boolean NOT NULL DEFAULT false,
  levels        text[] NOT NULL DEFAULT '{}', -- empty: all
  opens_on      date,
  closes_on     date,
  address       text,
  PRIMARY KEY (school_id, service)
);

-- Staff (gate) -----------------------------------------------------------------------------------------------------
CREATE TABLE staff (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  login          text NOT NULL UNIQUE,
  role           text NOT NULL CHECK (role IN ('ASSISTANCE', 'GESTIONNAIRE', 'CHEF', 'ACADEMIE')),
  school_id      bigint REFERENCES school,
  password_hash  text NOT NULL,
  totp_sealed    bytea,
  totp_last_step bigint NOT NULL DEFAULT 0,
  epoch          int NOT NULL DEFAULT 0, -- sessions and tokens of an earlier epoch are dead
  disabled       boolean NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL DEFAULT now(),
  CHECK ((role = 'ACADEMIE') = (school_id IS NULL))
);

-- People -----------------------------------------------------------------------------------------------------------
CREATE TABLE person (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school_id     bigint NOT NULL REFERENCES school,
  holder        text NOT NULL CHECK (holder IN ('GUARDIAN', 'PUPIL')),
  siecle_id     text NOT NULL, -- PERSONNE_ID or ELEVE_ID
  present       boolean NOT NULL DEFAULT true,
  civility      text,
  family_name   text NOT NULL,
  usage_name    text,
  given_name    text NOT NULL DEFAULT '',
  email         text,
  phone         text,
  mobile        text,
  accepts_sms   boolean,
  address_line1 text, address_line2 text, address_line3 text, address_line4 text,
  po_box        text,
  postcode      text,
  city          text,
  foreign_city  text,
  country_code  text,
  country       text,
  -- pupils only
  given_name2   text,
  given_name3   text,
  ine           text,
  birth_date    date,
  sex           smallint,
  status_code   text,
  mef           text,
  level         text,
  division      text,
  division_key  text, -- natural order of divisions
  entered_on    date,
  left_on       date,
  content_hash  bytea NOT NULL, -- of what the import brought: unchanged rows are left alone
  search        text GENERATED ALWAYS AS (fold(family_name || ' ' || coalesce(usage_name, '') || ' ' || given_name || ' ' || coalesce(email, ''))) STORED,
  sort_name     text GENERATED ALWAYS AS (fold(coalesce(NULLIF(usage_name, ''), family_name) || ' ' || given_name)) STORED,
  UNIQUE (school_id, holder, siecle_id)
);
CREATE INDEX person_search ON person USING gin (search gin_trgm_ops);
CREATE INDEX person_division ON person (school_id, division) WHERE holder = 'PUPIL' AND present;

CREATE TABLE guardianship (
  school_id      bigint NOT NULL REFERENCES school,
  guardian_id    bigint NOT NULL REFERENCES person,
  pupil_id       bigint NOT NULL REFERENCES person,
  kinship        text,
  responsibility text NOT NULL CHECK (responsibility IN ('LEGAL', 'IN_CHARGE', 'CONTACT')),
  pays           boolean,
  receives_aid   boolean,
  lodges         boolean,
  contact_first  boolean,
  PRIMARY KEY (guardian_id, pupil_id)
);
CREATE INDEX guardianship_pupil ON guardianship (pupil_id);

CREATE TABLE division (
  school_id bigint NOT NULL REFERENCES school,
  code      text NOT NULL,
  label     text,
  sort_key  text NOT NULL,
  PRIMARY KEY (school_id, code)
);

CREATE TABLE mef (
  school_id bigint NOT NULL REFERENCES school,
  code      text NOT NULL,
  label     text,
  mefstat   text,
  level     text,
  PRIMARY KEY (school_id, code)
);

-- Accounts ---------------------------------------------------------------------------------------------------------
CREATE TABLE login_counter ( -- gate: the next free number of p.nom, for ever
  base        text PRIMARY KEY,
  plain_taken boolean NOT NULL DEFAULT false,
  last        int NOT NULL DEFAULT 0
);

CREATE TABLE account (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school_id         bigint NOT NULL REFERENCES school,
  person_id         bigint NOT NULL REFERENCES person,
  holder            text NOT NULL CHECK (holder IN ('GUARDIAN', 'PUPIL')),
  login             text NOT NULL UNIQUE,
  state             text NOT NULL DEFAULT 'NOT_NOTIFIED'
                    CHECK (state IN ('NOT_NOTIFIED', 'NOTIFIED', 'ACTIVATING', 'ACTIVE', 'CLOSED')),
  current           boolean NOT NULL DEFAULT true,  -- compte actuel
  held              boolean NOT NULL DEFAULT false, -- "ce n'est pas moi"
  held_at           timestamptz,
  closed_reason     text CHECK (closed_reason IN ('LEFT', 'REPLACED', 'GROUPED', 'PURGED')),
  closed_at         timestamptz,
  usable_from       timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  notified_at       timestamptz,
  notified_by       text CHECK (notified_by IN ('EMAIL', 'PAPER', 'BOTH')),
  last_access_at    timestamptz,
  password_hash     text,
  password_at       timestamptz,
  email_pending     text, -- the address being verified
  email_verified    text,
  -- the temporary password is derived from the credential's id: nothing here opens anything
  credential_id     uuid,
  credential_key    int,
  credential_at     timestamptz, -- when it was made
  credential_frozen boolean NOT NULL DEFAULT false,
  -- raised by whatever makes earlier credentials worthless (reset, activation, not me, leaving)
  epoch             int NOT NULL DEFAULT 0,
  CHECK ((state = 'CLOSED') = (closed_reason IS NOT NULL)),
  CHECK (holder = 'GUARDIAN' OR state <> 'ACTIVATING')
);
CREATE UNIQUE INDEX account_current ON account (person_id) WHERE current;
CREATE UNIQUE INDEX account_waiting ON account (person_id) WHERE NOT current AND state <> 'CLOSED';
CREATE INDEX account_person ON account (person_id);
CREATE INDEX account_school_state ON account (school_id, holder, state);

CREATE TABLE credential_try ( -- gate: wrong birth dates on one credential, over everything
  credential_id uuid PRIMARY KEY,
  wrong         int NOT NULL,
  frozen_at     timestamptz
);

CREATE TABLE link ( -- one-time links in mails; the token is derived from id and key
  id         uuid PRIMARY KEY,
  school_id  bigint NOT NULL REFERENCES school,
  account_id bigint NOT NULL REFERENCES account,
  purpose    text NOT NULL CHECK (purpose IN ('ACTIVATE', 'VERIFY', 'FORGOTTEN')),
  address    text NOT NULL,
  key_id     int NOT NULL,
  made_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  dead       boolean NOT NULL DEFAULT false
);
CREATE INDEX link_account ON link (account_id);

CREATE TABLE try_counter ( -- gate: failures by login and by address (keys are hashed)
  key       bytea PRIMARY KEY,
  failures  int NOT NULL,
  last_at   timestamptz NOT NULL,
  next_at   timestamptz NOT NULL
);

CREATE TABLE session ( -- gate
  token_hash   bytea PRIMARY KEY, -- SHA-256 of the cookie's value
  staff_id     bigint REFERENCES staff ON DELETE CASCADE,
  account_id   bigint REFERENCES account ON DELETE CASCADE,
  school_id    bigint REFERENCES school,
  staff_epoch  int,
  second_factor boolean NOT NULL DEFAULT false,
  simulated_by bigint REFERENCES staff ON DELETE CASCADE, -- read-only view of account_id
  created_at   timestamptz NOT NULL,
  seen_at      timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  CHECK (num_nonnulls(staff_id, account_id) = 1)
);
CREATE INDEX session_account ON session (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX session_staff ON session (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX session_expiry ON session (expires_at);

-- Runs and notifications -------------------------------------------------------------------------------------------
CREATE TABLE run_heading ( -- one start by the academy over many schools
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  idempotency_key text NOT NULL,
  started_by      bigint NOT NULL,
  created_at      timestamptz NOT NULL,
  UNIQUE (started_by, idempotency_key)
);

CREATE TABLE letter_key ( -- a key for the letters of one run, wrapped by a key outside the database
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school_id    bigint NOT NULL REFERENCES school,
  wrapped      bytea, -- null: destroyed, and the letters with it
  key_id       int NOT NULL,
  made_at      timestamptz NOT NULL,
  destroyed_at timestamptz
);

CREATE TABLE run (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school_id       bigint NOT NULL REFERENCES school,
  heading_id      bigint REFERENCES run_heading,
  holder          text NOT NULL CHECK (holder IN ('GUARDIAN', 'PUPIL')),
  mode            text NOT NULL CHECK (mode IN ('EMAIL_OR_PAPER', 'EMAIL', 'PAPER', 'BOTH')),
  selection       jsonb NOT NULL,
  reset           boolean NOT NULL DEFAULT false,
  status          text NOT NULL CHECK (status IN ('SCHEDULED', 'PREPARING', 'RUNNING', 'PAUSED', 'CANCELLED', 'DONE')),
  paused_reason   text, -- null: by hand
  idempotency_key text NOT NULL,
  started_by      bigint,
  created_at      timestamptz NOT NULL,
  starts_at       timestamptz NOT NULL,
  prepared_at     timestamptz,
  ended_at        timestamptz,
  served_at       timestamptz, -- when a worker last claimed from it: runs take turns
  letter_key_id   bigint REFERENCES letter_key,
  UNIQUE (school_id, idempotency_key)
);
CREATE INDEX run_open ON run (status) WHERE status NOT IN ('CANCELLED', 'DONE');
CREATE INDEX run_school ON run (school_id, id);

CREATE SEQUENCE lease_token; -- fencing tokens of notifications and letter parts

CREATE TABLE notification (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school_id     bigint NOT NULL REFERENCES school,
  account_id    bigint NOT NULL REFERENCES account,
  run_id        bigint REFERENCES run, -- null: a single one, which overtakes
  kind          text NOT NULL DEFAULT 'ACCESS'
                CHECK (kind IN ('ACCESS', 'ACTIVATE', 'VERIFY', 'FORGOTTEN', 'ADDRESS_CHANGED', 'NOT_ME', 'TEST')),
  channel       text NOT NULL CHECK (channel IN ('EMAIL', 'PAPER')),
  status        text NOT NULL DEFAULT 'PENDING'
                CHECK (status IN ('PENDING', 'CLAIMED', 'SENT', 'IN_LETTER', 'FAILED', 'LEFT_OUT', 'CANCELLED')),
  reason        text, -- why failed or left out: a stable code
  smtp_answer   text,
  credential_id uuid, -- both notifications of one account in mode BOTH share it
  credential_key int,
  credential_at timestamptz,
  link_id       uuid REFERENCES link,
  address       text, -- only where it is not the account's own (notice to an old address, to the school)
  created_at    timestamptz NOT NULL,
  created_by    bigint,
  ended_at      timestamptz,
  -- decided again when claimed
  with_password boolean,
  epoch         int,
  maybe_left    boolean NOT NULL DEFAULT false, -- claimed with a password, and not known not to have left
  unsure        boolean NOT NULL DEFAULT false, -- an attempt of which nobody knows how it ended
  attempts      int NOT NULL DEFAULT 0,
  not_before    timestamptz NOT NULL DEFAULT '-infinity',
  lease_until   timestamptz,
  token         bigint NOT NULL DEFAULT 0,
  worker        text,
  -- letters: print order
  letter_part   int,
  letter_seq    int,
  part_id       bigint,
  page          int
);
-- claim: the oldest due of one run, or of the single ones
CREATE INDEX notification_due ON notification (run_id, id) WHERE status = 'PENDING' AND channel = 'EMAIL';
CREATE INDEX notification_single ON notification (id) WHERE status = 'PENDING' AND run_id IS NULL AND channel = 'EMAIL';
CREATE INDEX notification_leased ON notification (lease_until) WHERE status = 'CLAIMED';
CREATE INDEX notification_run ON notification (run_id, status);
CREATE INDEX notification_letters ON notification (run_id, letter_part, letter_seq) WHERE channel = 'PAPER' AND run_id IS NOT NULL;
CREATE INDEX notification_account ON notification (account_id, id);
CREATE INDEX notification_part ON notification (part_id) WHERE part_id IS NOT NULL;

CREATE TABLE letter_part (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school_id     bigint NOT NULL REFERENCES school,
  run_id        bigint REFERENCES run, -- null: one letter, asked for by hand
  part          int NOT NULL,          -- print order in the run
  division      text,
  letters       int NOT NULL,
  status        text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'CLAIMED', 'DONE', 'CANCELLED')),
  not_before    timestamptz NOT NULL DEFAULT '-infinity',
  attempts      int NOT NULL DEFAULT 0,
  lease_until   timestamptz,
  token         bigint NOT NULL DEFAULT 0,
  worker        text,
  letter_key_id bigint NOT NULL REFERENCES letter_key,
  pages         int,
  sealed        bytea,
  made_at       timestamptz,
  UNIQUE NULLS NOT DISTINCT (run_id, part, id)
);
CREATE INDEX letter_part_run ON letter_part (run_id, part);
CREATE INDEX letter_part_due ON letter_part (id) WHERE status = 'PENDING';
CREATE INDEX letter_part_leased ON letter_part (lease_until) WHERE status = 'CLAIMED';
ALTER TABLE letter_part ALTER COLUMN sealed SET STORAGE EXTERNAL; -- sealed bytes do not compress

-- Audit: a chain of hashes for each school (0: the academy), append only ---------------------------------------------
CREATE TABLE pseudonym ( -- erased by the purge: what is left of a person in the audit is a number
  school_id bigint NOT NULL,
  kind      text NOT NULL,
  subject   bigint NOT NULL,
  pseudonym uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (school_id, kind, subject)
);

CREATE TABLE audit_event (
  school_id bigint NOT NULL,
  seq       bigint NOT NULL,
  at        timestamptz NOT NULL,
  actor     uuid, -- null: the service itself
  actor_kind text NOT NULL,
  action    text NOT NULL,
  subject   uuid,
  detail    jsonb NOT NULL,
  hash      bytea NOT NULL,
  PRIMARY KEY (school_id, seq)
);
CREATE INDEX audit_subject ON audit_event (subject) WHERE subject IS NOT NULL;

CREATE TABLE audit_head (
  school_id bigint PRIMARY KEY,
  seq       bigint NOT NULL,
  hash      bytea NOT NULL
);

CREATE FUNCTION audit_hash(prev bytea, school bigint, seq bigint, at timestamptz, actor uuid, actor_kind text, action text,
                           subject uuid, detail jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT sha256(prev || convert_to(concat_ws('|', school, seq, (extract(epoch FROM at) * 1000000)::bigint, actor, actor_kind,
                 action, subject, detail::text), 'UTF8')) $$;

CREATE FUNCTION pseudonym_of(p_school bigint, p_kind text, p_subject bigint) RETURNS uuid LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public AS $$
DECLARE found uuid;
BEGIN
  SELECT pseudonym INTO found FROM pseudonym WHERE school_id = p_school AND kind = p_kind AND subject = p_subject;
  IF found IS NULL THEN
    INSERT INTO pseudonym (school_id, kind, subject) VALUES (p_school, p_kind, p_subject)
      ON CONFLICT (school_id, kind, subject) DO UPDATE SET kind = excluded.kind RETURNING pseudonym INTO found;
  END IF;
  RETURN found;
END $$;

-- The only way in. The head row serialises one school's chain until the transaction ends.
CREATE FUNCTION audit_append(p_school bigint, p_at timestamptz, p_actor_kind text, p_actor bigint, p_action text,
                             p_subject_kind text, p_subject bigint, p_detail jsonb) RETURNS bigint LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public AS $$
DECLARE
  head audit_head;
  v_actor uuid := CASE WHEN p_actor IS NOT NULL THEN pseudonym_of(p_school, p_actor_kind, p_actor) END;
  v_subject uuid := CASE WHEN p_subject IS NOT NULL THEN pseudonym_of(p_school, p_subject_kind, p_subject) END;
  v_hash bytea;
BEGIN
  INSERT INTO audit_head VALUES (p_school, 0, '\x00') ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit_head WHERE school_id = p_school FOR UPDATE;
  v_hash := audit_hash(head.hash, p_school, head.seq + 1, p_at, v_actor, p_actor_kind, p_action, v_subject, p_detail);
  INSERT INTO audit_event VALUES (p_school, head.seq + 1, p_at, v_actor, p_actor_kind, p_action, v_subject, p_detail, v_hash);
  UPDATE audit_head SET seq = head.seq + 1, hash = v_hash WHERE school_id = p_school;
  RETURN head.seq + 1;
END $$;

-- What the installation remembers of itself (gate) -------------------------------------------------------------------
CREATE TABLE installation (
  name  text PRIMARY KEY,
  value text NOT NULL
);

-- Tenant policies ----------------------------------------------------------------------------------------------------
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['school_sheet', 'school_address', 'school_service', 'person', 'guardianship', 'division', 'mef',
                           'account', 'link', 'run', 'letter_key', 'notification', 'letter_part', 'audit_event', 'pseudonym'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO teleservices_app USING (school_id = ANY (scope_schools()))', t);
  END LOOP;
  -- what the gate may find before the tenant is known; columns are granted below
  FOREACH t IN ARRAY ARRAY['account', 'link', 'run', 'notification', 'letter_part'] LOOP
    EXECUTE format('CREATE POLICY gate ON %I TO teleservices_gate USING (true)', t);
  END LOOP;
  -- the functions of the audit run as the owner, who is under FORCE as well
  FOREACH t IN ARRAY ARRAY['audit_event', 'pseudonym'] LOOP
    EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', t);
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO teleservices_app, teleservices_gate;
GRANT SELECT, INSERT, UPDATE, DELETE ON school_sheet, school_address, school_service, person, guardianship, division, mef,
  account, link, run, run_heading, letter_key, notification, letter_part, login_counter, credential_try TO teleservices_app;
GRANT SELECT, INSERT, UPDATE ON school TO teleservices_app;
GRANT SELECT, DELETE ON session TO teleservices_app; -- a reset kills them in its own transaction
GRANT SELECT ON audit_event TO teleservices_app;
GRANT SELECT, DELETE ON pseudonym TO teleservices_app;
GRANT USAGE ON SEQUENCE lease_token TO teleservices_app, teleservices_gate;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO teleservices_app;

GRANT SELECT ON school TO teleservices_gate;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff, session, try_counter, credential_try, installation TO teleservices_gate;
GRANT SELECT (id, school_id, login) ON account TO teleservices_gate;
GRANT SELECT (id, school_id, account_id) ON link TO teleservices_gate;
GRANT SELECT (id, school_id, status, starts_at, served_at, paused_reason, prepared_at, mode, heading_id), UPDATE (served_at) ON run TO teleservices_gate;
GRANT SELECT (id, school_id, run_id, channel, status, lease_until, not_before) ON notification TO teleservices_gate;
GRANT SELECT (id, school_id, run_id, status, lease_until, not_before) ON letter_part TO teleservices_gate;
GRANT SELECT ON run_heading TO teleservices_gate;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO teleservices_gate;
