import type { Infer, Sealed } from '#domain/kernel/index.js';
import { revive } from '#domain/kernel/index.js';
import type { CaseData } from '#domain/support-case/events/index.js';
import type { TeamEvents } from '#domain/team/events/index.js';
import type { EventStore } from '../event-store/event-store.js';
import { upcast } from '../event-store/upcast.js';

/** How somebody is written to; the address stays sealed. */
export interface Contact {
  readonly email?: Sealed;
  readonly language?: string;
  /** There is a note about how this person is reached safely: then not by mail. */
  readonly careful?: boolean;
}

type Contacts = ReadonlyMap<string, Contact>;
interface Kept {
  readonly revision: number;
  readonly contacts: Contacts;
}

const mostKept = 500;

/** Who is reached where, of teams by personId and of cases by partyId, up to the newest event of their stream. */
export class AddressBook {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly store: EventStore) {}

  ofTeam(teamId: string): Promise<Contacts> {
    return this.#load(`team-${teamId}`);
  }

  ofCase(caseId: string): Promise<Contacts> {
    return this.#load(`supportCase-${caseId}`);
  }

  async #load(stream: string): Promise<Contacts> {
    const kept = this.#kept.get(stream) ?? { revision: -1, contacts: new Map() };
    const { events } = await this.store.read(stream, kept.revision);
    if (events.length === 0) return kept.contacts;
    const contacts = new Map(kept.contacts);
    for (const stored of events) if (learns[stored.type]) learns[stored.type]!(contacts, revive(upcast(stored).data) as never);
    this.#kept.delete(stream);
    this.#kept.set(stream, { revision: events.at(-1)!.revision, contacts });
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!);
    return contacts;
  }
}

type TeamData<T extends keyof TeamEvents> = Infer<TeamEvents[T]>;
type Person = Pick<TeamData<'MemberAdded'>, 'personId' | 'email' | 'language'>;
const member = ({ personId, email, language }: Person): [string, Contact] => [
  personId,
  { ...(email !== undefined && { email }), ...(language !== undefined && { language }) },
];
type PartyChange = Pick<CaseData<'PartyUpdated'>, 'partyId' | 'contact' | 'language' | 'safeContactNote'>;
const party = (contacts: Map<string, Contact>, { partyId, contact, language, safeContactNote }: PartyChange): void => {
  const { email: known, ...rest } = contacts.get(partyId) ?? {};
  const email = contact === undefined ? known : contact.email;
  contacts.set(partyId, {
    ...rest,
    ...(email !== undefined && { email }),
    ...(language !== undefined && { language }),
    ...(safeContactNote !== undefined && { careful: true }),
  });
};

const learns: { readonly [type: string]: (contacts: Map<string, Contact>, data: never) => void } = {
  TeamRegistered: (contacts, { members }: TeamData<'TeamRegistered'>) => {
    for (const each of members) contacts.set(...member(each));
  },
  MemberAdded: (contacts, data: TeamData<'MemberAdded'>) => void contacts.set(...member(data)),
  PartyAdded: party,
  PartyUpdated: party,
};
