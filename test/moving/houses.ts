import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EventStore, StoredEvent } from '#infra/event-store/event-store.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';
import { testConfig } from '../support/open.js';

/** Where an export begins and when it was made, for one that holds the whole log. */
export const at = '2026-11-24T12:00:00.000Z';
export const options = {
  kind: 'postgres',
  start: { ordinal: 0, position: '', hash: Buffer.alloc(32).toString('base64') },
  now: () => Promise.resolve(at),
};

const deadOf = ({ config }: Service): string => join(dirname(config.keyFile), 'destroyed-keys.ndjson');

/** Houses to move between, and a folder for the files; each test has its own. */
export class Houses {
  #closing: (() => Promise<void>)[] = [];
  #folder = '';

  async open(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'samenspel-moving-'));
  }

  file(name: string): string {
    return join(this.#folder, name);
  }

  /** A database and a data folder of its own; with the key file, and the list of the dead, of another house. */
  async house(like?: Service): Promise<Service> {
    const { config, dispose } = await testConfig();
    this.#closing.push(dispose);
    if (like) await copyFile(like.config.keyFile, config.keyFile);
    if (like) await copyFile(deadOf(like), join(dirname(config.keyFile), 'destroyed-keys.ndjson')).catch(() => undefined);
    const service = await openService(config, 'test', 4);
    this.#closing.push(() => service.close());
    return service;
  }

  async close(): Promise<void> {
    for (const close of this.#closing.toReversed()) await close();
    this.#closing = [];
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export async function everything(store: EventStore): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (let more = await store.readAll('', 500); more.length > 0; more = await store.readAll(all.at(-1)!.position, 500)) all.push(...more);
  return all;
}
