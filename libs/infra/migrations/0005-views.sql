-- Read models: documents by view and generation; a rebuild fills the next generation beside the live one.
create schema views;

create table views.live (view text primary key, generation integer not null);

create table views.checkpoint (name text primary key, position text not null collate "C");
insert into views.checkpoint values ('live', '');

create table views.documents (
  view       text not null,
  generation integer not null,
  id         text not null,
  tenant     text not null,
  revision   integer not null,
  position   text not null collate "C",
  body       text,
  -- A parked document: why its fold failed, and where; the pass leaves it alone until it is replayed.
  parked     text,
  parked_at  text,
  attempts   integer not null default 0,
  primary key (view, generation, id)
);
create index on views.documents (view, generation) where parked is not null;
