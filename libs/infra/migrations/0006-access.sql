-- Who looked at whose file: appended only, kept apart from the events, ids and codes only.
create schema access;
create table access.log (
  entry       bigint generated always as identity primary key,
  at          timestamptz not null,
  tenant      text not null,
  person_id   text not null,
  roles       text[] not null,
  action      text not null,
  object_type text not null,
  object_id   text not null,
  part        text not null,
  level       text not null,
  outcome     text not null,
  trace_id    text
);
create index on access.log (tenant, object_id, entry);
