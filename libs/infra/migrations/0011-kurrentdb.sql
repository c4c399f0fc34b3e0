-- With the log in KurrentDB, which finds no event by its id and commits no key with an event: where each event lies if it was appended,
-- and the keys, both written before the append. A row whose stream holds another event at that revision, or none, says nothing.
create schema kurrentdb;

create table kurrentdb.claims (
  event_id   uuid primary key,
  stream     text not null collate "C",
  revision   integer not null,
  -- The one append that may write this event.
  owner      uuid not null,
  claimed_at timestamptz not null default clock_timestamp()
);
create index on kurrentdb.claims (owner);

-- Claims the events of appends; those of the owners in `void`, whose appends can no longer come, are taken over.
-- g_*: one an append. e_*: its events in order. k_*: their keys, which are written when the append has all of its events.
-- Gives the claims of others that stand in the way.
create function kurrentdb.claim(
  g_stream text[], g_expected integer[], g_owner uuid[], void uuid[],
  e_append integer[], e_id uuid[],
  k_append integer[], k_event uuid[], k_subject uuid[], k_tenant text[], k_stream text[], k_wrapped bytea[]
) returns table (append integer, event_id uuid, stream text, revision integer, owner uuid, seconds double precision)
language plpgsql volatile as $$
#variable_conflict use_column
begin
  -- In one order for everybody, so that no two wait for each other.
  insert into kurrentdb.claims as c (event_id, stream, revision, owner)
  select distinct on (e.id) e.id, g_stream[e.append], g_expected[e.append] + row_number() over (partition by e.append order by e.ord), g_owner[e.append]
    from unnest(e_append, e_id) with ordinality e(append, id, ord)
   order by e.id, e.ord
  on conflict (event_id) do update
    set stream = excluded.stream, revision = excluded.revision, owner = excluded.owner, claimed_at = clock_timestamp()
    where c.owner = any(void);

  -- Statements of their own, whose snapshots are newer than the rows that were waited for.
  insert into keys.events as k (event_id, subject_key, tenant, stream, wrapped)
  select n.event, n.subject, n.tenant, n.stream, n.wrapped
    from unnest(k_append, k_event, k_subject, k_tenant, k_stream, k_wrapped) n(append, event, subject, tenant, stream, wrapped)
   where not exists (select from unnest(e_append, e_id) e(append, id) join kurrentdb.claims c on c.event_id = e.id
                      where e.append = n.append and c.owner <> g_owner[e.append])
  on conflict (event_id, subject_key) do update set wrapped = excluded.wrapped where k.wrapped is not null;

  return query
  select e.append, c.event_id, c.stream, c.revision, c.owner, extract(epoch from clock_timestamp() - c.claimed_at)::double precision
    from unnest(e_append, e_id) e(append, id) join kurrentdb.claims c on c.event_id = e.id
   where c.owner <> g_owner[e.append];
end $$;
