import type { TeamDocument } from '#domain/views/index.js';
import type { Language } from './page.js';
import type { Opened } from './opened.js';
import { sayCode } from './say.js';

interface Party {
  readonly partyId: string;
  readonly kind: string;
  readonly name?: string;
  readonly relation?: string;
}
type Members = Opened<TeamDocument>['members'];

/** Who a personId or partyId is, in words: a member of the team, or a party of the case as far as the reader may know it. */
export class People {
  readonly #parties: ReadonlyMap<string, Party>;
  readonly #members: ReadonlyMap<string, Members[number]>;

  constructor(
    parties: readonly Party[],
    members: Members,
    private readonly language: Language,
    private readonly unknown: string,
  ) {
    this.#parties = new Map(parties.map((party) => [party.partyId, party]));
    this.#members = new Map(members.map((member) => [member.personId, member]));
  }

  /** The name, or what somebody is where the name is not for the reader. */
  name(reference: string): string {
    const party = this.#parties.get(reference);
    if (party) return party.name ?? sayCode(party.kind, this.language);
    return this.#members.get(reference)?.name ?? this.unknown;
  }

  /** What somebody is to the child or in the team. */
  role(reference: string): string {
    const party = this.#parties.get(reference);
    if (party) return party.relation ?? sayCode(party.kind, this.language);
    const member = this.#members.get(reference);
    if (!member) return '';
    const roles = member.roles.filter((role) => role === 'chair' || role === 'minute-taker' || role === 'coordinator');
    return [...roles.map((role) => roleWords[this.language][role]), member.discipline].join(', ');
  }

  /** Several names, one after the other. */
  names(references: readonly string[]): string {
    return references.map((each) => this.name(each)).join(', ');
  }
}

const roleWords = {
  nl: { chair: 'voorzitter', 'minute-taker': 'notulist', coordinator: 'coördinator' },
  en: { chair: 'chair', 'minute-taker': 'minute-taker', coordinator: 'coordinator' },
};
