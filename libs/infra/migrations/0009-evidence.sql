-- Tamper evidence: what each event of the log was when it was sealed into the chain, by its ordinal in the log, counted from 1.
create schema evidence;

create table evidence.seals (
  ordinal  bigint primary key,
  position text not null collate "C",
  event_id uuid not null,
  -- The hash of the event by itself, and of the whole log up to and with it.
  content  bytea not null,
  hash     bytea not null
);

-- How far the chain goes, and up to where a signed checkpoint was written.
create table evidence.head (
  one       boolean primary key default true check (one),
  ordinal   bigint not null,
  position  text not null collate "C",
  hash      bytea not null,
  signed    bigint not null,
  signed_at timestamptz
);
insert into evidence.head (ordinal, position, hash, signed) values (0, '', decode(repeat('00', 32), 'hex'), 0);
