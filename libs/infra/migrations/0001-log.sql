-- The log: every event in one gapless order. Data and metadata are text, byte for byte as they were sealed.
create schema log;

create table log.counter (one boolean primary key default true check (one), position bigint not null);
insert into log.counter (position) values (0);

create table log.events (
  position  bigint primary key,
  stream    text not null collate "C",
  revision  integer not null,
  event_id  uuid not null unique,
  tenant    text not null,
  type      text not null,
  data      text not null,
  meta      text not null,
  stored_at timestamptz not null default clock_timestamp(),
  unique (stream, revision)
);
