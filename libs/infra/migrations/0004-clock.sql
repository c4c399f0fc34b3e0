-- The one clock: the database's, plus the shift of the movable clock.
create schema clock;
create table clock.shift (one boolean primary key default true check (one), shift interval not null);
insert into clock.shift (shift) values (interval '0');
create function clock.now() returns timestamptz language sql volatile as $$ select clock_timestamp() + shift from clock.shift $$;
