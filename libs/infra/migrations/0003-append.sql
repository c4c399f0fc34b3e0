-- An append is one call in autocommit, so that no client that freezes ever holds the counter.
-- g_*: one an append (stream, revision it expects, -1 = none). e_*: its events in order. k_*: their keys.
-- An append is 'ok', 'conflict' (its revision moved on) or 'taken' (one of its event ids lies in `elsewhere` already).
create function log.append(
  g_stream text[], g_expected integer[],
  e_append integer[], e_id uuid[], e_tenant text[], e_type text[], e_data text[], e_meta text[],
  k_append integer[], k_event uuid[], k_subject uuid[], k_tenant text[], k_stream text[], k_wrapped bytea[]
) returns table (append integer, outcome text, revision integer, last_position bigint, elsewhere text)
language plpgsql volatile as $$
#variable_conflict use_column
declare
  start bigint;
begin
  select c.position into start from log.counter c for update;

  -- This statement takes its snapshot after the lock was given, so it sees whatever was appended before.
  return query
  with asked as (
    select a.append::integer as append, a.stream, a.expected,
           coalesce((select max(s.revision) from log.events s where s.stream = a.stream), -1) as current,
           (select s.stream from unnest(e_append, e_id) e(append, id) join log.events s on s.event_id = e.id
             where e.append = a.append limit 1) as elsewhere
    from unnest(g_stream, g_expected) with ordinality a(stream, expected, append)
  ), judged as (
    select q.append, q.stream, q.current, q.elsewhere,
           case when q.elsewhere is not null then 'taken' when q.current <> q.expected then 'conflict' else 'ok' end as outcome
    from asked q
  ), placed as (
    select start + row_number() over (order by e.ord) as position, j.append, j.stream,
           (j.current + row_number() over (partition by j.append order by e.ord))::integer as revision,
           e.id, e.tenant, e.type, e.data, e.meta
    from unnest(e_append, e_id, e_tenant, e_type, e_data, e_meta) with ordinality e(append, id, tenant, type, data, meta, ord)
    join judged j on j.append = e.append and j.outcome = 'ok'
  ), stored as (
    insert into log.events (position, stream, revision, event_id, tenant, type, data, meta)
    select p.position, p.stream, p.revision, p.id, p.tenant, p.type, p.data, p.meta from placed p
  ), locked as (
    insert into keys.events (event_id, subject_key, tenant, stream, wrapped)
    select k.event, k.subject, k.tenant, k.stream, k.wrapped
    from unnest(k_append, k_event, k_subject, k_tenant, k_stream, k_wrapped) k(append, event, subject, tenant, stream, wrapped)
    join judged j on j.append = k.append and j.outcome = 'ok'
  ), counted as (
    update log.counter set position = start + (select count(*) from placed) where exists (select from placed)
  )
  select j.append, j.outcome, coalesce(max(p.revision), j.current), max(p.position), j.elsewhere
  from judged j left join placed p on p.append = j.append
  group by j.append, j.outcome, j.current, j.elsewhere;

  perform pg_notify('samenspel_appended', '');
end $$;
