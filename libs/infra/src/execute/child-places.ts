import type { Command } from '#domain/kernel/index.js';
import { Sealed } from '#domain/kernel/index.js';
import type { Case } from '#domain/support-case/index.js';
import type { Team } from '#domain/team/state.js';
import { blindIdentity } from '../sealing/blind.js';
import type { Place, Places } from '../sealing/places.js';
import type { TenantKeys } from '../sealing/tenant-keys.js';
import type { Vault } from '../sealing/vault.js';

type Text = Sealed | string | undefined;

/** Finds the place a child takes in a team (I1): who the child is after the command, as keyed hashes. */
export class ChildPlaces {
  readonly #places: Places;
  readonly #vault: Vault;
  readonly #keys: TenantKeys;

  constructor(places: Places, vault: Vault, keys: TenantKeys) {
    this.#places = places;
    this.#vault = vault;
    this.#keys = keys;
  }

  isTaken(place: Place): Promise<boolean> {
    return this.#places.isTaken(place);
  }

  take(place: Place): Promise<boolean> {
    return this.#places.take(place);
  }

  giveUp(caseId: string): Promise<void> {
    return this.#places.giveUp(caseId);
  }

  /** The place after a command that takes or moves one; undefined for one that gives it up. */
  async of(
    tenant: string,
    caseId: string,
    command: Command<never, Team>,
    state: unknown,
    data: Readonly<Record<string, unknown>>,
  ): Promise<Place | undefined> {
    if (command.place === 'gives-up') return undefined;
    const kase = state as Case;
    const given = (command.opens ? data['child'] : command.place === 'moves' ? data : {}) as Record<string, Text>;
    const teamId = command.opens ? String(data['teamId']) : kase.teamId;
    const name = (field: 'externalId' | 'givenName' | 'familyName' | 'dateOfBirth'): Text => given[field] ?? kase.child[field];
    const texts = [name('externalId'), name('givenName'), name('familyName'), name('dateOfBirth')];
    const opened = await this.#vault.open(texts.filter((text) => text instanceof Sealed));
    const [externalId, givenName, familyName, dateOfBirth] = texts.map((text) => (text instanceof Sealed ? opened.get(text) : text));
    const identity = {
      givenName: givenName ?? '',
      familyName: familyName ?? '',
      dateOfBirth: dateOfBirth ?? '',
      ...(externalId !== undefined && { externalId }),
    };
    return { tenant, teamId, caseId, ...blindIdentity(this.#keys, tenant, identity) };
  }
}
