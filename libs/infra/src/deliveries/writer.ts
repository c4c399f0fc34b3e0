import type { Pool } from 'pg';
import { amsterdamDate } from '#domain/calendar/index.js';
import type { Sealed } from '#domain/kernel/index.js';
import type { EventStore } from '../event-store/event-store.js';
import type { Vault } from '../sealing/vault.js';
import { erased } from '../sealing/vault.js';
import type { OutboxMail } from './deliveries.js';
import { calendarFile } from './calendar-file.js';
import type { Written } from './letter.js';
import { write } from './letter.js';
import type { Mail } from './mailer.js';
import { messageIdOf } from './mailer.js';
import type { SentMail } from './mails.js';
import { appointmentWords, writeNotice } from './notice-letter.js';
import { happenedAt, isNotice, noticeFor } from './notices.js';
import type { Cause, Reached } from './reach.js';
import { reachOf } from './reach.js';
import type { Neighbourhood } from './surroundings.js';

interface Parts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly neighbourhood: Neighbourhood;
  readonly mailFrom: string;
  readonly publicUrl: string;
}

interface Item {
  readonly delivery_id: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly case_id: string | null;
  readonly team_id: string;
  readonly deadline_id: string;
  readonly event_id: string;
  readonly rule: string;
}

type Letter = { readonly as: 'mail'; readonly mail: Mail } | { readonly as: 'skipped'; readonly cause: Cause };

/** Where somebody finds a task: by ids alone. */
const pathOf = ({ owner_kind: kind, owner_id: ownerId, case_id: caseId }: Item): string =>
  caseId === null ? `${kind.replace(/^case/, '').toLowerCase()}s/${ownerId}` : `cases/${caseId}`;

/** Writes mails at the moment they are sent: only then an address is opened, and only then it counts who may still be written to. */
export class Writer {
  constructor(private readonly parts: Parts) {}

  /** The mail with what may still be said in it; or why there is none. */
  async letterOf(mail: SentMail): Promise<Letter> {
    const judged = await this.#judged(mail);
    const barred = judged.flatMap(({ item, cause }) => (cause ? [{ id: item.delivery_id, cause }] : []));
    if (barred.length > 0) await this.#skip(barred);
    const left = judged.filter(({ cause }) => cause === undefined);
    const [first] = left;
    if (!first) return { as: 'skipped', cause: barred[0]?.cause ?? 'not_involved' };
    const to = await this.#address(first.reached);
    if (to === undefined) return { as: 'skipped', cause: 'erased' };
    return {
      as: 'mail',
      mail: {
        ...(await this.#written(
          first.reached,
          left.map(({ item }) => item),
          mail,
          to,
        )),
        key: mail.mailId,
        to,
        at: mail.moment,
      },
    };
  }

  /** What a mail of the outbox said, as it would be written now. */
  async copyOf(mail: SentMail): Promise<OutboxMail> {
    const judged = await this.#judged(mail);
    const first = judged[0]?.reached ?? { as: 'member', contact: {}, logsIn: true };
    const to = (await this.#address(first)) ?? erased;
    return {
      messageId: messageIdOf(mail.mailId, this.parts.mailFrom),
      to,
      attachments: [],
      ...(await this.#written(
        first,
        judged.map(({ item }) => item),
        mail,
        to,
      )),
      at: mail.moment,
    };
  }

  /** The mail's items that were not skipped before, each with whom it goes to and why it may not. */
  async #judged({ mailId, recipientId, moment }: SentMail): Promise<{ item: Item; reached: Reached; cause?: Cause }[]> {
    const { rows } = await this.parts.pool.query<Item>({
      name: 'items-of-mail',
      text: `select delivery_id, owner_kind, owner_id, case_id, team_id, deadline_id, event_id, rule from deliveries.deliveries
              where mail_id = $1 and state is null order by due_at, rule, delivery_id`,
      values: [mailId],
    });
    return Promise.all(
      rows.map(async (item) => {
        const place = { teamId: item.team_id, ...(item.case_id !== null && { caseId: item.case_id }) };
        const { kase, team, books } = await this.parts.neighbourhood.around(place);
        const reached = reachOf(recipientId, kase, team, amsterdamDate(moment), books);
        const { contact, barred } = reached;
        const cause = barred ?? (contact.careful ? 'safe_contact' : contact.email === undefined ? 'no_address' : undefined);
        return { item, reached, ...(cause && { cause }) };
      }),
    );
  }

  async #written(reached: Reached, items: readonly Item[], { recipientId }: SentMail, to: string): Promise<Written> {
    const notice = items.find(({ rule }) => isNotice(rule));
    if (notice) return this.#noticed(notice, reached, recipientId, to);
    const { as, contact } = reached;
    const links = items.map((item) => `${this.parts.publicUrl}/${pathOf(item)}/deadlines/${item.deadline_id}`);
    return write({ language: contact.language, family: as === 'party', links: [...new Set(links)] });
  }

  /** A mail about a meeting, with what belongs in the calendar of who gets it. */
  async #noticed(item: Item, { contact: { language } }: Reached, recipientId: string, to: string): Promise<Written> {
    const { mailFrom, publicUrl, store, vault } = this.parts;
    const happened = await happenedAt(store, item.owner_id, item.event_id);
    const isGuest = item.case_id !== null;
    const { appointment, ...notice } = noticeFor(happened, recipientId, isGuest);
    const venue = await vault.open([happened.place, happened.videoUrl].filter((each) => each !== undefined));
    const opened = (text: Sealed | undefined): string | undefined => {
      const plain = text && venue.get(text);
      return plain === erased ? undefined : plain;
    };
    const [place, videoUrl] = [opened(happened.place), opened(happened.videoUrl)];
    const where = { ...(place !== undefined && { place }), ...(videoUrl !== undefined && { videoUrl }) };
    const link = isGuest ? undefined : `${publicUrl}/meetings/${item.owner_id}`;
    const about = { ...notice, ...where, language, ...(link !== undefined && { link }) };
    const written = writeNotice(about);
    if (appointment === undefined) return written;
    const file = calendarFile({
      ...where,
      ...appointmentWords(about),
      uid: messageIdOf(`meeting-${appointment}`, mailFrom).slice(1, -1),
      sequence: happened.revision,
      isCancelled: notice.kind === 'cancelled' || notice.kind === 'uninvited',
      startsAt: notice.arrivalAt ?? notice.startsAt,
      endsAt: notice.endsAt,
      stampedAt: happened.meta.recordedAt,
      organizer: mailFrom,
      attendee: to,
    });
    return { ...written, attachments: [file] };
  }

  async #address({ contact: { email } }: Reached): Promise<string | undefined> {
    if (email === undefined) return undefined;
    const text = (await this.parts.vault.open([email])).get(email);
    return text === erased ? undefined : text;
  }

  async #skip(barred: readonly { readonly id: string; readonly cause: Cause }[]): Promise<void> {
    await this.parts.pool.query(
      `update deliveries.deliveries d set state = 'skipped', cause = b.cause from unnest($1::uuid[], $2::text[]) as b(id, cause)
        where d.delivery_id = b.id and d.state is null`,
      [barred.map((each) => each.id), barred.map((each) => each.cause)],
    );
  }
}
