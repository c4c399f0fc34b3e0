-- What an operator asked for: background work that rests, and work to be done once by whichever worker comes to it.
create schema operations;

create table operations.pauses (
  work     text primary key,
  since    timestamptz not null,
  paused_by text not null
);

create table operations.requests (
  request     bigint generated always as identity primary key,
  kind        text not null,
  subject     text not null,
  asked_at    timestamptz not null,
  asked_by    text not null,
  started_at  timestamptz,
  -- How far a rebuild is: events folded, and the positions it stands at and goes to.
  done        bigint not null default 0,
  position    text collate "C",
  goal        text collate "C",
  finished_at timestamptz,
  outcome     text
);
create unique index on operations.requests (kind, subject) where finished_at is null;
create index on operations.requests (kind, subject, request);
