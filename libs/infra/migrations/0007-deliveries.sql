-- What left the house: a row a recipient, reminder and channel, and the mails they went out with. Ids and codes only. Never rebuilt.
create schema deliveries;

-- Up to where the log has been turned into deliveries; the row is made by the first worker that runs.
create table deliveries.checkpoint (one boolean primary key default true check (one), position text not null collate "C");

-- How often in a row the mail server could not be spoken to, and until when nobody tries.
create table deliveries.server (one boolean primary key default true check (one), failures integer not null default 0, down_until text collate "C");
insert into deliveries.server default values;

create table deliveries.mails (
  mail_id        uuid primary key,
  tenant         text not null,
  recipient_id   text not null,
  -- own: one urgent message; digest: a person's reminders of 08:30; moment: what else falls at one moment for one person.
  bundle         text not null check (bundle in ('own', 'digest', 'moment')),
  due_at         text not null collate "C",
  next_try_at    text not null collate "C",
  state          text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'bounced', 'skipped')),
  cause          text,
  attempts       integer not null default 0,
  first_tried_at text collate "C",
  -- Who is sending it, until when by real time; past that anybody may.
  claim          uuid,
  claimed_until  timestamptz,
  made_at        timestamptz not null default clock_timestamp(),
  sent_at        text collate "C",
  via            text check (via in ('smtp', 'outbox'))
);
create index on deliveries.mails (next_try_at) where state = 'queued';
create index on deliveries.mails (state) where state in ('failed', 'bounced');
create index on deliveries.mails (tenant, recipient_id, due_at);
create index on deliveries.mails (sent_at, mail_id) where via = 'outbox';

create table deliveries.deliveries (
  delivery_id  uuid primary key,
  tenant       text not null,
  event_id     uuid not null,
  -- The stream on which the deadline hangs; the case it is about, where it is about one; the team that knows the person.
  owner_kind   text not null,
  owner_id     uuid not null,
  case_id      uuid,
  team_id      text not null,
  deadline_id  uuid not null,
  kind         text not null check (kind in ('reminder', 'escalation', 'notice')),
  rule         text not null,
  recipient_id text not null,
  channel      text not null check (channel in ('email', 'in_app')),
  due_at       text not null collate "C",
  mail_id      uuid references deliveries.mails,
  -- Null: what became of its mail.
  state        text check (state in ('sent', 'skipped', 'failed')),
  cause        text,
  sent_at      text collate "C",
  unique (event_id, recipient_id, channel)
);
create index on deliveries.deliveries (mail_id);
create index on deliveries.deliveries (case_id);
create index on deliveries.deliveries (state) where state = 'failed';
