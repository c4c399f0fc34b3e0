import { dirname, join } from 'node:path';
import type { Pool } from 'pg';
import { policies as allPolicies } from '#domain/policies/index.js';
import { views } from '#domain/views/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { AccessLog } from './access-log.js';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { Deliveries } from './deliveries/deliveries.js';
import { noMailServer, outbox, smtpMailer } from './deliveries/mailer.js';
import type { EventStore } from './event-store/event-store.js';
import { eventStoreOf } from './event-store/chosen.js';
import { Evidence } from './evidence/evidence.js';
import { Consultation } from './execute/consultation.js';
import { ChildPlaces } from './execute/child-places.js';
import { Execute } from './execute/execute.js';
import { Streams } from './execute/streams.js';
import { Operations } from './operations/operations.js';
import { ParkedPolicies } from './operations/parked-policies.js';
import { ParkedDeliveries } from './operations/parked-deliveries.js';
import { RefusedCommands } from './operations/refused-commands.js';
import { ParkedDocuments, ParkedWork } from './operations/parked.js';
import { Policies } from './policies/policies.js';
import { connect } from './postgres.js';
import { Projector } from './read-models/projector.js';
import type { QueueHealth } from './queue/queue.js';
import { queueHealthOf } from './queue/queue.js';
import { Alarms } from './reminders/alarms.js';
import { ReadModels } from './read-models/read-models.js';
import type { AnyView } from './read-models/tables.js';
import { KeyStore } from './sealing/key-store.js';
import { Places } from './sealing/places.js';
import type { TenantKeys } from './sealing/tenant-keys.js';
import { openKeyFile } from './sealing/tenant-keys.js';
import { Vault } from './sealing/vault.js';

/** Everything a process of this service is made of, wired once. */
export interface Service {
  readonly config: Config;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly keyStore: KeyStore;
  readonly tenantKeys: TenantKeys;
  readonly vault: Vault;
  readonly consultation: Consultation;
  readonly execute: Execute;
  readonly projector: Projector;
  readonly readModels: ReadModels;
  readonly accessLog: AccessLog;
  readonly alarms: Alarms;
  readonly deliveries: Deliveries;
  readonly policies: Policies;
  readonly evidence: Evidence;
  /** What failed and waits to be tried again. */
  readonly parkedWork: ParkedWork;
  readonly operations: Operations;
  /** Whether the queue can be reached and keeps what it is given; never throws. */
  queueHealth(): Promise<QueueHealth>;
  close(): Promise<void>;
}

/** Opens the parts against a migrated database; `connections` is the size of the one pool they share. */
export async function openService(config: Config & { readonly databaseUrl: string }, name: string, connections: number): Promise<Service> {
  const pool = connect(config.databaseUrl, { max: connections, name: `samenspel-${name}` });
  const tenantKeys = await openKeyFile(config.keyFile);
  const keyStore = new KeyStore(pool, tenantKeys, join(dirname(config.keyFile), 'destroyed-keys.ndjson'));
  await keyStore.applyDestroyed();
  const { store, close: closeStore } = await eventStoreOf(config, pool);
  const streams = new Streams(store);
  const vault = new Vault(keyStore);
  const clock = new Clock(pool);
  const isOpen = async (caseId: string): Promise<boolean | undefined> => {
    const { revision, state } = await streams.load(caseAggregate, caseId);
    return revision < 0 ? undefined : state.phase !== 'closed';
  };
  const places = new ChildPlaces(new Places(pool, isOpen), vault, tenantKeys);
  const settings = { verbalConsentForbidden: config.verbalConsentForbidden };
  const readModels = new ReadModels(pool, views as readonly AnyView[]);
  const consultation = new Consultation(streams, readModels);
  const execute = new Execute({ store, streams, vault, tenantKeys, clock, settings, places, consultation });
  const projector = new Projector({ pool, store, views: views as readonly AnyView[], vault, tenantKeys });
  const alarms = new Alarms({ pool, store, streams, vault, clock, execute });
  const evidence = new Evidence(pool, store, tenantKeys.signer, config.checkpointFile);
  const { smtpUrl, mailFrom, publicUrl } = config;
  const withoutServer = config.auth === 'dev' ? outbox : noMailServer;
  const mailer = smtpUrl === undefined ? withoutServer : smtpMailer(smtpUrl, mailFrom);
  const deliveries = new Deliveries({ pool, store, streams, vault, clock, alarms, mailer, mailFrom, publicUrl });
  const policies = new Policies(pool, store, execute, clock, allPolicies);
  const parkedWork = new ParkedWork([
    new ParkedDocuments(pool, projector),
    new ParkedPolicies(policies),
    new RefusedCommands(policies),
    new ParkedDeliveries(deliveries),
  ]);
  return {
    config,
    parkedWork,
    operations: new Operations(pool, clock, projector, parkedWork),
    alarms,
    policies,
    evidence,
    deliveries,
    pool,
    store,
    streams,
    clock,
    keyStore,
    tenantKeys,
    vault,
    consultation,
    execute,
    projector,
    readModels,
    accessLog: new AccessLog(pool),
    queueHealth: queueHealthOf(config, pool),
    close: async () => {
      await closeStore();
      await pool.end();
    },
  };
}
