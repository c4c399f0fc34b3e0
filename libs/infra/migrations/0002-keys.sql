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

-- Takes (or moves) the place of a case, unless another case than the `free` ones holds it; gives those that do. One taker a team at a time.
create function keys.take_place(p_tenant text, p_team uuid, p_case uuid, p_external bytea, p_person bytea, p_free uuid[])
returns setof uuid language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(p_tenant || p_team::text, 1));
  return query
    select p.case_id from keys.places p
     where p.tenant = p_tenant and p.team_id = p_team and p.case_id <> p_case and p.case_id <> all(p_free)
       and (p.external = p_external or ((p.external is null or p_external is null) and p.person = p_person));
  if found then return; end if;
  delete from keys.places p where p.case_id = any(p_free);
  insert into keys.places (case_id, tenant, team_id, external, person) values (p_case, p_tenant, p_team, p_external, p_person)
  on conflict (case_id) do update set team_id = excluded.team_id, external = excluded.external, person = excluded.person, taken_at = clock_timestamp();
end $$;
