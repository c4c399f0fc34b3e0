-- The key store: one key a subject, under it one key an event and subject. A destroyed key keeps its row: the table is also the list of the dead.
create schema keys;
revoke all on schema keys from public;
do $$
begin
  create role samenspel_keys nologin;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then raise notice 'the role samenspel_keys was not made: this login may not create roles';
end $$;

create table keys.subjects (
  key_id       uuid primary key,
  tenant       text not null,
  kind         text not null,
  subject      text not null,
  wrapped      bytea,
  created_at   timestamptz not null default clock_timestamp(),
  destroyed_at timestamptz,
  unique (tenant, kind, subject)
);

create table keys.events (
  event_id    uuid not null,
  subject_key uuid not null references keys.subjects,
  tenant      text not null,
  stream      text not null,
  wrapped     bytea,
  primary key (event_id, subject_key)
);

-- One open case a child and team: keyed hashes of who the child is.
create table keys.places (
  case_id  uuid primary key,
  tenant   text not null,
  team_id  uuid not null,
  external bytea,
  person   bytea not null,
  taken_at timestamptz not null default clock_timestamp()
);
create index on keys.places (tenant, team_id, person);
create index on keys.places (tenant, team_id, external);

-- The blind index: keyed hashes of the words of a child's name.
create table keys.words (
  tenant  text not null,
  word    bytea not null,
  case_id uuid not null,
  primary key (tenant, word, case_id)
);
create index on keys.words (case_id);

do $$
begin
  if exists (select from pg_roles where rolname = 'samenspel_keys') then
    grant usage on schema keys to samenspel_keys;
    grant select, insert, update, delete on all tables in schema keys to samenspel_keys;
  end if;
end $$;
