-- Policies: what must follow from an event in other streams. Each has its own checkpoint, and starts from the moment it is first seen.
create schema policies;

create table policies.checkpoint (policy text primary key, position text not null collate "C");

-- A bug stopped a policy at this event: the rest goes on, an operator looks.
create table policies.parked (
  policy    text not null,
  event_id  uuid not null,
  position  text not null collate "C",
  tenant    text not null,
  stream    text not null,
  reason    text not null,
  parked_at timestamptz not null,
  attempts  integer not null default 1,
  primary key (policy, event_id)
);

-- A command that a policy gave was refused, and the policy says nothing about it: what an operator should know.
create table policies.refused (
  policy     text not null,
  event_id   uuid not null,
  command_no text not null,
  tenant     text not null,
  stream     text not null,
  command    text not null,
  to_stream  text not null,
  code       text not null,
  refused_at timestamptz not null,
  primary key (policy, event_id, command_no)
);
